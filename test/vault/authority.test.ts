import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type Authority, createAuthority, openAuthority, type TlsKeyKind, type Vault } from '#main/vault/index.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder, anAuthority, aVault, CHEAP, PASSPHRASE } from './a-vault.ts';
import { OPENSSL, openssl } from './openssl.ts';

const HOSTS = ['mall.localhost'];

async function aRequest(kind?: TlsKeyKind): Promise<string> {
  const { vault } = await aVault();
  await vault.newTlsKey('partner', kind);
  return expectOk(await vault.certificateRequest('partner', ['asked.example']));
}

/** A vault with a certificate at its partner door, and the certificate's serial number. */
async function aMember(
  authority: Authority,
  host: string,
  kind?: TlsKeyKind,
): Promise<{ vault: Vault; serial: string }> {
  const { vault } = await aVault();
  await vault.newTlsKey('partner', kind);
  const csr = expectOk(await vault.certificateRequest('partner', [host]));
  const { chainPem, serial } = expectOk(await authority.issue(csr, { hosts: [host], days: 90 }));
  expectOk(await vault.installCertificate('partner', chainPem));
  return { vault, serial };
}

describe('the folder', () => {
  it('holds the sealed file and the root for everybody, and opens with the passphrase alone', async () => {
    const { authority, folder } = await anAuthority();
    expect(readdirSync(folder).sort()).toEqual(['authority.json', 'root.pem']);
    expect(readFileSync(join(folder, 'root.pem'), 'utf8')).toBe(authority.rootPem);
    expect(expectOk(await openAuthority(folder, PASSPHRASE)).rootPem).toBe(authority.rootPem);
    expect(await openAuthority(folder, 'wrong')).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect(await openAuthority(aFolder(), PASSPHRASE)).toMatchObject({ error: { code: 'not-found' } });
    expect(await createAuthority(folder, PASSPHRASE, { name: 'x', scrypt: CHEAP })).toMatchObject({
      error: { code: 'wrong-state' },
    });
  });

  it('remembers what was issued and revoked', async () => {
    const { authority, folder } = await anAuthority();
    const first = expectOk(await authority.issue(await aRequest(), { hosts: HOSTS, days: 90 }));
    const second = expectOk(await authority.issue(await aRequest(), { hosts: ['b.localhost'], days: 90 }));
    expectOk(await authority.revoke(first.serial));
    const again = expectOk(await openAuthority(folder, PASSPHRASE));
    expect(again.issued()).toMatchObject([
      { serial: first.serial, hosts: HOSTS, revoked: expect.any(String) },
      { serial: second.serial, hosts: ['b.localhost'] },
    ]);
    expect(again.issued()[1]!.revoked).toBeUndefined();
    expect(await again.revoke('00')).toMatchObject({ error: { code: 'not-found' } });
    const before = again.issued()[0]!.revoked;
    expectOk(await again.revoke(first.serial));
    expect(again.issued()[0]!.revoked).toBe(before);
  });
});

