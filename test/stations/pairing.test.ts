/** A station is paired over real TLS on loopback; what must not come about does not. */
import { beforeEach, describe, expect, test } from 'vitest';
import { formatPairingCode, makePairingCode, readPairingCode } from '#shared/domain/pairing-code.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import {
  type Joined,
  joinService,
  listExpected,
  listStations,
  pairStation,
  stationSealingKey,
} from '#main/stations/index.ts';
import { spkiPin } from '#main/vault/index.ts';
import { aCarrier, type TestCarrier } from '../builders/a-party.ts';
import { aPairedStation, aStationDoor, aStationVault, type TestStationDoor } from '../builders/a-station-door.ts';

let party: TestCarrier;
let door: TestStationDoor;
beforeEach(async () => {
  party = await aCarrier();
  door = await aStationDoor(party, {});
});

const GATE = { name: 'ゲート2', kind: 'gate', depot: 'YOK' } as const;
const giveOut = async (station: Parameters<typeof pairStation>[2] = GATE) =>
  expectOk(await pairStation(door.stations, 'Clerk 3', station));
const openCodes = () => door.stations.storage.read.selectFrom('station_pairing').selectAll().execute();

async function join(code: string, service = door.service): Promise<Result<Joined>> {
  return joinService(await aStationVault(), { service, code });
}

/** The same code with another secret: right in form, known to nobody. */
function guess(code: string): string {
  const { secret, authority } = expectOk(readPairingCode(code));
  return makePairingCode({ secret: secret.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)), authority });
}

describe('a code', () => {
  test('pairs one station, whose key is certified and whose facts both ends have', async () => {
    const vault = await aStationVault();
    const { code, service } = await giveOut();
    const joined = expectOk(await joinService(vault, { service, code: formatPairingCode(code) }));
    expect(joined).toEqual({
      service,
      authority: await party.vault.stationAuthority(),
      office: {
        id: party.id,
        role: 'carrier',
        name: 'みほん運輸',
        place: '横浜営業所',
        demo: false,
        station: joined.station,
      },
      station: { id: joined.station.id, ...GATE },
    });
    const [row] = await listStations(door.stations);
    expect(row).toMatchObject({ ...joined.station, state: 'paired', connected: false });
    const stored = await door.stations.storage.read.selectFrom('station').selectAll().executeTakeFirstOrThrow();
    expect(stored.pin).toBe(spkiPin(vault.tlsContext('station')!.cert));
    expect(await stationSealingKey(door.stations.storage.read, joined.station.id)).toEqual(await vault.stationKey());
    const [deed] = await readTrail(door.stations.storage.read, { limit: 1 });
    expect(deed).toMatchObject({
      who: 'Clerk 3',
      action: 'station.paired',
      subject: 'ゲート2',
      detail: joined.station.id,
    });
  });

  test('is good once', async () => {
    const { code } = await giveOut();
    expectOk(await join(code));
    expect(await join(code)).toEqual({ ok: false, error: { code: 'pairing-refused' } });
    expect(await listStations(door.stations)).toHaveLength(1);
  });

  test('is good for ten minutes', async () => {
    const { code, endsAt } = await giveOut();
    expect(await listExpected(door.stations)).toEqual(['ゲート2']);
    expect(Date.parse(endsAt) - party.clock().getTime()).toBe(600_000);
    party.clock.advance({ minutes: 10 });
    expect(await listExpected(door.stations)).toEqual([]);
    expect(await join(code)).toEqual({ ok: false, error: { code: 'pairing-refused' } });
    expect(await openCodes()).toEqual([]);
  });

  test('lies in the database as nothing that it could be found out from', async () => {
    const { code } = await giveOut();
    const { secret } = expectOk(readPairingCode(code));
    const [row] = await openCodes();
    expect(JSON.stringify(row)).not.toContain(secret);
    // Twelve digits are soon tried out: only the vault can hash them as they lie here.
    expect(row!.secret_hash).toBe(await party.vault.keyedHash('station-pairing', secret));
  });

  test('ends, and every other open one, with the fifth wrong try', async () => {
    const first = await giveOut();
    const second = await giveOut({ name: '車両7', kind: 'van' });
    for (let tries = 1; tries <= 4; tries++) {
      expect(await join(guess(first.code))).toEqual({ ok: false, error: { code: 'pairing-refused' } });
      expect((await openCodes()).map(({ wrong }) => wrong)).toEqual([tries, tries]);
    }
    await join(guess(second.code));
    expect(await openCodes()).toEqual([]);
    expect(await join(first.code)).toEqual({ ok: false, error: { code: 'pairing-refused' } });
  });

  test('still works after four', async () => {
    const { code } = await giveOut();
    for (let tries = 0; tries < 4; tries++) await join(guess(code));
    expectOk(await join(code));
  });

  test('takes the place of one that was given out for the same name', async () => {
    const first = await giveOut();
    const second = await giveOut();
    expect(await join(first.code)).toMatchObject({ error: { code: 'pairing-refused' } });
    expectOk(await join(second.code));
  });

  test('is not given out under the name of a station at work, nor for a kind that the party has not', async () => {
    await aPairedStation(door);
    expect(await pairStation(door.stations, 'Clerk 3', GATE)).toMatchObject({
      error: { code: 'station-known', about: 'name' },
    });
    expect(await pairStation(door.stations, 'Clerk 3', { name: 'Bench', kind: 'bench' })).toMatchObject({
      error: { code: 'field-invalid', about: 'kind' },
    });
    const { service: _, ...withoutDoor } = door.stations;
    expect(await pairStation(withoutDoor, 'Clerk 3', GATE)).toMatchObject({ error: { code: 'not-found' } });
  });
});

