import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRevocationList, writeFileAtomically } from '#main/vault/index.ts';
import { FILES } from '#main/config.ts';

const USAGE = 'usage: revocations install --dir DIR --file FILE   (FILE as `ca crl` writes it)';

/** A party's list of withdrawn certificates. A running service takes the new one into use by itself. */
export async function runRevocations(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { dir: { type: 'string' }, file: { type: 'string' } },
  });
  const { dir, file } = values;
  if (positionals[0] !== 'install' || dir === undefined || file === undefined) {
    console.error(USAGE);
    return 2;
  }
  const [authorities, given] = await Promise.all([
    readFile(join(dir, FILES.authorities), 'utf8').catch(() => undefined),
    readFile(file, 'utf8').catch(() => undefined),
  ]);
  if (authorities === undefined || given === undefined) return failed('not-found', authorities ? file : dir);
  const list = await readRevocationList(given, authorities);
  if (!list.ok) return failed(list.error.code, list.error.about);
  const { pem, nextUpdate } = list.value;
  if (nextUpdate.getTime() <= Date.now()) return failed('revocations-invalid', 'expired');
  await writeFileAtomically(join(dir, FILES.revoked), pem);
  console.log(`good until ${nextUpdate.toISOString()}`);
  return 0;
}

function failed(code: string, about = ''): number {
  console.error(about === '' ? code : `${code} (${about})`);
  return 1;
}
