import { appendFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recordDeed, type TrailAction, type TrailTables } from '#main/audit/index.ts';
import { visitSqliteStorage } from '#main/storage/index.ts';
import { FILES } from '#main/config.ts';

const WHO = 'open-label';

/** What was opened, by the number on its label. */
export interface Opening {
  readonly action: TrailAction;
  readonly subject: string;
}

/**
 * Notes that somebody's envelope was opened, by number and never by what was read: in the party's trail where its database can
 * be written, else in `logs/openings.log`. False where neither can be, as on a read-only medium.
 */
export async function recordOpening(dir: string, opening: Opening): Promise<boolean> {
  const at = new Date();
  return (await appendToTrail(join(dir, FILES.database), opening, at)) || appendToLog(dir, opening, at);
}

async function appendToTrail(file: string, opening: Opening, at: Date): Promise<boolean> {
  // Opened without looking it would be made.
  if (!(await stat(file).catch(() => undefined))?.isFile()) return false;
  try {
    const storage = visitSqliteStorage<TrailTables>(file);
    try {
      await storage.write((db) => recordDeed(db, { at, who: WHO, ...opening }));
    } finally {
      await storage.close();
    }
    return true;
  } catch {
    return false;
  }
}

async function appendToLog(dir: string, opening: Opening, at: Date): Promise<boolean> {
  const logs = join(dir, 'logs');
  const line = JSON.stringify({ at: at.toISOString(), who: WHO, ...opening });
  try {
    await mkdir(logs, { recursive: true, mode: 0o700 });
    await appendFile(join(logs, 'openings.log'), `${line}\n`, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
