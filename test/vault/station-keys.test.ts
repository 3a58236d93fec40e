import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVault, sealTo, type Vault } from '#main/vault/index.ts';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { expectOk } from '#shared/result.ts';
import { aVault, PASSPHRASE } from './a-vault.ts';

const GATE = { party: 'carrier.example', station: '6a0c6a0e-8f6a-4a58-9b3d-0d9c5a1f2b11' } as const;
const BINDING = { kind: 'addressee', recipient: 'carrier.example', number: '30482771930569' } as const;
const PLAINTEXT = utf8('\u00a1\u0001caddressee');
const NOW = new Date('2026-11-21T09:00:00Z');

const month = (from: string, to: string) => ({ nbf: `${from}-01T00:00:00Z`, exp: `${to}-01T00:00:00Z` });
const MONTHS = [
  month('2026-08', '2026-09'),
  month('2026-09', '2026-10'),
  month('2026-10', '2026-11'),
  month('2026-11', '2026-12'),
  month('2026-12', '2027-01'),
];

/** A carrier with a sealing key a month, made in any order, and a paired station. */
async function aPair(now = NOW) {
  const carrier = await aVault({ now: () => now });
  const keys = [];
  for (const times of [MONTHS[3]!, ...MONTHS.slice(0, 3), MONTHS[4]!])
    keys.push(await carrier.vault.newSealingKey(times));
  keys.sort((a, b) => a.nbf.localeCompare(b.nbf));
  await carrier.vault.newSigningKey(MONTHS[3]!);
  const station = await aVault({ now: () => now });
  return { carrier, station, keys };
}

async function hand(carrier: Vault, station: Vault): Promise<Uint8Array> {
  return expectOk(await carrier.shareSealingKeys(await station.stationKey(), GATE));
}

async function opens(vault: Vault, x: string): Promise<boolean> {
  const envelope = expectOk(await sealTo(fromBase64Url(x)!, BINDING, PLAINTEXT));
  return (await vault.open(envelope, BINDING)).ok;
}

describe('keys for a station', () => {
  it('are the last three sealing keys: no older one, none of a month far ahead, no signing key', async () => {
    const { carrier, station, keys } = await aPair();
    expectOk(await station.vault.takeSharedKeys(await hand(carrier.vault, station.vault), GATE));
    const there = await Promise.all(keys.map(({ x }) => opens(station.vault, x)));
    expect(there).toEqual([false, true, true, true, false]);
    expect(station.vault.publicKeys().map(({ use }) => use)).toEqual(['seal', 'seal', 'seal']);
  });

  it('are the coming month’s and two more while it may begin before the station comes back', async () => {
    const { carrier, station, keys } = await aPair(new Date('2026-11-26T00:00:00Z'));
    expectOk(await station.vault.takeSharedKeys(await hand(carrier.vault, station.vault), GATE));
    const there = await Promise.all(keys.map(({ x }) => opens(station.vault, x)));
    expect(there).toEqual([false, false, true, true, true]);
  });

  it('replace those from before, are still there after a start, and are written once', async () => {
    const { carrier, station, keys } = await aPair();
    expectOk(await station.vault.takeSharedKeys(await hand(carrier.vault, station.vault), GATE));
    const file = join(station.folder, 'vault.json');
    const written = readFileSync(file, 'utf8');
    expectOk(await station.vault.takeSharedKeys(await hand(carrier.vault, station.vault), GATE));
    expect(readFileSync(file, 'utf8')).toBe(written);

    const later = await openVault(carrier.folder, PASSPHRASE, { now: () => new Date('2026-12-02T00:00:00Z') });
    expectOk(await station.vault.takeSharedKeys(await hand(expectOk(later), station.vault), GATE));
    const again = expectOk(await openVault(station.folder, PASSPHRASE));
    expect(await Promise.all(keys.map(({ x }) => opens(again, x)))).toEqual([false, false, true, true, true]);
  });

  it('open at no other station, under no other name, and not when a bit differs', async () => {
    const { carrier, station } = await aPair();
    const other = await aVault();
    const sealed = await hand(carrier.vault, station.vault);
    const failure = { error: { code: 'not-authentic' } };
    expect(await other.vault.takeSharedKeys(sealed, GATE)).toMatchObject(failure);
    expect(await station.vault.takeSharedKeys(sealed, { ...GATE, station: 'another' })).toMatchObject(failure);
    expect(await station.vault.takeSharedKeys(sealed, { ...GATE, party: 'other.example' })).toMatchObject(failure);
    const altered = Uint8Array.from(sealed);
    altered[altered.length - 20]! ^= 1;
    expect(await station.vault.takeSharedKeys(altered, GATE)).toMatchObject(failure);
    expect(await station.vault.takeSharedKeys(sealed.subarray(0, 12), GATE)).toMatchObject(failure);
    expect(station.vault.publicKeys()).toEqual([]);
  });

  it('are not sealed to what is no key', async () => {
    const { carrier } = await aPair();
    expect(await carrier.vault.shareSealingKeys(new Uint8Array(32), GATE)).toMatchObject({
      error: { code: 'unknown-key' },
    });
  });

  it('of the station itself stay what they are', async () => {
    const { station } = await aPair();
    const [one, two] = await Promise.all([station.vault.stationKey(), station.vault.stationKey()]);
    expect(toBase64Url(one)).toBe(toBase64Url(two));
    const again = expectOk(await openVault(station.folder, PASSPHRASE));
    expect(toBase64Url(await again.stationKey())).toBe(toBase64Url(one));
  });
});

