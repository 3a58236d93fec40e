import { z } from 'zod';
import { LONGEST_EXPIRY, USUAL_EXPIRY } from '#shared/desk/printing.ts';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, readSetting, writeSetting } from '#main/storage/index.ts';
import { leaveItems, moveJob } from './move-items.ts';
import type { PrintRoom } from './room.ts';
import type { PrintTables } from './tables.ts';

const NAME = 'print-expiry';
const HOUR = 3_600_000;
const settingSchema = z.object({ hours: z.int().min(1).max(LONGEST_EXPIRY) }).default({ hours: USUAL_EXPIRY });

export async function readExpiry({ storage }: PrintRoom): Promise<{ hours: number }> {
  return readSetting(storage.read, NAME, settingSchema);
}

export async function changeExpiry(room: PrintRoom, who: string, expiry: { hours: number }): Promise<Result<void>> {
  await room.storage.write(async (db) => {
    await writeSetting(db, NAME, expiry);
    await recordDeed(db, { at: room.clock(), who, action: 'printing.expiry', subject: String(expiry.hours) });
    room.changes.announce('printing');
  });
  return ok();
}

/** When a job ends that shows no sign of life from now on. */
export async function nextExpiry(db: Readable<PrintTables>, now: Date): Promise<Date> {
  const { hours } = await readSetting(db, NAME, settingSchema);
  return new Date(now.getTime() + hours * HOUR);
}

/**
 * Ends what nobody went on with: in the morning no printer runs off with what was wanted in the evening. What was not
 * printed is free again; what a person has still to look for stays to be asked.
 */
export async function expireJobs(room: PrintRoom): Promise<void> {
  const now = room.clock().toISOString();
  const old = await room.storage.read
    .selectFrom('print_job')
    .select('id')
    .where('state', 'in', ['waiting', 'paused', 'stopped'])
    .where('expires_at', '<=', now)
    .execute();
  for (const { id } of old) {
    room.inHand.get(id)?.stop();
    await room.storage.write(async (db) => {
      const row = await db.selectFrom('print_job').select('expires_at').where('id', '=', id).executeTakeFirst();
      if (!row || row.expires_at > now || !(await moveJob(db, id, 'expired'))) return;
      await leaveItems(db, id);
      room.changes.announce('printing');
    });
  }
}

/** How long jobs that are over stay listed. */
const KEEP_DAYS = 90;

export async function dropOldJobs(room: PrintRoom): Promise<void> {
  const before = new Date(room.clock().getTime() - KEEP_DAYS * 24 * HOUR).toISOString();
  const old = await room.storage.read
    .selectFrom('print_job')
    .select('id')
    .where('made_at', '<', before)
    .where('state', 'in', ['done', 'cancelled', 'expired'])
    .where('unsure', '=', 0)
    .limit(20)
    .execute();
  for (const { id } of old) {
    await room.storage.write(async (db) => {
      await db.deleteFrom('print_job_item').where('job', '=', id).execute();
      await db.deleteFrom('print_job').where('id', '=', id).execute();
    });
  }
}
