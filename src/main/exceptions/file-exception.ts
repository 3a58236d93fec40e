import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { ExceptionPlace, PictureType } from '#shared/desk/exceptions.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Writable } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { ExceptionTables } from './tables.ts';

/** Refusals that somebody has to look into; what a second scan or a look at the screen mends is none of them. */
const EXCEPTIONS: ReadonlySet<ErrorCode> = new Set([
  'unknown-version',
  'unknown-key',
  'wrong-kind',
  'damaged',
  'not-authentic',
  'other-carrier',
  'other-company',
  'envelope-conflict',
  'label-duplicate',
  'parcel-unknown',
  'receipt-unknown',
  'purchase-unknown',
  'scan-unreadable',
  'contents-differ',
]);

/** Encrypted already (`sealPicture`): a unit of work awaits the database alone. */
export interface SealedPicture {
  readonly id: string;
  readonly type: PictureType;
  readonly sealed: Uint8Array;
}

export interface Incident {
  readonly at: Date;
  readonly caller: Pick<DeskCaller, 'who' | 'station'>;
  readonly place: ExceptionPlace;
  readonly code: ErrorCode;
  /** Absent where nothing could be read. */
  readonly number?: string | undefined;
  readonly step?: string | undefined;
  readonly picture?: SealedPicture | undefined;
}

/** Without a number nothing tells two labels apart: what one person tries again so soon is the same one. */
const AGAIN_MS = 60_000;

async function findSame(
  db: Writable<ExceptionTables>,
  { at, caller, place, code, number }: Incident,
): Promise<{ readonly id: string; readonly times: number } | undefined> {
  const open = db
    .selectFrom('exception')
    .select(['id', 'times'])
    .where('number', number === undefined ? 'is' : '=', number ?? null)
    .where('code', '=', code)
    .where('place', '=', place)
    .where('decided_at', 'is', null);
  if (number !== undefined) return open.executeTakeFirst();
  return open
    .where('picture_type', 'is', null)
    .where('who', '=', caller.who)
    .where('station', caller.station ? '=' : 'is', caller.station?.name ?? null)
    .where('at', '>', new Date(at.getTime() - AGAIN_MS).toISOString())
    .executeTakeFirst();
}

/** Pictures of open exceptions; of more than these nobody has looked at any for long, and the disk is not theirs. */
const MOST_PICTURES = 300;

async function hasRoom(db: Writable<ExceptionTables>): Promise<boolean> {
  const { kept } = await db
    .selectFrom('exception')
    .select((eb) => eb.fn.countAll<number>().as('kept'))
    .where('decided_at', 'is', null)
    .where('picture_type', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(kept) < MOST_PICTURES;
}

/**
 * Puts a refused scan onto the workbench, in the unit of work that records the refusal. The same again, while nobody has
 * decided the first, is counted there.
 *
 * @returns its id; undefined where the refusal is no exception
 */
export async function fileException(db: Writable<ExceptionTables>, incident: Incident): Promise<string | undefined> {
  const { at, caller, place, code, number, step } = incident;
  if (!EXCEPTIONS.has(code)) return undefined;
  const picture = incident.picture && (await hasRoom(db)) ? incident.picture : undefined;
  if (!picture) {
    const same = await findSame(db, incident);
    if (same) {
      const again = { at: at.toISOString(), who: caller.who, times: same.times + 1 };
      await db.updateTable('exception').set(again).where('id', '=', same.id).execute();
      return same.id;
    }
  }
  const id = picture?.id ?? randomUuid();
  await db
    .insertInto('exception')
    .values({
      id,
      at: at.toISOString(),
      who: caller.who,
      station: caller.station?.name ?? null,
      place,
      code,
      number: number ?? null,
      step: step ?? null,
      times: 1,
      picture: picture?.sealed ?? null,
      picture_type: picture?.type ?? null,
      decision: null,
      entered: null,
      decided_by: null,
      decided_at: null,
    })
    .execute();
  return id;
}
