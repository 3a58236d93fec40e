/**
 * One row for each purchase that a mall named, whichever way it came: a purchase counts once. The roles decide it through
 * `arrival.ts` (windows) or here (messages).
 */
import { instructionVariant } from '#shared/protocol/instruction.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import {
  type Migrations,
  type NumberTables,
  type Readable,
  reserveNumber,
  type Writable,
} from '#main/storage/index.ts';
import type { InstructionClaims } from './instruction.ts';

/** `asked`: it came by message, and no window decides it. */
export type ArrivalState = 'open' | 'asked' | 'ok' | 'no' | 'refused';

/** What a window can be in. */
export type WindowState = Exclude<ArrivalState, 'asked'>;

export interface ArrivalTables {
  /** One row per mall and `jti`, whichever way it came: a purchase counts once. */
  arrival: {
    mall: string;
    jti: string;
    /** The same `jti` with other claims is refused. */
    claims_digest: string;
    /** JSON; of what came by message mall and `jti` alone. */
    claims: string;
    state: ArrivalState;
    arrived_at: string;
  };
  /** One instruction in one browser: a window with a number of its own to bind what is sealed there. */
  arrival_session: {
    /** Named in the window's address and form; opens nothing without the browser's cookie. */
    window: string;
    /** Hash of the one-time token that the browser carries from the mall's page into the window. */
    arrival_hash: string | null;
    /** Hash of the browser's cookie; absent until the browser has come in. */
    browser_hash: string | null;
    mall: string;
    jti: string;
    number: string;
    /** 1 for the window that decided; others see only how it ended. */
    decided: number;
    expires_at: string;
  };
}

export const arrivalMigrations: Migrations = {
  'arrival-0001-instructions': {
    up: async (db) => {
      await db.schema
        .createTable('arrival')
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('claims_digest', 'text', (column) => column.notNull())
        .addColumn('claims', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('arrived_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('arrival_key', ['mall', 'jti'])
        .execute();
      await db.schema.createIndex('arrival_open').on('arrival').columns(['state', 'arrived_at']).execute();
      await db.schema
        .createTable('arrival_session')
        .addColumn('window', 'text', (column) => column.primaryKey())
        .addColumn('arrival_hash', 'text', (column) => column.unique())
        .addColumn('browser_hash', 'text')
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('decided', 'integer', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('arrival_session_of').on('arrival_session').columns(['mall', 'jti']).execute();
      await db.schema.createIndex('arrival_session_end').on('arrival_session').column('expires_at').execute();
    },
  },
};

/**
 * Takes a purchase that a mall's server asks for by message, in the unit of work that stores the request. `same`: it was
 * taken before with the same digest; `other`: with another one, or through a customer's window.
 *
 * @param asked.digest of what may not change, base64url
 * @param state `asked` when it is decided later (`decidePurchase`)
 */
export async function claimPurchase(
  db: Writable<ArrivalTables>,
  asked: { readonly mall: string; readonly jti: string; readonly digest: string },
  at: Date,
  state: 'asked' | 'ok' | 'no' = 'asked',
): Promise<'new' | 'same' | 'other'> {
  const { mall, jti, digest } = asked;
  const claimed = await db
    .insertInto('arrival')
    .values({
      mall,
      jti,
      claims_digest: digest,
      claims: JSON.stringify({ iss: mall, jti }),
      state,
      arrived_at: at.toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (claimed.numInsertedOrUpdatedRows !== 0n) return 'new';
  return (await findDigest(db, { iss: mall, jti })) === digest ? 'same' : 'other';
}

/** Decides what `claimPurchase` left open; fails with `already-decided`. */
export async function decidePurchase(
  db: Writable<ArrivalTables>,
  { mall, jti }: { readonly mall: string; readonly jti: string },
  state: 'ok' | 'no',
): Promise<Result<void>> {
  return moveArrival(db, { iss: mall, jti }, { from: 'asked', to: state });
}

/** Moves a purchase from the state that it is in; fails with `already-decided` when it is in another. */
export async function moveArrival(
  db: Writable<ArrivalTables>,
  claims: { readonly iss: string; readonly jti: string },
  { from, to }: { readonly from: ArrivalState; readonly to: ArrivalState },
): Promise<Result<void>> {
  const moved = await db
    .updateTable('arrival')
    .set({ state: to })
    .where('mall', '=', claims.iss)
    .where('jti', '=', claims.jti)
    .where('state', '=', from)
    .executeTakeFirst();
  return moved.numUpdatedRows === 0n ? fail('already-decided') : ok();
}

/** Of what the purchase came with first. */
export async function findDigest(
  db: Readable<ArrivalTables>,
  claims: { iss: string; jti: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('arrival')
    .select('claims_digest')
    .where('mall', '=', claims.iss)
    .where('jti', '=', claims.jti)
    .executeTakeFirst();
  return row?.claims_digest;
}

/**
 * In variant c nobody mints a number: both sides derive it from the contents' hash. Every window of one instruction has
 * the same; `undefined` when it was issued for anything else before.
 */
export async function claimDerivedNumber(
  db: Writable<ArrivalTables & NumberTables>,
  number: string,
  claims: Pick<InstructionClaims, 'iss' | 'jti'>,
): Promise<string | undefined> {
  if (await reserveNumber(db, number)) return number;
  const own = await db
    .selectFrom('arrival_session')
    .select('window')
    .where('number', '=', number)
    .where('mall', '=', claims.iss)
    .where('jti', '=', claims.jti)
    .executeTakeFirst();
  return own && number;
}

/** The variant of claims that passed their schema. */
export function variantOf(claims: Pick<InstructionClaims, 'jti' | 'contents'>): 'a' | 'b' | 'c' {
  const variant = instructionVariant(claims);
  if (variant === undefined) throw new Error('claims of no variant');
  return variant;
}
