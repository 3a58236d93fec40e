/** What a party remembers of its backups: the last one, the last that failed, and when the next is due. */
import { z } from 'zod';
import { backupScheduleSchema } from '#shared/desk/upkeep.ts';
import { timeSchema } from '#shared/protocol/party.ts';
import { recordDeed, type TrailTables } from '#main/audit/index.ts';
import { readSetting, type Readable, type SettingTables, type Writable, writeSetting } from '#main/storage/index.ts';
import type { BackupMade } from './write-backup.ts';

const LAST = 'backup-last';
const FAILED = 'backup-failed';
const SCHEDULE = 'backup-schedule';

const lastSchema = z
  .object({ at: timeSchema, bytes: z.int(), way: z.enum(['download', 'folder', 'command']) })
  .optional();
const failedSchema = z.object({ at: timeSchema, code: z.string() }).nullish();
const scheduleSchema = z.object({ ...backupScheduleSchema.shape, since: timeSchema }).nullish();

export type BackupWay = 'download' | 'folder' | 'command';
type Tables = SettingTables & TrailTables;

export async function readBackupRecord(db: Readable<SettingTables>) {
  const [last, failed, schedule] = await Promise.all([
    readSetting(db, LAST, lastSchema),
    readSetting(db, FAILED, failedSchema),
    readSetting(db, SCHEDULE, scheduleSchema),
  ]);
  return {
    ...(last && { last }),
    ...(failed && { failed }),
    ...(schedule && { schedule }),
  };
}
export type BackupRecord = Awaited<ReturnType<typeof readBackupRecord>>;

/** It counts from now on; what failed before is over. */
export async function noteBackup(
  db: Writable<Tables>,
  made: BackupMade,
  deed: { readonly at: Date; readonly who: string; readonly way: BackupWay },
): Promise<void> {
  const { at, who, way } = deed;
  await writeSetting(db, LAST, { at: made.at, bytes: made.bytes, way });
  await writeSetting(db, FAILED, null);
  await recordDeed(db, { at, who, action: 'backup.made', subject: made.at, detail: made.sha256 });
}

export async function noteFailedBackup(db: Writable<SettingTables>, at: Date, code: string): Promise<void> {
  await writeSetting(db, FAILED, { at: at.toISOString(), code });
}

export async function writeSchedule(
  db: Writable<SettingTables>,
  schedule: z.infer<typeof backupScheduleSchema> | null,
  since: Date,
): Promise<void> {
  await writeSetting(db, SCHEDULE, schedule && { ...schedule, since: since.toISOString() });
  await writeSetting(db, FAILED, null);
}
