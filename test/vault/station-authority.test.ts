import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { authorityDigits, openVault, spkiPin } from '#main/vault/index.ts';
import { anAuthority, aVault, PASSPHRASE } from './a-vault.ts';

const ID = '6f0c2f1e-7a55-4a0e-9d6b-0f6f0f3a1c11';
const leafOf = (chain: string): X509Certificate => new X509Certificate(chain);

test('the authority is made once, and is there after the vault was closed', async () => {
  const { vault, folder } = await aVault();
  const [one, other] = await Promise.all([vault.stationAuthority(), vault.stationAuthority()]);
  expect(other).toBe(one);
  const again = expectOk(await openVault(folder, PASSPHRASE));
  expect(await again.stationAuthority()).toBe(one);
  expect(new X509Certificate(one).ca).toBe(true);
  expect(readFileSync(join(folder, 'vault.json'), 'utf8')).not.toContain('PRIVATE');
});

test('its door is a server and its stations are clients, neither both', async () => {
  const { vault } = await aVault();
  const station = await aVault();
  await station.vault.newTlsKey('station');
  const request = expectOk(await station.vault.certificateRequest('station', ['station']));
  const door = leafOf(expectOk(await vault.stationDoorContext(['depot.example', '192.0.2.7'])).cert);
  const { chainPem, pin } = expectOk(await vault.certifyStation(request, ID));
  const client = leafOf(chainPem);
  expect(door.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(client.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect([door.checkHost('depot.example'), door.checkIP('192.0.2.7'), door.checkHost('other.example')]).toEqual([
    'depot.example',
    '192.0.2.7',
    undefined,
  ]);
  const root = new X509Certificate(await vault.stationAuthority());
  expect([door, client].every((leaf) => leaf.checkIssued(root) && leaf.verify(root.publicKey))).toBe(true);
  expectOk(await station.vault.installCertificate('station', chainPem));
  expect(spkiPin(station.vault.tlsContext('station')!.cert)).toBe(pin);
});

test('what is no request is refused', async () => {
  const { vault } = await aVault();
  expect(await vault.certifyStation('nothing', ID)).toMatchObject({
    error: { code: 'certificate-invalid', about: 'form' },
  });
  expect(await vault.stationDoorContext(['not a host'])).toMatchObject({
    error: { code: 'field-invalid', about: 'hosts' },
  });
});

test('the digits of a code are those of the key, alike for PEM and DER, and differ from one authority to the next', async () => {
  const { authority } = await anAuthority();
  const der = new X509Certificate(authority.rootPem).raw;
  expect(authorityDigits(authority.rootPem)).toMatch(/^\d{25}$/);
  expect(authorityDigits(der)).toBe(authorityDigits(authority.rootPem));
  expect(authorityDigits((await anAuthority()).authority.rootPem)).not.toBe(authorityDigits(authority.rootPem));
});
