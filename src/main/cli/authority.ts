import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { type Authority, createAuthority, openAuthority } from '#main/vault/index.ts';
import { askPassphrase } from './ask-passphrase.ts';

const USAGE = `usage: ca init   --dir DIR --name NAME
       ca issue  --dir DIR --request FILE --host HOST … --out FILE [--days N]
       ca revoke --dir DIR --serial SERIAL
       ca crl    --dir DIR --out FILE [--days N]
       ca list   --dir DIR`;

/** What browsers take of a certificate at the most. */
const CERTIFICATE_DAYS = 397;
const WHOLE_DAYS = /^[1-9]\d{0,4}$/;

/** The group's private certificate authority (MISSION.md A1). */
export async function runAuthority(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      name: { type: 'string' },
      request: { type: 'string' },
      host: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
      days: { type: 'string' },
      serial: { type: 'string' },
    },
  });
  const [verb] = positionals;
  const { dir, name, days } = values;
  if (dir === undefined || (days !== undefined && !WHOLE_DAYS.test(days))) return misused();
  const passphrase = (await askPassphrase()) ?? '';
  if (verb === 'init') {
    if (name === undefined) return misused();
    const created = await createAuthority(dir, passphrase, { name });
    return created.ok ? 0 : failed(created.error.code);
  }
  // Two that issue or revoke at once would lose what one of them wrote.
  const lock = verb === 'list' || !existsSync(dir) ? undefined : lockFolder(dir);
  if (lock?.ok === false) return failed(lock.error.code);
  try {
    const opened = await openAuthority(dir, passphrase);
    return opened.ok ? await useAuthority(opened.value, verb, values) : failed(opened.error.code);
  } finally {
    lock?.value.release();
  }
}

interface AuthorityOrder {
  readonly request?: string | undefined;
  readonly host: readonly string[];
  readonly out?: string | undefined;
  readonly days?: string | undefined;
  readonly serial?: string | undefined;
}

async function useAuthority(authority: Authority, verb: string | undefined, order: AuthorityOrder): Promise<number> {
  const { request, host: hosts, out, serial } = order;
  const days = order.days === undefined ? undefined : Number(order.days);
  switch (verb) {
    case 'issue': {
      if (request === undefined || out === undefined) return misused();
      const issued = await authority.issue(await readFile(request, 'utf8'), { hosts, days: days ?? CERTIFICATE_DAYS });
      if (!issued.ok) return failed(issued.error.code);
      await writeFile(out, issued.value.chainPem);
      console.log(`${issued.value.serial} ${issued.value.notAfter.toISOString()}`);
      return 0;
    }
    case 'revoke': {
      const revoked = await authority.revoke(serial ?? '');
      return revoked.ok ? 0 : failed(revoked.error.code);
    }
    case 'crl':
      if (out === undefined) return misused();
      await writeFile(out, await authority.crl(days));
      return 0;
    case 'list':
      for (const line of authority.issued()) {
        const state = line.revoked === undefined ? 'good' : `revoked ${line.revoked}`;
        console.log(`${line.serial} ${line.hosts.join(',')} ${line.notAfter} ${state}`);
      }
      return 0;
    default:
      return misused();
  }
}

function misused(): number {
  console.error(USAGE);
  return 2;
}

function failed(code: string): number {
  console.error(code);
  return 1;
}
