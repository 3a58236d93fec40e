/**
 * Instructions that customers' browsers brought, and each browser's place in answering one (PROTOCOL.md §4). The roles
 * say what an instruction looks like, which number a browser's answer will have, and what the answer means.
 */
import { instructionVariant } from '#shared/protocol/instruction.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Migrations, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomToken, tokenHash } from '#main/vault/index.ts';
import {
  checkInstructionTime,
  type InstructionClaims,
  type InstructionSchema,
  readInstruction,
} from './instruction.ts';
import { findPartner } from './partners.ts';
import type { Post, PostTables } from './post.ts';

/** How long a browser may take to fill in the form. */
export const ARRIVAL_MINUTES = 60;
/** Browsers at one instruction: beyond the customer's own few, somebody else is trying. */
const MOST_SESSIONS = 12;

export type ArrivalState = 'open' | 'ok' | 'no' | 'refused';

export interface ArrivalTables {
  /** One row per mall and `jti`. */
  arrival: {
    mall: string;
    jti: string;
    /** The same `jti` with other claims is refused. */
    claims_digest: string;
    /** JSON. */
    claims: string;
    state: ArrivalState;
    arrived_at: string;
  };
  /** One browser; each has a number of its own to bind what it seals to. */
  arrival_session: {
    token_hash: string;
    mall: string;
    jti: string;
    number: string;
    /** 1 for the browser that decided; others see only how it ended. */
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
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
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

/** What a role makes of an instruction. */
export interface ArrivalRules<C extends InstructionClaims, DB> {
  readonly schema: InstructionSchema<C>;
  /** Whether there is anything to decide; false is answered NO at once. */
  readonly isServed: (claims: C) => Promise<boolean>;
  /** Claims the number that this browser's answer would have. */
  readonly reserveNumber: (db: Writable<DB>, claims: C) => Promise<string>;
  /** Tells the mall NO, in the unit of work that decided it. */
  readonly answerNo: (db: Writable<DB>, claims: C) => Promise<void>;
}

/**
 * Takes an instruction that a browser posted. With the cookie of the browser that brought it before it goes on where
 * it stood; any other browser starts blank. Fails with one of `instruction-invalid`, `-foreign`, `-expired`,
 * `-reused`, `partner-unknown`, `partner-suspended`, `too-many`.
 *
 * @returns the token for the browser's cookie
 */
export async function receiveInstruction<C extends InstructionClaims, DB extends PostTables & ArrivalTables>(
  post: Post,
  rules: ArrivalRules<C, DB>,
  jws: string,
  cookieToken: string | undefined,
): Promise<Result<{ token: string }>> {
  const read = await readInstruction(post, rules.schema, jws);
  if (!read.ok) return read;
  const { claims, digest } = read.value;
  const reading = post.storage.read as unknown as Readable<ArrivalTables>;
  const known = await findDigest(reading, claims);
  if (known !== undefined && known !== digest) return fail('instruction-reused');
  if (known === undefined) {
    const timely = checkInstructionTime(post, claims);
    if (!timely.ok) return timely;
  }
  const own = cookieToken === undefined ? undefined : await findSession(reading, cookieToken, post.clock());
  if (cookieToken !== undefined && own?.mall === claims.iss && own.jti === claims.jti)
    return ok({ token: cookieToken });

  const token = randomToken();
  const isServed = await rules.isServed(claims);
  return writeResult(post.storage, async (unit) => {
    const db = unit as unknown as Writable<ArrivalTables>;
    const roleDb = unit as unknown as Writable<DB>;
    const now = post.clock();
    const arrived = await db
      .insertInto('arrival')
      .values({
        mall: claims.iss,
        jti: claims.jti,
        claims_digest: digest,
        claims: JSON.stringify(claims),
        state: isServed ? 'open' : 'no',
        arrived_at: now.toISOString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (arrived.numInsertedOrUpdatedRows === 0n) {
      if ((await findDigest(db, claims)) !== digest) return fail('instruction-reused');
    } else if (!isServed) {
      await rules.answerNo(roleDb, claims);
    }
    const { sessions } = await db
      .selectFrom('arrival_session')
      .select((eb) => eb.fn.countAll<number>().as('sessions'))
      .where('mall', '=', claims.iss)
      .where('jti', '=', claims.jti)
      .executeTakeFirstOrThrow();
    if (Number(sessions) >= MOST_SESSIONS) return fail('too-many');
    await db
      .insertInto('arrival_session')
      .values({
        token_hash: tokenHash(token),
        mall: claims.iss,
        jti: claims.jti,
        number: await rules.reserveNumber(roleDb, claims),
        decided: 0,
        expires_at: new Date(now.getTime() + ARRIVAL_MINUTES * 60_000).toISOString(),
      })
      .execute();
    return ok({ token });
  });
}

async function findDigest(
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

async function findSession(
  db: Readable<ArrivalTables>,
  token: string,
  at: Date,
): Promise<ArrivalTables['arrival_session'] | undefined> {
  return db
    .selectFrom('arrival_session')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', at.toISOString())
    .executeTakeFirst();
}

/** One browser's place in answering one instruction. */
export interface Arrival<C> {
  readonly tokenHash: string;
  readonly claims: C;
  readonly mallName: string;
  readonly state: ArrivalState;
  /** Reserved for what this browser seals. */
  readonly number: string;
  /** This browser decided, so it may see what came of it. */
  readonly decided: boolean;
}

/** By the cookie of a browser; `undefined` when it has none or its time is over. */
export async function findArrival<C>(post: Post, token: string | undefined): Promise<Arrival<C> | undefined> {
  const db = post.storage.read as unknown as Readable<ArrivalTables & PostTables>;
  const session = token ? await findSession(db, token, post.clock()) : undefined;
  if (!session) return undefined;
  const { mall, jti } = session;
  const arrival = await db
    .selectFrom('arrival')
    .select(['claims', 'state'])
    .where('mall', '=', mall)
    .where('jti', '=', jti)
    .executeTakeFirstOrThrow();
  return {
    tokenHash: session.token_hash,
    claims: JSON.parse(arrival.claims) as C,
    mallName: (await findPartner(db, mall))?.name ?? mall,
    state: arrival.state,
    number: session.number,
    decided: session.decided === 1,
  };
}

/** The first browser decides; any later one, and a second click, fails with `already-decided`. */
export async function decideArrival(
  db: Writable<ArrivalTables>,
  arrival: { readonly tokenHash: string; readonly claims: { readonly iss: string; readonly jti: string } },
  state: Exclude<ArrivalState, 'open'>,
): Promise<Result<void>> {
  const { iss, jti } = arrival.claims;
  const decided = await db
    .updateTable('arrival')
    .set({ state })
    .where('mall', '=', iss)
    .where('jti', '=', jti)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (decided.numUpdatedRows === 0n) return fail('already-decided');
  await db.updateTable('arrival_session').set({ decided: 1 }).where('token_hash', '=', arrival.tokenHash).execute();
  return ok();
}

/** Instructions that no browser decided in time end as NO; their reserved numbers are never used again. */
export async function endStaleArrivals<C extends InstructionClaims, DB extends PostTables & ArrivalTables>(
  post: Post,
  rules: ArrivalRules<C, DB>,
): Promise<void> {
  const before = new Date(post.clock().getTime() - ARRIVAL_MINUTES * 60_000).toISOString();
  const stale = await (post.storage.read as unknown as Readable<ArrivalTables>)
    .selectFrom('arrival')
    .select(['mall', 'jti', 'claims'])
    .where('state', '=', 'open')
    .where('arrived_at', '<', before)
    .limit(500)
    .execute();
  await post.storage.write(async (unit) => {
    const db = unit as unknown as Writable<ArrivalTables>;
    for (const { mall, jti, claims } of stale) {
      const ended = await db
        .updateTable('arrival')
        .set({ state: 'no' })
        .where('mall', '=', mall)
        .where('jti', '=', jti)
        .where('state', '=', 'open')
        .executeTakeFirst();
      if (ended.numUpdatedRows > 0n) await rules.answerNo(unit as unknown as Writable<DB>, JSON.parse(claims) as C);
    }
    await db.deleteFrom('arrival_session').where('expires_at', '<', post.clock().toISOString()).execute();
  });
}

/** A mall that is up has the answer within this time; a customer's page waits no longer for it. */
const TELLING_MS = 1500;

/** Whether the mall has accepted the answer, after waiting a moment for it; until then it stays in the post. */
export async function isMallTold(
  post: Post,
  answer: { readonly mall: string; readonly type: string; readonly subject: string },
): Promise<boolean> {
  const end = Date.now() + TELLING_MS;
  for (;;) {
    const waiting = await post.storage.read
      .selectFrom('outbox')
      .select('id')
      .where('partner', '=', answer.mall)
      .where('type', '=', answer.type)
      .where('subject', '=', answer.subject)
      .where('accepted_at', 'is', null)
      .executeTakeFirst();
    if (!waiting) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The variant of claims that passed their schema. */
export function variantOf(claims: InstructionClaims): 'a' | 'b' | 'c' {
  const variant = instructionVariant(claims);
  if (variant === undefined) throw new Error('claims of no variant');
  return variant;
}
