import { parseArgs } from 'node:util';
import { KEEP_SENT_DAYS } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Restored, restoreBackup } from '#main/backup/index.ts';
import { openPaperKey, openRecoveryKey, type RecoveryKey } from '#main/vault/index.ts';
import { FILES, readConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { stopOnSignal } from './long-work.ts';

const USAGE = `usage: restore --file FILE --dir DIR --key KEY-FILE | --paper
DIR is empty or not there. The recovery key's passphrase comes from TOKUMEI_RECOVERY_PASSPHRASE or is asked for; with
--paper what stands on the recovery sheet, from TOKUMEI_RECOVERY_KEY.`;

/** Brings a backup back onto an empty folder. The party asks its partners for what it missed when it is started. */
export async function runRestore(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      file: { type: 'string' },
      dir: { type: 'string' },
      key: { type: 'string' },
      paper: { type: 'boolean', default: false },
    },
  });
  const { file, dir, key: keyFile, paper } = values;
  if (file === undefined || dir === undefined || (keyFile === undefined) !== paper) {
    console.error(USAGE);
    return 2;
  }
  const key = await (keyFile === undefined ? askForPaperKey() : askForKeyFile(keyFile));
  if (!key.ok) return failed(key.error);
  const stopping = stopOnSignal();
  const choice = { database: FILES.database, check: checkConfig, signal: stopping.signal };
  const restored = await restoreBackup(file, key.value, dir, choice);
  stopping.end();
  if (!restored.ok) return failed(restored.error);
  console.log(JSON.stringify(restored.value));
  for (const line of whatIsNext(restored.value)) console.error(line);
  return 0;
}

async function askForKeyFile(file: string): Promise<Result<RecoveryKey>> {
  const passphrase = await askPassphrase('Passphrase of the recovery key: ', undefined, 'TOKUMEI_RECOVERY_PASSPHRASE');
  return openRecoveryKey(file, passphrase ?? '');
}

async function askForPaperKey(): Promise<Result<RecoveryKey>> {
  const text = await askPassphrase('The 14 groups of the recovery sheet: ', undefined, 'TOKUMEI_RECOVERY_KEY');
  return openPaperKey(text ?? '');
}

async function checkConfig(folder: string): Promise<Result<void>> {
  try {
    await readConfig(folder);
    return ok();
  } catch {
    return fail('backup-damaged', FILES.config);
  }
}

function whatIsNext({ at }: Restored): string[] {
  const days = Math.floor((Date.now() - Date.parse(at)) / 86_400_000);
  return [
    `This is the party as of ${at}. Before it starts: install the authority’s current revocation list.`,
    'After it starts: look at Partners – whoever was suspended since is approved again – and see the manual (backup).',
    ...(days >= KEEP_SENT_DAYS
      ? [`It is ${days} days old: partners keep for ${KEEP_SENT_DAYS} days what they sent. Settle the rest by hand.`]
      : []),
  ];
}

function failed({ code, about }: { readonly code: string; readonly about?: string }): number {
  console.error(about === undefined ? code : `${code} (${about})`);
  return 1;
}
