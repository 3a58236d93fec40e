/** When the party makes a backup by itself, and which of its earlier ones go. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupRecord } from './backup-record.ts';

/** After one that failed. */
const AGAIN_MS = 15 * 60_000;

/**
 * Whether the latest time of day that has passed has no backup yet: one that was missed, because the computer was off,
 * is made up for at the next start. Times of day are the service's computer's.
 */
export function isBackupDue({ schedule, last, failed }: BackupRecord, now: Date): boolean {
  if (!schedule) return false;
  const due = latestTime(schedule.at, now);
  if (due <= new Date(schedule.since)) return false;
  if (last && new Date(last.at) >= due) return false;
  return !failed || now.getTime() - Date.parse(failed.at) >= AGAIN_MS;
}

function latestTime(at: string, now: Date): Date {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const today = new Date(now);
  today.setHours(hours, minutes, 0, 0);
  if (today > now) today.setDate(today.getDate() - 1);
  return today;
}

/** `tokumei-mall.example-20261121-030000.backup`, by UTC: in the order of their making. */
export function backupName(party: string, at: Date): string {
  const digits = at.toISOString().replaceAll(/[-:]|\..*$/g, '');
  return `tokumei-${party}-${digits.replace('T', '-')}.backup`;
}

/** Removes all but the newest; never a file that is no backup of this party. */
export async function dropOldBackups(folder: string, party: string, keep: number): Promise<void> {
  const start = `tokumei-${party}-`;
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(start) && /^\d{8}-\d{6}\.backup$/.test(name.slice(start.length)),
  );
  for (const name of names.sort().reverse().slice(keep)) await rm(join(folder, name), { force: true });
}
