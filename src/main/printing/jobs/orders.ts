/** What staff tell a job. */
import { PRINT_JOB } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed, type TrailAction } from '#main/audit/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { askForSent } from './add-job.ts';
import { nextExpiry } from './expiry.ts';
import { leaveItems, moveItems, moveJob, OPEN_ITEMS } from './move-items.ts';
import type { PrintRoom } from './room.ts';
import type { PrintJobTable, PrintTables } from './tables.ts';

/** Nothing more is handed over; what the printer has it finishes. */
export function pauseJob(room: PrintRoom, who: string, id: string): Promise<Result<void>> {
  return order(room, { who, id, action: 'job.paused' }, async (db, { state }) => {
    if (!(await moveJob(db, id, 'paused'))) return fail('wrong-state', state);
    room.inHand.get(id)?.stop();
    return ok();
  });
}

export function resumeJob(room: PrintRoom, who: string, id: string): Promise<Result<void>> {
  return order(room, { who, id, action: 'job.resumed' }, async (db, { state, cause }) => {
    // Going on by itself, or to be answered first: there is nothing to hand over.
    if (state === 'stopped' && (cause === 'unsure' || room.inHand.has(id))) return fail('wrong-state', cause ?? state);
    if (state !== 'paused' && state !== 'stopped') return fail('wrong-state', state);
    const expiresAt = await nextExpiry(db, room.clock());
    return (await moveJob(db, id, 'waiting', { expiresAt })) ? ok() : fail('wrong-state', state);
  });
}

export function cancelJob(room: PrintRoom, who: string, id: string): Promise<Result<void>> {
  return order(room, { who, id, action: 'job.cancelled' }, async (db, { state }) => {
    if (!(await moveJob(db, id, 'cancelled'))) return fail('wrong-state', state);
    await leaveItems(db, id);
    const hand = room.inHand.get(id);
    if (hand) hand.stop();
    else await askForSent(db, id);
    return ok();
  });
}

/** A person looked: these came out of the printer, or did not. */
export function decideItems(
  room: PrintRoom,
  who: string,
  { job: id, positions, cameOut }: { job: string; positions: readonly number[]; cameOut: boolean },
): Promise<Result<void>> {
  return order(room, { who, id }, async (db, job) => {
    const asked = await db
      .selectFrom('print_job_item')
      .select('position')
      .where('job', '=', id)
      .where('position', 'in', positions)
      .where('state', '=', 'unsure')
      .execute();
    if (asked.length === 0) return fail('wrong-state', 'decided');
    const over = PRINT_JOB.next[job.state].length === 0;
    const at = room.clock();
    const moved = await moveItems(
      db,
      id,
      asked.map(({ position }) => position),
      cameOut ? 'printed' : over ? 'left' : 'again',
    );
    const wishes = moved.map(({ reference, detail }) => ({ reference, ...(detail !== null && { detail }) }));
    if (cameOut) await room.makers[job.kind]?.printed?.(db, wishes, { who, at });
    for (const { reference } of moved) {
      await recordDeed(db, { at, who, action: 'label.decided', subject: reference, detail: cameOut ? 'yes' : 'no' });
    }
    await goOn(room, db, id);
    return ok();
  });
}

/** Once nothing is unsure any more a job that waited for the answers goes on, or is done. */
async function goOn(room: PrintRoom, db: Writable<PrintTables>, id: string): Promise<void> {
  const job = await db.selectFrom('print_job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (job.state !== 'stopped' || job.cause !== 'unsure' || job.unsure > 0) return;
  const open = await db
    .selectFrom('print_job_item')
    .select('position')
    .where('job', '=', id)
    .where('state', 'in', OPEN_ITEMS)
    .limit(1)
    .executeTakeFirst();
  if (open) await moveJob(db, id, 'waiting', { expiresAt: await nextExpiry(db, room.clock()) });
  else await moveJob(db, id, 'done');
}

function order(
  room: PrintRoom,
  deed: { readonly who: string; readonly id: string; readonly action?: TrailAction },
  work: (db: Writable<PrintTables>, job: PrintJobTable) => Promise<Result<void>>,
): Promise<Result<void>> {
  return writeResult(room.storage, async (db) => {
    const job = await db.selectFrom('print_job').selectAll().where('id', '=', deed.id).executeTakeFirst();
    if (!job) return fail('not-found');
    const done = await work(db, job);
    if (!done.ok) return done;
    if (deed.action) {
      await recordDeed(db, { at: room.clock(), who: deed.who, action: deed.action, subject: deed.id });
    }
    room.changes.announce('printing');
    return ok();
  });
}
