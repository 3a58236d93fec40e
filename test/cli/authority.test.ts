import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runAuthority } from '#main/cli/authority.ts';
import { createVault } from '#main/vault/index.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../builders/a-party.ts';
import { type CommandOutcome, runCommand } from './a-command.ts';

let dir: string;
let request: string;
beforeAll(async () => {
  dir = join(aFolder(), 'ca');
  const vault = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
  await vault.newTlsKey('partner');
  request = join(aFolder(), 'request.pem');
  // What the request asks for is not what counts: staff name the hosts.
  writeFileSync(request, expectOk(await vault.certificateRequest('partner', ['wanted.example'])));
  expect((await ca('init', '--name', 'Example group')).code).toBe(0);
});

function ca(verb: string, ...args: string[]): Promise<CommandOutcome> {
  return runCommand(runAuthority, [verb, '--dir', dir, ...args], { TOKUMEI_PASSPHRASE: PASSPHRASE });
}
async function issue(...hosts: string[]): Promise<CommandOutcome & { file: string }> {
  const file = join(aFolder(), 'certificate.pem');
  const named = hosts.flatMap((host) => ['--host', host]);
  return { ...(await ca('issue', '--request', request, ...named, '--out', file)), file };
}

describe('ca init', () => {
  test('makes a root that everybody may have, and a sealed key', () => {
    const root = new X509Certificate(readFileSync(join(dir, 'root.pem')));
    expect(root.subject).toBe('CN=Example group');
    expect(root.ca).toBe(true);
    expect(readFileSync(join(dir, 'authority.json'), 'utf8')).not.toContain('PRIVATE KEY');
  });

  test('does not replace one that is there', async () => {
    const before = readFileSync(join(dir, 'authority.json'), 'utf8');
    expect(await ca('init', '--name', 'Other')).toEqual({ code: 1, out: '', err: 'wrong-state' });
    expect(readFileSync(join(dir, 'authority.json'), 'utf8')).toBe(before);
  });
});

describe('ca issue', () => {
  test('certifies the hosts that staff name and says serial and end', async () => {
    const { code, out, file } = await issue('mall.example', 'www.mall.example');
    expect(code).toBe(0);
    const certificate = new X509Certificate(readFileSync(file));
    expect(certificate.subjectAltName).toBe('DNS:mall.example, DNS:www.mall.example');
    const [serial, until] = out.split(' ');
    expect(certificate.serialNumber.toLowerCase()).toBe(serial);
    expect(Math.abs(Date.parse(until!) - certificate.validToDate.getTime())).toBeLessThan(1000);
    expect(certificate.verify(new X509Certificate(readFileSync(join(dir, 'root.pem'))).publicKey)).toBe(true);
  });

  test('refuses what is no request, no host and no number of days', async () => {
    const file = join(aFolder(), 'out.pem');
    expect((await issue()).err).toBe('field-missing');
    expect((await issue('UPPER.example')).err).toBe('field-invalid');
    const noRequest = await ca('issue', '--request', join(dir, 'root.pem'), '--host', 'a.example', '--out', file);
    expect(noRequest).toMatchObject({ code: 1, err: 'certificate-invalid' });
    for (const days of ['many', '0', '1.5']) {
      const args = ['--request', request, '--host', 'a.example', '--out', file, '--days', days];
      expect((await ca('issue', ...args)).code).toBe(2);
    }
    expect(existsSync(file)).toBe(false);
  });
});

describe('ca revoke, list and crl', () => {
  test('take a certificate back, once and for all', async () => {
    const { out } = await issue('revoked.example');
    const serial = out.split(' ')[0]!;
    expect((await ca('revoke', '--serial', serial)).code).toBe(0);
    const { out: list } = await ca('list');
    expect(list.split('\n').find((line) => line.startsWith(serial))).toMatch(/ revoked\.example .* revoked 20/);
    expect(list).toMatch(/ mall\.example,www\.mall\.example .* good$/m);
    const file = join(aFolder(), 'crl.pem');
    expect((await ca('crl', '--out', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN X509 CRL-----/);
  });

  test('know no serial that was never issued', async () => {
    expect(await ca('revoke', '--serial', '00')).toMatchObject({ code: 1, err: 'not-found' });
    expect(await ca('revoke')).toMatchObject({ code: 1, err: 'not-found' });
  });
});

describe('ca', () => {
  test('opens with its passphrase alone, and says the code and nothing else', async () => {
    const env = { TOKUMEI_PASSPHRASE: 'wrong' };
    expect(await runCommand(runAuthority, ['list', '--dir', dir], env)).toEqual({
      code: 1,
      out: '',
      err: 'wrong-passphrase',
    });
    const nowhere = ['list', '--dir', join(dir, 'nowhere')];
    expect(await runCommand(runAuthority, nowhere, env)).toEqual({ code: 1, out: '', err: 'not-found' });
  });

  test('says how it is used when it is used otherwise', async () => {
    for (const args of [['list'], ['init', '--dir', dir], ['dance', '--dir', dir], ['crl', '--dir', dir]]) {
      const { code, err } = await runCommand(runAuthority, args, { TOKUMEI_PASSPHRASE: PASSPHRASE });
      expect(code).toBe(2);
      expect(err).toMatch(/^usage: ca init/);
    }
  });
});
