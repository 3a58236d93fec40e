/** The station door over real TLS sockets: who gets in, what they may ask, and how it ends. */
import { connect } from 'node:net';
import { createServer, request } from 'node:https';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { STATION_COMMANDS } from '#shared/desk/station-commands.ts';
import { STATION_KINDS } from '#shared/desk/stations.ts';
import { fail, ok } from '#shared/result.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import { officeDesk } from '#main/roles/office/office.ts';
import { type LineState, listStations, openStationLine, revokeStation } from '#main/stations/index.ts';
import { WebSocket } from 'ws';
import { atEnd } from '../../builders/a-folder.ts';
import { aCarrier, type TestCarrier } from '../../builders/a-party.ts';
import {
  aLine,
  aPairedStation,
  aStationDoor,
  inState,
  type TestStation,
  type TestStationDoor,
} from '../../builders/a-station-door.ts';
import { until } from '../../builders/until.ts';

const SCAN = { scan: '30482771930569001001001', step: 'arrive' } as const;
const BY = { who: '佐藤' } as const;

let party: TestCarrier;
let door: TestStationDoor;
let asked: { caller: DeskCaller; input: unknown }[];
/** Resolves what `station.scan` waits for. */
let answer: Promise<unknown>;

beforeEach(async () => {
  party = await aCarrier();
  asked = [];
  answer = Promise.resolve();
  const table: DeskTable = {
    ...officeDesk(party.post, party.card),
    'station.scan': async (caller, input) => {
      asked.push({ caller, input });
      await answer;
      return fail('parcel-unknown');
    },
    'cash.sent': async () => ok({ rows: [] }),
  };
  door = await aStationDoor(party, table);
});

async function aLineOnline(station: TestStation) {
  const line = station.line();
  await inState(line, 'online');
  return line;
}

describe('a paired station', () => {
  test('asks as itself and as the clerk who stands there', async () => {
    const line = await aLineOnline(await aPairedStation(door, { depot: 'YOK' }));
    const office = await line.call('office.enter', { clerk: '佐藤' }, BY);
    const [row] = await listStations(door.stations);
    const identity = { id: row!.id, name: 'ゲート2', kind: 'gate', depot: 'YOK' };
    expect(office).toMatchObject({ ok: true, value: { id: party.id, role: 'carrier', station: identity } });
    expect(await line.call('station.scan', SCAN, BY)).toEqual(fail('parcel-unknown'));
    expect(asked).toMatchObject([{ caller: { who: '佐藤', station: identity }, input: SCAN }]);
    expect(await line.call('station.scan', { scan: 7 }, BY)).toMatchObject({ error: { code: 'field-invalid' } });
    expect(await line.call('station.scan', SCAN, { who: ' ' })).toEqual(fail('field-invalid', 'who'));
  });

  test('brings along which call of its own it is, and the station in it is the one of the certificate', async () => {
    const station = await aPairedStation(door);
    const line = await aLineOnline(station);
    const once = { id: '8b4b9f0e-33c1-4d1c-9f2e-0a41c0f4d6aa', at: '2026-11-21T02:14:09.000Z' };
    await line.call('station.scan', SCAN, { ...BY, once });
    expect(asked[0]!.caller.once).toEqual({ station: station.id, id: once.id, at: new Date(once.at) });
  });

  test('is offered nothing but the commands of its kind', async () => {
    const line = await aLineOnline(await aPairedStation(door));
    for (const command of ['partners.list', 'trail.list', 'cash.sent', 'stations.list', 'packing.queue', 'toString']) {
      expect(await line.call(command, {}, BY)).toEqual(fail('not-found', 'command'));
    }
  });

  test('is told what changed, and shown as connected while it is', async () => {
    const station = await aPairedStation(door);
    const heard: Topic[] = [];
    const shown = async () =>
      (await listStations(door.stations)).map(({ connected, seenAt }) => ({ connected, seenAt }));
    expect(await shown()).toEqual([{ connected: false, seenAt: undefined }]);
    const line = station.line();
    line.onChanged((topic) => heard.push(topic));
    await inState(line, 'online');
    await until('the change', () => heard.includes('stations'));
    const came = party.clock().toISOString();
    expect(await shown()).toEqual([{ connected: true, seenAt: came }]);
    party.clock.advance({ minutes: 5 });
    await line.close();
    await until('it left', async () => (await shown())[0]!.seenAt !== came);
    expect(await shown()).toEqual([{ connected: false, seenAt: party.clock().toISOString() }]);
  });

  test('comes back by itself after the service was stopped and started', async () => {
    const line = await aLineOnline(await aPairedStation(door));
    const states: LineState[] = [];
    line.onState((state) => states.push(state));
    let release = (): void => undefined;
    answer = new Promise<void>((resolve) => (release = resolve));
    const lost = line.call('station.scan', SCAN, BY);
    await until('the scan is there', () => asked.length === 1);
    await door.close();
    release();
    expect(await lost).toEqual(fail('unavailable'));
    await inState(line, 'cut-off');
    expect(await line.call('station.scan', SCAN, BY)).toEqual(fail('unavailable'));
    await door.reopen();
    await inState(line, 'online');
    expect(await line.call('station.scan', SCAN, BY)).toEqual(fail('parcel-unknown'));
    expect(states).toEqual(['online', 'cut-off', 'online']);
    expect(door.reports).toEqual([]);
  });
});

