import { canMove, PRINT_ITEM, PRINT_JOB, type PrintItemState, type PrintJobState } from '#shared/domain/states.ts';
import type { JobCause } from '#shared/desk/printing.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import type { PrintItemTable, PrintJobTable, PrintTables } from './tables.ts';

/** Not handed over yet, or to be handed over again. */
export const OPEN_ITEMS: readonly PrintItemState[] = ['waiting', 'again'];
/** Their reference stands in no other job. */
export const LIVE_ITEMS: readonly PrintItemState[] = [...OPEN_ITEMS, 'sent', 'unsure'];

const COUNTER = {
  printed: 'printed',
  refused: 'refused',
  unsure: 'unsure',
  left: 'left_over',
} as const satisfies Partial<Record<PrintItemState, keyof PrintJobTable>>;

/** So many variables a statement takes without fail. */
const CHUNK = 400;

export async function findItems(
  db: Readable<PrintTables>,
  job: string,
  which: { readonly states: readonly PrintItemState[]; readonly after?: number; readonly limit?: number },
): Promise<PrintItemTable[]> {
  return db
    .selectFrom('print_job_item')
    .selectAll()
    .where('job', '=', job)
    .where('state', 'in', which.states)
    .where('position', '>', which.after ?? 0)
    .orderBy('position')
    .limit(which.limit ?? -1)
    .execute();
}

/**
 * Moves items on, and the job's counts with them; those that can't move to that state any more stay as they are.
 *
 * @returns those that moved, as they were
 */
export async function moveItems(
  db: Writable<PrintTables>,
  job: string,
  positions: readonly number[],
  to: PrintItemState,
  code: ErrorCode | null = null,
): Promise<PrintItemTable[]> {
  const moved: PrintItemTable[] = [];
  for (let at = 0; at < positions.length; at += CHUNK) {
    const rows = await db
      .selectFrom('print_job_item')
      .selectAll()
      .where('job', '=', job)
      .where('position', 'in', positions.slice(at, at + CHUNK))
      .orderBy('position')
      .execute();
    const able = rows.filter(({ state }) => canMove(PRINT_ITEM, state, to));
    if (able.length === 0) continue;
    await db
      .updateTable('print_job_item')
      .set({ state: to, code })
      .where('job', '=', job)
      .where(
        'position',
        'in',
        able.map(({ position }) => position),
      )
      .execute();
    moved.push(...able);
  }
  if (moved.length > 0) await count(db, job, moved, to);
  return moved;
}

async function count(
  db: Writable<PrintTables>,
  job: string,
  moved: readonly PrintItemTable[],
  to: PrintItemState,
): Promise<void> {
  const row = await db.selectFrom('print_job').selectAll().where('id', '=', job).executeTakeFirstOrThrow();
  const counts: Partial<Record<(typeof COUNTER)[keyof typeof COUNTER], number>> = {};
  const add = (state: PrintItemState, by: number): void => {
    const counter = (COUNTER as Partial<Record<PrintItemState, (typeof COUNTER)[keyof typeof COUNTER]>>)[state];
    if (counter !== undefined) counts[counter] = (counts[counter] ?? row[counter]) + by;
  };
  for (const { state } of moved) add(state, -1);
  add(to, moved.length);
  if (Object.keys(counts).length > 0) {
    await db.updateTable('print_job').set(counts).where('id', '=', job).execute();
  }
}

/** Everything of a job that was not handed over is free again: in one statement, however many they are. */
export async function leaveItems(db: Writable<PrintTables>, job: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('print_job_item')
    .set({ state: 'left' })
    .where('job', '=', job)
    .where('state', 'in', OPEN_ITEMS)
    .executeTakeFirst();
  await db
    .updateTable('print_job')
    .set((eb) => ({ left_over: eb('left_over', '+', Number(numUpdatedRows)) }))
    .where('id', '=', job)
    .execute();
}

/** Moves a job on; false when it can't move to that state any more. */
export async function moveJob(
  db: Writable<PrintTables>,
  job: string,
  to: PrintJobState,
  more: { readonly cause?: JobCause | null; readonly expiresAt?: Date } = {},
): Promise<boolean> {
  const row = await db.selectFrom('print_job').select('state').where('id', '=', job).executeTakeFirst();
  if (!row || !canMove(PRINT_JOB, row.state, to)) return false;
  await db
    .updateTable('print_job')
    .set({
      state: to,
      cause: more.cause ?? null,
      ...(more.expiresAt && { expires_at: more.expiresAt.toISOString() }),
    })
    .where('id', '=', job)
    .execute();
  return true;
}
