import { parseArgs } from 'node:util';
import { fromBase64Url } from '#shared/bytes.ts';
import type { TrailTables } from '#main/audit/index.ts';
import { type BackupMade, noteBackup, writeBackup } from '#main/backup/index.ts';
import { type SettingTables, visitSqliteStorage } from '#main/storage/index.ts';
import { recoveryKeyId } from '#main/vault/index.ts';
import { FILES, type PartyConfig, readConfig } from '#main/config.ts';
import { join } from 'node:path';
import { showProgress, stopOnSignal } from './long-work.ts';

/** Makes a backup of a party, whether it runs or not. It needs no passphrase: it seals to the registered recovery key. */
export async function runBackup(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { dir: { type: 'string' }, out: { type: 'string' } },
  });
  const { dir, out } = values;
  if (dir === undefined || out === undefined) {
    console.error('usage: backup --dir DIR --out FILE');
    return 2;
  }
  const config = await readConfigIfThere(dir);
  if (!config) return failed('not-found', FILES.config);
  const recipient = fromBase64Url(config.recovery ?? '');
  if (recipient?.length !== 32) return failed('recovery-key-missing');
  const { id, role } = config;
  const source = { folder: dir, database: FILES.database, party: { id, role }, clock: () => new Date() };
  const stopping = stopOnSignal();
  const progress = showProgress();
  const made = await writeBackup(source, recipient, out, { signal: stopping.signal, progress: progress.show });
  progress.end();
  stopping.end();
  if (!made.ok) return failed(made.error.code, made.error.about);
  await noteInTrail(dir, made.value);
  console.log(JSON.stringify({ party: id, ...made.value, recoveryKey: recoveryKeyId(recipient) }));
  return 0;
}

async function readConfigIfThere(dir: string): Promise<PartyConfig | undefined> {
  try {
    return await readConfig(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The backup is made either way. */
async function noteInTrail(dir: string, made: BackupMade): Promise<void> {
  try {
    const storage = visitSqliteStorage<TrailTables & SettingTables>(join(dir, FILES.database));
    try {
      const deed = { at: new Date(), who: 'backup', way: 'command' } as const;
      await storage.write((db) => noteBackup(db, made, deed));
    } finally {
      await storage.close();
    }
  } catch {
    console.error('nothing was recorded: the database can’t be written');
  }
}

function failed(code: string, about?: string): number {
  console.error(about === undefined ? code : `${code} (${about})`);
  return 1;
}
