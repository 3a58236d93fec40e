import { realpath, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { fromBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createRecoveryKey, recoveryKeyId, type ScryptCost } from '#main/vault/index.ts';
import { FILES, readConfig, writeConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';

const USAGE = `usage: recovery-key --out KEY-FILE [--dir DIR]         make one, and register it with the party in DIR
       recovery-key register --dir DIR --key PUBLIC   register the public half that the first printed
Its passphrase comes from TOKUMEI_RECOVERY_PASSPHRASE or is asked for. Keep KEY-FILE away from this machine.`;
const VARIABLE = 'TOKUMEI_RECOVERY_PASSPHRASE';

/** Makes a recovery key, or registers its public half: from then on backups of that party are sealed to it. */
export async function runRecoveryKey(args: readonly string[], cost?: ScryptCost): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, dir: { type: 'string' }, key: { type: 'string' } },
  });
  const { out, dir, key } = values;
  const [verb] = positionals;
  if (verb === 'register' && dir !== undefined && key !== undefined && out === undefined) {
    return answer(await register(dir, key));
  }
  if (verb === undefined && out !== undefined && key === undefined) return answer(await make(out, dir, cost));
  console.error(USAGE);
  return 2;
}

/** The public half as people copy it: a digit that is wrong is found, not used. */
function publicText(x: string): string {
  return `${x}.${recoveryKeyId(fromBase64Url(x)!)}`;
}

async function make(out: string, dir: string | undefined, cost?: ScryptCost): Promise<Result<string>> {
  if (dir !== undefined) {
    if (!existsSync(resolve(dir, FILES.config))) return fail('not-found', FILES.config);
    // Beside what it is to save, it would be lost with it.
    const target = await realpath(dirname(resolve(out))).catch(() => dirname(resolve(out)));
    if (`${target}${sep}`.startsWith(`${await realpath(dir)}${sep}`)) return fail('field-invalid', 'out');
  }
  const passphrase = await askTwice();
  if (!passphrase.ok) return passphrase;
  const made = await createRecoveryKey(out, passphrase.value, cost);
  if (!made.ok || dir === undefined) return made.ok ? ok(publicText(made.value)) : made;
  const registered = await register(dir, publicText(made.value));
  if (!registered.ok) await rm(out, { force: true });
  return registered;
}

/** A slip of the finger would be found out on the day of the restore. */
async function askTwice(): Promise<Result<string>> {
  const first = await askPassphrase('Passphrase for the recovery key: ', undefined, VARIABLE);
  if (first === undefined) return fail('field-missing', 'passphrase');
  const second = await askPassphrase('Once more: ', undefined, VARIABLE);
  return first === second ? ok(first) : fail('wrong-passphrase');
}

async function register(dir: string, text: string): Promise<Result<string>> {
  if (!existsSync(resolve(dir, FILES.config))) return fail('not-found', FILES.config);
  const x = text.split('.')[0]!;
  if (fromBase64Url(x)?.length !== 32 || publicText(x) !== text) return fail('field-invalid', 'key');
  await writeConfig(dir, { ...(await readConfig(dir)), recovery: x });
  return ok(text);
}

function answer(result: Result<string>): number {
  if (result.ok) {
    console.log(result.value);
    return 0;
  }
  const { code, about } = result.error;
  console.error(about === undefined ? code : `${code} (${about})`);
  return 1;
}
