import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Authority, openVault, spkiPin, type Vault } from '#main/vault/index.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder, anAuthority, aVault, PASSPHRASE } from './a-vault.ts';
import { OPENSSL, openssl } from './openssl.ts';

const HOSTS = ['mall.localhost', 'partner.mall.localhost'];

let authority: Authority;
beforeAll(async () => {
  ({ authority } = await anAuthority());
});

async function aCertificate(vault: Vault, use: 'public' | 'partner' = 'partner', days = 90): Promise<string> {
  const request = expectOk(await vault.certificateRequest(use, HOSTS));
  return expectOk(await authority.issue(request, { hosts: HOSTS, days })).chainPem;
}

describe.each(['p256', 'rsa3072'] as const)('a %s identity', (kind) => {
  it('goes from key to request to certificate to listener, and is there after reopening', async () => {
    const { folder, vault } = await aVault();
    await vault.newTlsKey('partner', kind);
    expect(vault.tlsContext('partner')).toBeUndefined();
    expect(vault.certificate('partner')).toBeUndefined();
    expectOk(await vault.installCertificate('partner', await aCertificate(vault)));

    for (const opened of [vault, expectOk(await openVault(folder, PASSPHRASE))]) {
      const { key, cert } = opened.tlsContext('partner')!;
      const leaf = new X509Certificate(cert);
      expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
      expect(createPrivateKey(key).asymmetricKeyDetails).toMatchObject(
        kind === 'p256' ? { namedCurve: 'prime256v1' } : { modulusLength: 3072 },
      );
      const installed = opened.certificate('partner')!;
      expect(installed.pin).toBe(spkiPin(leaf.raw));
      expect(installed.notAfter).toEqual(leaf.validToDate);
      expect(installed.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
      expect(opened.tlsContext('public')).toBeUndefined();
    }
  });

  it.skipIf(!OPENSSL)('asks with a request that openssl verifies, for the names given', async () => {
    const { vault } = await aVault();
    await vault.newTlsKey('public', kind);
    const file = join(aFolder(), 'request.pem');
    writeFileSync(file, expectOk(await vault.certificateRequest('public', HOSTS)));
    const text = openssl('req', '-in', file, '-noout', '-verify', '-text');
    expect(text).toContain('DNS:mall.localhost, DNS:partner.mall.localhost');
    expect(text).toContain(kind === 'p256' ? 'prime256v1' : '3072 bit');
  });
});

describe('renewal', () => {
  it('keeps the old certificate in use until the new one is installed; the pin changes with the key', async () => {
    const { vault } = await aVault();
    await vault.newTlsKey('partner');
    expectOk(await vault.installCertificate('partner', await aCertificate(vault)));
    const old = vault.certificate('partner')!;
    await vault.newTlsKey('partner');
    expect(vault.certificate('partner')).toEqual(old);
    const chain = await aCertificate(vault);
    expect(vault.certificate('partner')).toEqual(old);
    expectOk(await vault.installCertificate('partner', chain));
    expect(vault.certificate('partner')!.pin).not.toBe(old.pin);
  });

  it('with the same key keeps the pin, and a waiting key goes on waiting', async () => {
    const { vault } = await aVault();
    await vault.newTlsKey('partner');
    expectOk(await vault.installCertificate('partner', await aCertificate(vault)));
    const old = vault.certificate('partner')!;
    const renewed = await aCertificate(vault, 'partner', 365);
    await vault.newTlsKey('partner');
    const waiting = await aCertificate(vault);
    expectOk(await vault.installCertificate('partner', renewed));
    expect(vault.certificate('partner')!.pin).toBe(old.pin);
    expect(vault.certificate('partner')!.notAfter.getTime()).toBeGreaterThan(old.notAfter.getTime());
    expectOk(await vault.installCertificate('partner', waiting));
    expect(vault.certificate('partner')!.pin).not.toBe(old.pin);
  });
});

describe('a certificate is refused', () => {
  const invalid = (about: string) => ({ ok: false, error: { code: 'certificate-invalid', about } });

  it('for another key, for another use, without any key', async () => {
    const { vault } = await aVault();
    const { vault: other } = await aVault();
    await other.newTlsKey('partner');
    const chain = await aCertificate(other);
    expect(await vault.installCertificate('partner', chain)).toEqual(invalid('key'));
    await vault.newTlsKey('partner');
    expect(await vault.installCertificate('partner', chain)).toEqual(invalid('key'));
    expect(await other.installCertificate('public', chain)).toEqual(invalid('key'));
    expect(vault.tlsContext('partner')).toBeUndefined();
  });

  it('when it has run out', async () => {
    const { vault } = await aVault({ now: () => new Date(Date.now() + 91 * 86_400_000) });
    await vault.newTlsKey('partner');
    expect(await vault.installCertificate('partner', await aCertificate(vault))).toEqual(invalid('expired'));
  });

  it('when it is none', async () => {
    const { vault } = await aVault();
    await vault.newTlsKey('partner');
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    for (const text of ['', 'no PEM', broken, authority.rootPem + broken])
      expect(await vault.installCertificate('partner', text)).toEqual(invalid('form'));
    expect(await vault.installCertificate('partner', authority.rootPem)).toEqual(invalid('key'));
  });
});

it('a chain may come in any order, with strangers in it', async () => {
  const { vault } = await aVault();
  const { authority: stranger } = await anAuthority();
  await vault.newTlsKey('partner');
  const chain = await aCertificate(vault);
  const [leaf, root] = chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g)!;
  expectOk(await vault.installCertificate('partner', `${stranger.rootPem}${root}text between${leaf}`));
  expect(vault.certificate('partner')!.chain.replaceAll(/\s/g, '')).toBe(chain.replaceAll(/\s/g, ''));
});

it('a request needs a key and proper host names', async () => {
  const { vault } = await aVault();
  expect(await vault.certificateRequest('public', HOSTS)).toMatchObject({ error: { code: 'wrong-state' } });
  await vault.newTlsKey('public');
  expect(await vault.certificateRequest('public', [])).toMatchObject({ error: { code: 'field-missing' } });
  for (const host of ['Mall.example', 'mall example', 'https://mall.example', 'a..b', '-a.example', '', 'x,DNS:evil'])
    expect(await vault.certificateRequest('public', [host])).toMatchObject({ error: { code: 'field-invalid' } });
  for (const host of ['mall.example', '*.mall.example', '192.168.1.5', '::1', 'localhost'])
    expect((await vault.certificateRequest('public', [host])).ok, host).toBe(true);
});

describe('the pin', () => {
  it('is the SHA-256 of the public key, from PEM and DER alike', async () => {
    const pin = spkiPin(authority.rootPem);
    expect(pin).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(spkiPin(new X509Certificate(authority.rootPem).raw)).toBe(pin);
    expect(() => spkiPin('no certificate')).toThrow();
  });

  it.skipIf(!OPENSSL)('is the one that openssl computes', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'root.pem'), authority.rootPem);
    const publicPem = openssl('x509', '-in', join(folder, 'root.pem'), '-noout', '-pubkey');
    writeFileSync(join(folder, 'key.der'), createPublicKey(publicPem).export({ type: 'spki', format: 'der' }));
    const digest = openssl('dgst', '-sha256', '-r', join(folder, 'key.der')).slice(0, 64);
    expect(Buffer.from(spkiPin(authority.rootPem), 'base64url').toString('hex')).toBe(digest);
  });
});
