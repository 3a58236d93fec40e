import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { runCertificate } from '#main/cli/certificate.ts';
import { makeParty } from '#main/make-party.ts';
import { runRevocations } from '#main/cli/revocations.ts';
import { FILES, partyConfigSchema } from '#main/config.ts';
import { type Authority, type InstalledCertificate, openVault } from '#main/vault/index.ts';
import { aFolder } from '../builders/a-folder.ts';
import { anAuthority, CHEAP, PASSPHRASE } from '../builders/a-party.ts';

let authority: Authority;
let folder: string;
let said: string[];
/** A file outside of the party's folder. */
let file: string;

beforeEach(async () => {
  vi.stubEnv('TOKUMEI_PASSPHRASE', PASSPHRASE);
  vi.stubEnv('TOKUMEI_P12_PASSWORD', 'between offices');
  said = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)));
  authority = await anAuthority('Group root');
  folder = aFolder();
  file = join(aFolder(), 'file');
  const door = { url: 'https://mall.example', listen: { host: '127.0.0.1', port: 443 } };
  const config = { id: 'mall.example', role: 'mall', name: 'Mall', public: door, partner: door, desk: { port: 8480 } };
  expectOk(await makeParty(folder, partyConfigSchema.parse(config), PASSPHRASE, authority, { scrypt: CHEAP }));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const run = (verb: string, ...more: string[]): Promise<number> =>
  runCertificate([verb, '--dir', folder, '--use', 'partner', ...more]);

async function certificate(): Promise<InstalledCertificate & { pending: string | undefined }> {
  const vault = expectOk(await openVault(folder, PASSPHRASE));
  return { ...vault.certificate('partner')!, pending: vault.pendingPin('partner') };
}

async function issue(hosts = ['mall.example'], days = 30): Promise<void> {
  const issued = expectOk(await authority.issue(readFileSync(file, 'utf8'), { hosts, days }));
  writeFileSync(file, issued.chainPem);
}

test('a certificate is renewed for the key in use: the pin stays', async () => {
  const before = await certificate();
  expect(await run('request', '--out', file)).toBe(0);
  await issue();
  expect(await run('install', '--file', file)).toBe(0);
  const after = await certificate();
  expect(after.pin).toBe(before.pin);
  expect(after.notAfter.getTime()).toBeLessThan(before.notAfter.getTime());
  expect(said.at(-1)).toContain(after.pin);
});

test('a new key waits, on the card but not in use, until its certificate is there', async () => {
  const before = await certificate();
  expect(await run('request', '--new-key', '--out', file)).toBe(0);
  const waiting = await certificate();
  expect(waiting.pin).toBe(before.pin);
  expect(waiting.pending).toMatch(/^[\w-]{43}$/);
  expect(said.at(-1)).toContain(waiting.pending);
  await issue();
  expect(await run('install', '--file', file)).toBe(0);
  expect(await certificate()).toMatchObject({ pin: waiting.pending, pending: undefined });
});

test('a certificate for another key is refused, and what was in use stays', async () => {
  const before = await certificate();
  writeFileSync(file, authority.rootPem);
  expect(await run('install', '--file', file)).toBe(1);
  expect(said.at(-1)).toBe('certificate-invalid (key)');
  expect(await certificate()).toEqual(before);
});

test('key and certificate travel as PKCS#12, and never over another file', async () => {
  const before = await certificate();
  expect(await run('export-p12', '--file', file)).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await run('export-p12', '--file', file)).toBe(1);
  expect(await runCertificate(['import-p12', '--dir', folder, '--use', 'public', '--file', file])).toBe(0);
  const vault = expectOk(await openVault(folder, PASSPHRASE));
  expect(vault.certificate('public')!.pin).toBe(before.pin);
  vi.stubEnv('TOKUMEI_P12_PASSWORD', 'another');
  expect(await run('import-p12', '--file', file)).toBe(1);
  expect(said.at(-1)).toBe('wrong-passphrase');
});

test('nothing is touched while the service runs', async () => {
  const lock = expectOk(lockFolder(folder));
  const before = readFileSync(join(folder, 'vault.json'), 'utf8');
  expect(await run('request', '--new-key', '--out', file)).toBe(1);
  expect(said).toEqual(['already-running']);
  expect(readFileSync(join(folder, 'vault.json'), 'utf8')).toBe(before);
  expect(existsSync(file)).toBe(false);
  lock.release();
  expect(await run('request', '--out', file)).toBe(0);
});

test('what is missing is named', async () => {
  expect(await run('install', '--file', join(folder, 'none.pem'))).toBe(1);
  expect(said.at(-1)).toContain('none.pem');
  expect(await run('install')).toBe(2);
  expect(await runCertificate(['request', '--dir', folder, '--use', 'desk', '--out', file])).toBe(2);
  expect(await runCertificate(['request', '--dir', join(folder, 'no'), '--use', 'public', '--out', file])).toBe(1);
});

test('a list of withdrawn certificates is taken in only when it is good', async () => {
  const list = join(folder, FILES.revoked);
  const before = readFileSync(list, 'utf8');
  const install = () => runRevocations(['install', '--dir', folder, '--file', file]);
  for (const [text, code] of [
    ['', 'revocations-invalid (form)'],
    [await (await anAuthority('Other root')).crl(), 'revocations-invalid (signature)'],
    [await authority.crl(-1), 'revocations-invalid (expired)'],
  ] as const) {
    writeFileSync(file, text);
    expect(await install()).toBe(1);
    expect(said.at(-1)).toBe(code);
    expect(readFileSync(list, 'utf8')).toBe(before);
  }
  const fresh = await authority.crl();
  writeFileSync(file, fresh);
  expect(await install()).toBe(0);
  expect(readFileSync(list, 'utf8')).toBe(fresh);
});
