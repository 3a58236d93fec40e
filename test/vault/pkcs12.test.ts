import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Authority, type TlsKeyKind, type Vault } from '#main/vault/index.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder, anAuthority, aVault } from './a-vault.ts';
import { OPENSSL, openssl } from './openssl.ts';

const PASSWORD = 'Pass word 12 ~!"';

let authority: Authority;
beforeAll(async () => {
  ({ authority } = await anAuthority());
});

async function aMember(kind: TlsKeyKind): Promise<Vault> {
  const { vault } = await aVault();
  await vault.newTlsKey('public', kind);
  const csr = expectOk(await vault.certificateRequest('public', ['mall.example']));
  const { chainPem } = expectOk(await authority.issue(csr, { hosts: ['mall.example'], days: 90 }));
  expectOk(await vault.installCertificate('public', chainPem));
  return vault;
}

describe.each(['p256', 'rsa3072'] as const)('a PKCS#12 file with a %s key', (kind) => {
  let vault: Vault;
  let p12: Uint8Array;
  beforeAll(async () => {
    vault = await aMember(kind);
    p12 = expectOk(await vault.exportPkcs12('public', PASSWORD));
  });

  it('carries key and chain into another vault, byte for byte', async () => {
    const { vault: other } = await aVault();
    expectOk(await other.importPkcs12('partner', p12, PASSWORD));
    expect(other.tlsContext('partner')).toEqual(vault.tlsContext('public'));
    expect(other.certificate('partner')).toEqual(vault.certificate('public'));
  });

  it.skipIf(!OPENSSL)('opens with openssl: AES-256, SHA-256, the same key and certificates', () => {
    const file = join(aFolder(), 'out.p12');
    writeFileSync(file, p12);
    const pem = openssl('pkcs12', '-in', file, '-passin', `pass:${PASSWORD}`, '-noenc');
    const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(pem)![0];
    const { key: ours, cert } = vault.tlsContext('public')!;
    expect(createPrivateKey(key).equals(createPrivateKey(ours))).toBe(true);
    expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERT'))).fingerprint256).toBe(
      new X509Certificate(cert).fingerprint256,
    );
    // The certificate that belongs to the key is marked as such, the root is not.
    const own = openssl('pkcs12', '-in', file, '-passin', `pass:${PASSWORD}`, '-nokeys', '-clcerts');
    expect(own.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect(() => openssl('pkcs12', '-in', file, '-passin', 'pass:wrong', '-noout')).toThrow(/invalid password/i);
  });

  it.skipIf(!OPENSSL).each([
    ['today’s defaults', []],
    ['the certificates encrypted otherwise', ['-certpbe', 'AES-128-CBC']],
    ['the certificates in the open', ['-certpbe', 'NONE']],
    [
      '3DES and SHA-1, as old programs write',
      ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    ],
  ])('that openssl wrote is read: %s', async (_, options) => {
    const folder = aFolder();
    const { key, cert } = vault.tlsContext('public')!;
    writeFileSync(join(folder, 'key.pem'), key);
    writeFileSync(join(folder, 'chain.pem'), cert);
    const out = join(folder, 'out.p12');
    const input = ['-inkey', join(folder, 'key.pem'), '-in', join(folder, 'chain.pem'), '-name', 'mall'];
    openssl('pkcs12', '-export', ...input, '-passout', `pass:${PASSWORD}`, '-out', out, ...options);
    const { vault: other } = await aVault();
    expectOk(await other.importPkcs12('public', readFileSync(out), PASSWORD));
    expect(createPrivateKey(other.tlsContext('public')!.key).equals(createPrivateKey(key))).toBe(true);
    expect(other.certificate('public')).toEqual(vault.certificate('public'));
  });

  it('is refused with another password, changed, or cut, and leaves the vault as it was', async () => {
    const { vault: other } = await aVault();
    expect(await other.importPkcs12('public', p12, 'wrong')).toEqual({
      ok: false,
      error: { code: 'wrong-passphrase' },
    });
    const changed = p12.slice();
    changed[Math.floor(p12.length / 2)]! ^= 1;
    expect((await other.importPkcs12('public', changed, PASSWORD)).ok).toBe(false);
    for (const bytes of [new Uint8Array(), p12.subarray(0, 200), new Uint8Array(500)])
      expect(await other.importPkcs12('public', bytes, PASSWORD)).toMatchObject({
        error: { code: 'certificate-invalid', about: 'form' },
      });
    expect(other.tlsContext('public')).toBeUndefined();
  });
});

describe('passwords', () => {
  it('are ASCII and not empty, both ways', async () => {
    const vault = await aMember('p256');
    const p12 = expectOk(await vault.exportPkcs12('public', PASSWORD));
    for (const password of ['パスワード', 'naïve', 'tab\t', 'a\u0000b']) {
      const refused = { ok: false, error: { code: 'field-characters', about: 'password' } };
      expect(await vault.exportPkcs12('public', password)).toEqual(refused);
      expect(await vault.importPkcs12('public', p12, password)).toEqual(refused);
    }
    expect(await vault.exportPkcs12('public', '')).toMatchObject({ error: { code: 'field-missing' } });
    expect(await vault.importPkcs12('public', p12, '')).toMatchObject({ error: { code: 'field-missing' } });
  });
});

describe('there is nothing', () => {
  it('to hand out before a certificate is installed', async () => {
    const { vault } = await aVault();
    await vault.newTlsKey('public');
    expect(await vault.exportPkcs12('public', PASSWORD)).toMatchObject({ error: { code: 'wrong-state' } });
  });

  it.skipIf(!OPENSSL)('to take from a file without a key, or with a key that browsers refuse', async () => {
    const folder = aFolder();
    const { vault } = await aVault();
    const [key, cert, out] = ['key.pem', 'cert.pem', 'out.p12'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ed25519',
      '-noenc',
      '-keyout',
      key,
      '-out',
      cert,
      '-subj',
      '/CN=x',
      '-days',
      '9',
    );
    const pass = ['-passout', `pass:${PASSWORD}`, '-out', out];
    openssl('pkcs12', '-export', '-inkey', key, '-in', cert, ...pass);
    const invalid = { ok: false, error: { code: 'certificate-invalid', about: 'key' } };
    expect(await vault.importPkcs12('public', readFileSync(out), PASSWORD)).toEqual(invalid);
    openssl('pkcs12', '-export', '-nokeys', '-in', cert, ...pass);
    expect(await vault.importPkcs12('public', readFileSync(out), PASSWORD)).toEqual(invalid);
  });
});
