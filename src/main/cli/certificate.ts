import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#shared/result.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { openVault, type TlsUse, type Vault } from '#main/vault/index.ts';
import { readConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';

const USAGE = `usage: certificate request    --dir DIR --use public|partner --out FILE [--new-key] [--host HOST …]
       certificate install    --dir DIR --use public|partner --file FILE
       certificate import-p12 --dir DIR --use public|partner --file FILE
       certificate export-p12 --dir DIR --use public|partner --file FILE
Only while the party does not run. The password of a PKCS#12 file comes from TOKUMEI_P12_PASSWORD.
With --new-key the request is for a new key: start the party once, so that partners are told and compare it, and put
the certificate into use after that.`;

interface Work {
  readonly dir: string;
  readonly use: TlsUse;
  readonly file: string;
  readonly hosts: readonly string[];
  readonly newKey: boolean;
}

/** What each verb does with the open vault; the value is the line that it says. */
const VERBS: Readonly<Record<string, (vault: Vault, work: Work) => Promise<Result<string>>>> = {
  request: requestOne,
  install: async (vault, { use, file }) => {
    const installed = await vault.installCertificate(use, await readFile(file, 'utf8'));
    return installed.ok ? ok(inUse(vault, use)) : installed;
  },
  'import-p12': async (vault, { use, file }) => {
    const imported = await vault.importPkcs12(use, await readFile(file), password());
    return imported.ok ? ok(inUse(vault, use)) : imported;
  },
  'export-p12': async (vault, { use, file }) => {
    const exported = await vault.exportPkcs12(use, password());
    if (!exported.ok) return exported;
    await writeFile(file, exported.value, { mode: 0o600, flag: 'wx' });
    return ok(file);
  },
};

/** Renews what the party's TLS listeners show. */
export async function runCertificate(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      use: { type: 'string' },
      file: { type: 'string' },
      out: { type: 'string' },
      host: { type: 'string', multiple: true, default: [] },
      'new-key': { type: 'boolean', default: false },
    },
  });
  const verb = positionals[0] ?? '';
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  const { dir, use } = values;
  const file = verb === 'request' ? values.out : values.file;
  if (!run || dir === undefined || file === undefined || (use !== 'public' && use !== 'partner')) {
    console.error(USAGE);
    return 2;
  }
  const done = await withVault(dir, (vault) =>
    run(vault, { dir, use, file, hosts: values.host, newKey: values['new-key'] }),
  );
  if (done.ok) {
    console.log(done.value);
    return 0;
  }
  const { code, about } = done.error;
  console.error(about === undefined ? code : `${code} (${about})`);
  return 1;
}

/** The service writes the same vault: never both at once. */
async function withVault(dir: string, work: (vault: Vault) => Promise<Result<string>>): Promise<Result<string>> {
  if (!existsSync(dir)) return fail('not-found', dir);
  const lock = lockFolder(dir);
  if (!lock.ok) return lock;
  try {
    const vault = await openVault(dir, (await askPassphrase()) ?? '');
    return vault.ok ? await work(vault.value) : vault;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return fail('not-found', path);
    if (code === 'EEXIST') return fail('wrong-state', path);
    throw error;
  } finally {
    lock.value.release();
  }
}

async function requestOne(vault: Vault, { dir, use, file, hosts, newKey }: Work): Promise<Result<string>> {
  const names = hosts.length > 0 ? hosts : [(await readConfig(dir)).id];
  if (newKey) await vault.newTlsKey(use);
  const request = await vault.certificateRequest(use, names);
  if (!request.ok) return request;
  await writeFile(file, request.value);
  const pending = vault.pendingPin(use);
  return ok(
    pending === undefined
      ? `for the key in use, pin ${vault.certificate(use)?.pin}`
      : `for the new key, pin ${pending}`,
  );
}

function inUse(vault: Vault, use: TlsUse): string {
  const { notAfter, pin } = vault.certificate(use)!;
  return `in use from the next start until ${notAfter.toISOString()}, pin ${pin}`;
}

function password(): string {
  return process.env['TOKUMEI_P12_PASSWORD'] ?? '';
}