describe('a revoked station', () => {
  test('is cut off in a live connection, with its answer on the way, and told so', async () => {
    const station = await aPairedStation(door);
    const line = await aLineOnline(station);
    let release = (): void => undefined;
    answer = new Promise<void>((resolve) => (release = resolve));
    const open = line.call('station.scan', SCAN, BY);
    await until('the scan is there', () => asked.length === 1);
    expect(await revokeStation(door.stations, 'Clerk 3', station.id)).toEqual(ok());
    await inState(line, 'revoked');
    release();
    expect(await open).toEqual(fail('station-revoked'));
    expect(await line.call('station.scan', SCAN, BY)).toEqual(fail('station-revoked'));
    await until('nobody is connected', () => !door.stations.presence.isHere(station.id));
    expect(asked).toHaveLength(1);
  });

  test('is told the same when it comes again', async () => {
    const station = await aPairedStation(door);
    await revokeStation(door.stations, 'Clerk 3', station.id);
    const line = station.line();
    await inState(line, 'revoked');
    expect(await listStations(door.stations)).toMatchObject([{ id: station.id, state: 'revoked', connected: false }]);
  });

  test('leaves the others connected', async () => {
    const [lost, kept] = [
      await aPairedStation(door, { name: 'A' }),
      await aPairedStation(door, { name: 'B', kind: 'van' }),
    ];
    const lines = [await aLineOnline(lost), await aLineOnline(kept)];
    await revokeStation(door.stations, 'Clerk 3', lost.id);
    await inState(lines[0]!, 'revoked');
    expect(await lines[1]!.call('station.scan', SCAN, BY)).toEqual(fail('parcel-unknown'));
  });
});

/** Status of the door's answer to whoever wants the desk with these keys; 101 when it was let in. */
function knock(tls: { key: string; cert: string } | undefined): Promise<number> {
  const socket = new WebSocket(`wss://${door.service}/desk`, { ca: door.authority, ...tls });
  atEnd(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => resolve(101));
    socket.on('error', reject);
  });
}