describe('a certificate', () => {
  it('is for the hosts that staff name, not for those asked for; a little backdated', async () => {
    const { authority } = await anAuthority();
    const issued = expectOk(await authority.issue(await aRequest(), { hosts: HOSTS, days: 90 }));
    const leaf = new X509Certificate(issued.chainPem);
    expect(leaf.subjectAltName).toBe('DNS:mall.localhost');
    expect(leaf.serialNumber.toLowerCase()).toBe(issued.serial);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(Date.now() - leaf.validFromDate.getTime()).toBeGreaterThan(4 * 60_000);
    expect(Date.now() - leaf.validFromDate.getTime()).toBeLessThan(7 * 60_000);
    expect(Math.round((leaf.validToDate.getTime() - Date.now()) / 86_400_000)).toBe(90);
    expect(leaf.verify(new X509Certificate(authority.rootPem).publicKey)).toBe(true);
  });

  it('never outlives the root', async () => {
    const folder = aFolder();
    const authority = expectOk(await createAuthority(folder, PASSPHRASE, { name: 'Short', days: 10, scrypt: CHEAP }));
    const { notAfter } = expectOk(await authority.issue(await aRequest(), { hosts: HOSTS, days: 90 }));
    expect(notAfter).toEqual(new X509Certificate(authority.rootPem).validToDate);
  });

  it('is refused for a request that was tampered with, and for what is none', async () => {
    const { authority } = await anAuthority();
    const csr = await aRequest();
    const der = Buffer.from(csr.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
    const pem = (bytes: Buffer): string =>
      `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    const invalid = { ok: false, error: { code: 'certificate-invalid' } };
    const renamed = Buffer.from(der.toString('latin1').replace('asked.example', 'baked.example'), 'latin1');
    expect(await authority.issue(pem(renamed), { hosts: HOSTS, days: 90 })).toMatchObject({
      error: { code: 'certificate-invalid', about: 'signature' },
    });
    for (const text of ['', 'no PEM', pem(der.subarray(0, 100)), pem(Buffer.alloc(0)), authority.rootPem])
      expect(await authority.issue(text, { hosts: HOSTS, days: 90 })).toMatchObject(invalid);
    expect(authority.issued()).toHaveLength(0);
  });

  it.skipIf(!OPENSSL)('is refused for keys that browsers refuse', async () => {
    const { authority } = await anAuthority();
    const folder = aFolder();
    for (const algorithm of [['ed25519'], ['rsa', '-pkeyopt', 'rsa_keygen_bits:1024']]) {
      openssl('genpkey', '-algorithm', ...algorithm, '-out', join(folder, 'key.pem'));
      const csr = openssl('req', '-new', '-key', join(folder, 'key.pem'), '-subj', '/CN=x');
      expect(await authority.issue(csr, { hosts: HOSTS, days: 90 })).toMatchObject({
        error: { code: 'certificate-invalid', about: 'key' },
      });
    }
  });

  it.skipIf(!OPENSSL)('and its root, and the revocation list, satisfy openssl', async () => {
    const { authority } = await anAuthority('日本語 & "quoted", O=none');
    const folder = aFolder();
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const good = expectOk(await authority.issue(await aRequest('rsa3072'), { hosts: HOSTS, days: 90 }));
    const bad = expectOk(await authority.issue(await aRequest(), { hosts: HOSTS, days: 90 }));
    expectOk(await authority.revoke(bad.serial));
    const root = file('root.pem', authority.rootPem);
    const crl = file('crl.pem', await authority.crl());
    const verify = (chainPem: string): string =>
      openssl('verify', '-x509_strict', '-CAfile', root, '-crl_check', '-CRLfile', crl, file('leaf.pem', chainPem));
    expect(verify(good.chainPem)).toContain('OK');
    expect(() => verify(bad.chainPem)).toThrow('revoked');
    const text = openssl('crl', '-in', crl, '-noout', '-text', '-nameopt', 'utf8');
    expect(text).toMatch(/X509v3 CRL Number:\s+1\s/);
    expect(text).toContain('日本語');
    expect(openssl('crl', '-in', file('crl2.pem', await authority.crl()), '-noout', '-text')).toMatch(
      /CRL Number:\s+2\s/,
    );
  });
});

/** Status and the client's pin as the server saw it, or the error code of a handshake that failed. */
async function call(
  server: ServerOptions,
  client: { key: string; cert: string } | undefined,
  ca: string,
): Promise<string> {
  const listener = createServer(server, (incoming, answer) => {
    answer.end((incoming.socket as TLSSocket).getPeerCertificate().subject.CN as string);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const call = request(
        { host: '127.0.0.1', port, servername: 'carrier.localhost', ca, agent: false, ...client },
        (answer) => answer.setEncoding('utf8').on('data', resolve),
      );
      call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
    });
  } finally {
    listener.closeAllConnections();
    listener.close();
  }
}

describe('two members, with Node’s own TLS', () => {
  it.each(['p256', 'rsa3072'] as const)('meet by mutual TLS 1.3 with %s keys', async (kind) => {
    const { authority } = await anAuthority();
    const server = (await aMember(authority, 'carrier.localhost', kind)).vault.tlsContext('partner')!;
    const client = (await aMember(authority, 'mall.localhost', kind)).vault.tlsContext('partner')!;
    const crl = await authority.crl();
    const options: ServerOptions = {
      ...server,
      ca: authority.rootPem,
      crl,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    };
    expect(await call(options, client, authority.rootPem)).toBe('mall.localhost');
    expect(await call(options, undefined, authority.rootPem)).not.toBe('mall.localhost');
    const { authority: stranger } = await anAuthority();
    const foreign = (await aMember(stranger, 'mall.localhost', kind)).vault.tlsContext('partner')!;
    expect(await call(options, foreign, authority.rootPem)).not.toBe('mall.localhost');
    expect(await call(options, client, stranger.rootPem)).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('meet no more once one is revoked; the others still do', async () => {
    const { authority } = await anAuthority();
    const server = (await aMember(authority, 'carrier.localhost')).vault.tlsContext('partner')!;
    const lost = await aMember(authority, 'lost.localhost');
    const mall = await aMember(authority, 'mall.localhost');
    const options = async (): Promise<ServerOptions> => ({
      ...server,
      ca: authority.rootPem,
      crl: await authority.crl(),
      requestCert: true,
      rejectUnauthorized: true,
    });
    expect(await call(await options(), lost.vault.tlsContext('partner'), authority.rootPem)).toBe('lost.localhost');
    expectOk(await authority.revoke(lost.serial));
    expect(await call(await options(), lost.vault.tlsContext('partner'), authority.rootPem)).not.toBe('lost.localhost');
    expect(await call(await options(), mall.vault.tlsContext('partner'), authority.rootPem)).toBe('mall.localhost');
  });

  it('refuse everybody when the revocation list has run out', async () => {
    const folder = aFolder();
    let now = new Date();
    const authority = expectOk(
      await createAuthority(folder, PASSPHRASE, { name: 'Root', scrypt: CHEAP, now: () => now }),
    );
    const server = (await aMember(authority, 'carrier.localhost')).vault.tlsContext('partner')!;
    const mall = (await aMember(authority, 'mall.localhost')).vault.tlsContext('partner')!;
    now = new Date(Date.now() - 40 * 86_400_000);
    const crl = await authority.crl();
    const options = { ...server, ca: authority.rootPem, crl, requestCert: true, rejectUnauthorized: true };
    expect(await call(options, mall, authority.rootPem)).not.toBe('mall.localhost');
  });
});
