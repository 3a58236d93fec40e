import type { OnceKey } from '#shared/desk/handlers.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Readable, Storage, Writable } from '#main/storage/index.ts';
import type { StationTables } from './tables.ts';

/** How a station's call was answered before; undefined when it is new. */
export async function findCall(
  db: Readable<StationTables>,
  once: OnceKey,
): Promise<{ readonly refused?: ErrorCode } | undefined> {
  const row = await db
    .selectFrom('station_call')
    .select('refused')
    .where('station', '=', once.station)
    .where('call', '=', once.id)
    .executeTakeFirst();
  return row && { ...(row.refused !== null && { refused: row.refused as ErrorCode }) };
}

/**
 * Remembers how a station's call was answered, in the unit of work that did it – or, of a refused one, in the one that
 * records the refusal. Throws when it was answered before: the unit is undone, and nothing happens twice.
 */
export async function rememberCall(
  db: Writable<StationTables>,
  once: OnceKey,
  answer: { readonly at: Date; readonly refused?: ErrorCode },
): Promise<void> {
  await db
    .insertInto('station_call')
    .values({
      station: once.station,
      call: once.id,
      made_at: once.at.toISOString(),
      answered_at: answer.at.toISOString(),
      refused: answer.refused ?? null,
    })
    .execute();
}

/** Calls answered so long ago that no station still waits with one: its lease is over. */
const KEPT_DAYS = 90;

export async function dropOldCalls(storage: Storage<StationTables>, now: Date): Promise<void> {
  const end = new Date(now.getTime() - KEPT_DAYS * 86_400_000).toISOString();
  await storage.write((db) => db.deleteFrom('station_call').where('answered_at', '<', end).execute());
}