describe('what lies beside a vault', () => {
  it('opens under its own name, in the same vault, after a start', async () => {
    const { vault, folder } = await aVault();
    const sealed = (await vault.restCipher()).seal('parcel 1', PLAINTEXT);
    const again = await expectOk(await openVault(folder, PASSPHRASE)).restCipher();
    expect(again.open('parcel 1', sealed)).toEqual(PLAINTEXT);
    expect(again.open('parcel 2', sealed)).toBeUndefined();
    expect((await (await aVault()).vault.restCipher()).open('parcel 1', sealed)).toBeUndefined();
  });
});

describe('a revoked station', () => {
  it('has no key left, now and after a start, and nothing beside its vault', async () => {
    const { carrier, station, keys } = await aPair();
    expectOk(await station.vault.takeSharedKeys(await hand(carrier.vault, station.vault), GATE));
    const own = toBase64Url(await station.vault.stationKey());
    const sealed = (await station.vault.restCipher()).seal('queue', PLAINTEXT);
    await station.vault.setSecret('mail', 'secret');
    await station.vault.destroyEverything();
    for (const vault of [station.vault, expectOk(await openVault(station.folder, PASSPHRASE))]) {
      expect(vault.publicKeys()).toEqual([]);
      for (const { x } of keys) expect(await opens(vault, x)).toBe(false);
      expect(vault.secret('mail')).toBeUndefined();
      expect(vault.tlsContext('partner')).toBeUndefined();
    }
    const again = expectOk(await openVault(station.folder, PASSPHRASE));
    expect((await again.restCipher()).open('queue', sealed)).toBeUndefined();
    expect(toBase64Url(await again.stationKey())).not.toBe(own);
    expect(readdirSync(station.folder)).toEqual(['vault.json']);
  });
});

describe('a keyed hash', () => {
  it('that many ask for at once, before there is a key, is the same for all and after a start', async () => {
    const { vault, folder } = await aVault();
    const hashes = await Promise.all(Array.from({ length: 200 }, () => vault.keyedHash('expected-parcel', 'one')));
    expect(new Set(hashes).size).toBe(1);
    const again = expectOk(await openVault(folder, PASSPHRASE));
    expect(await again.keyedHash('expected-parcel', 'one')).toBe(hashes[0]);
  });
});