describe('the station', () => {
  test('says nothing to a door of another authority than its code names', async () => {
    const other = await aStationDoor(await aCarrier({ id: 'other.localhost' }), {});
    const { code } = await giveOut();
    expect(await join(code, other.service)).toEqual({ ok: false, error: { code: 'service-unproven' } });
    // Nobody was told the code: at the right door it is still good, and no try was counted there or here.
    expect((await openCodes()).map(({ wrong }) => wrong)).toEqual([0]);
    expectOk(await join(code));
  });

  test('says nothing to whoever merely shows the right authority above a certificate of its own', async () => {
    const other = await aCarrier({ id: 'other.localhost' });
    const forged = { ...other, vault: { ...other.vault } };
    const own = expectOk(await other.vault.stationDoorContext(['127.0.0.1']));
    const [leaf] = own.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    forged.vault.stationDoorContext = async () => ({
      ok: true,
      value: { key: own.key, cert: `${leaf}${door.authority}` },
    });
    const between = await aStationDoor(forged, {});
    const { code } = await giveOut();
    expect(await join(code, between.service)).toMatchObject({ error: { code: 'service-unproven' } });
    expect((await openCodes()).map(({ wrong }) => wrong)).toEqual([0]);
  });

  test('takes no certificate for another address', async () => {
    const elsewhere = await aStationDoor(party, {}, ['depot.example']);
    const { code } = expectOk(await pairStation(elsewhere.stations, 'Clerk 3', GATE));
    const service = elsewhere.service.replace('depot.example', '127.0.0.1');
    expect(await join(code, service)).toMatchObject({ error: { code: 'service-unproven', about: 'host' } });
  });

  test('finds a slip of the finger by itself', async () => {
    const { code } = await giveOut();
    const slip = `${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`;
    expect(await join(slip)).toEqual({ ok: false, error: { code: 'pairing-code-invalid' } });
    expect(await join(code.slice(1))).toEqual({ ok: false, error: { code: 'pairing-code-invalid' } });
    expect((await openCodes()).map(({ wrong }) => wrong)).toEqual([0]);
  });

  test('says when nobody answers, and what is no address', async () => {
    const { code } = await giveOut();
    await door.close();
    expect(await join(code)).toEqual({ ok: false, error: { code: 'unavailable' } });
    expect(await join(code, 'https://127.0.0.1/')).toEqual({
      ok: false,
      error: { code: 'field-invalid', about: 'service' },
    });
  });
});