describe('the desk is closed', () => {
  test('to whoever shows no certificate, a party’s, or one of another party’s stations', async () => {
    const other = await aStationDoor(await aCarrier({ id: 'other.localhost' }), {});
    const stranger = await aPairedStation(other);
    expect(await knock(undefined)).toBe(403);
    expect(await knock(party.vault.tlsContext('partner'))).toBe(403);
    expect(await knock(stranger.vault.tlsContext('station'))).toBe(403);
    expect(await knock((await aPairedStation(door)).vault.tlsContext('station'))).toBe(101);
  });

  test('to a key that was certified and never paired', async () => {
    const { vault } = await aPairedStation(await aStationDoor(await aCarrier({ id: 'other.localhost' }), {}));
    const csr = await vault.certificateRequest('station', ['station']);
    const issued = csr.ok && (await party.vault.certifyStation(csr.value, '6f0c2f1e-7a55-4a0e-9d6b-0f6f0f3a1c11'));
    if (!issued || !issued.ok) throw new Error('not certified');
    await vault.installCertificate('station', issued.value.chainPem);
    const line = aLine(vault, { service: door.service, authority: door.authority });
    await inState(line, 'cut-off');
    expect(door.stations.presence.stations()).toEqual([]);
  });

  test('to a station that believes another authority: it hangs up first', async () => {
    const station = await aPairedStation(door);
    const other = await (await aCarrier({ id: 'other.localhost' })).vault.stationAuthority();
    const line = aLine(station.vault, { service: door.service, authority: other });
    await inState(line, 'cut-off');
    expect(door.stations.presence.stations()).toEqual([]);
  });
});

test('the key of a stolen station can’t pose as the door', async () => {
  const thief = await aPairedStation(door, { name: 'A' });
  const server = createServer({ ...thief.vault.tlsContext('station')!, minVersion: 'TLSv1.3' });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => server.close());
  const reports: unknown[] = [];
  const line = openStationLine({
    service: `127.0.0.1:${(server.address() as { port: number }).port}`,
    authority: door.authority,
    tls: thief.vault.tlsContext('station')!,
    report: (error) => reports.push((error as NodeJS.ErrnoException).code),
  });
  atEnd(() => line.close());
  await inState(line, 'cut-off');
  expect(reports).toEqual(['INVALID_PURPOSE']);
});

function post(body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `https://${door.service}/pair`,
      { method: 'POST', ca: door.authority, agent: false, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('the way in', () => {
  test('takes no more than a request, and no more than 20 in a minute', async () => {
    const well = { secret: '123456789012', request: 'x', sealingKey: 'A'.repeat(43) };
    expect(await post('{')).toMatchObject({ status: 400 });
    expect(await post(JSON.stringify({ ...well, secret: '12' }))).toMatchObject({ status: 400 });
    expect((await post(JSON.stringify({ ...well, request: 'x'.repeat(9000) }))).status).toBe(400);
    for (let tries = 0; tries < 20; tries++) expect((await post(JSON.stringify(well))).status).toBe(422);
    const refused = await post(JSON.stringify(well));
    expect(refused.status).toBe(429);
    expect(refused.text).not.toContain(well.secret);
    party.clock.advance({ minutes: 1 });
    expect((await post(JSON.stringify(well))).status).toBe(422);
  });

  test('speaks nothing but TLS 1.3', async () => {
    const answered = await new Promise<string>((resolve) => {
      const [host, port] = door.service.split(':');
      const socket = connect(Number(port), host);
      let text = '';
      socket.on('data', (data) => (text += data.toString('latin1')));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
      socket.write('GET /desk HTTP/1.1\r\nhost: station\r\n\r\n');
    });
    expect(answered).not.toContain('HTTP/1.1');
  });
});

test('no kind of station may ask for partners, settings, customers, money or the trail', () => {
  const closed =
    /^(partners|trail|post|customers|cards|settlements|claims|ledger|statements|payouts|payees|payments|remittances|invoices|billing|cash-refunds|refunds|stations|mails|agency|wallets|inquiries|office\.card|catalogue|charges)/;
  for (const kind of STATION_KINDS) expect(STATION_COMMANDS[kind].filter((name) => closed.test(name))).toEqual([]);
});
