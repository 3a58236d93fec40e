import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { DeskPort } from '#shared/desk/bridge.ts';
import type { DeskMessage, Topic } from '#shared/desk/contract.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import { buildDeskDoor, serveDeskPort } from '#main/doors/desk/desk-door.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import { officeDesk } from '#main/roles/office/office.ts';
import { carrierDesk } from '#main/roles/carrier/desk.ts';
import { readTrail } from '#main/audit/index.ts';
import type { Seats } from '#main/staff/index.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { aCarrier, type TestCarrier } from '../../builders/a-party.ts';
import { everySeat } from '../../builders/a-seat.ts';
import { until } from '../../builders/until.ts';

let party: TestCarrier;
let door: FastifyInstance;
let port: number;
let offered: string[];
let reports: unknown[];
let table: DeskTable;
let seats: Seats;

beforeEach(async () => {
  party = await aCarrier();
  offered = [];
  reports = [];
  port = await aFreePort();
  const { id, role, name } = party.profile;
  const office: PartyOffice = { id, role, name, place: '横浜営業所', publicUrl: party.profile.public, demo: false };
  seats = everySeat(office);
  table = { ...officeDesk(party.post, party.card), ...carrierDesk(party.carrier) };
  const assets = aFolder();
  writeFileSync(join(assets, 'index.html'), '<!doctype html><title>desk</title>');
  door = await buildDeskDoor({
    table,
    seats,
    changes: party.changes,
    assets,
    port,
    report: (error) => reports.push(error),
    offerToken: (token) => offered.push(token),
  });
  await door.listen({ host: '127.0.0.1', port });
  atEnd(() => door.close());
});

function aFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}

const origin = (): string => `http://127.0.0.1:${port}`;

async function exchange(token: unknown, headers: Record<string, string> = {}) {
  const host = `127.0.0.1:${port}`;
  return door.inject({ method: 'POST', url: '/session', headers: { host, ...headers }, payload: { token } });
}
async function signIn(): Promise<string> {
  const answer = await exchange(offered.at(-1));
  expect(answer.statusCode).toBe(200);
  return answer.json<{ session: string }>().session;
}

interface Screen {
  readonly messages: DeskMessage[];
  ask(command: string, input?: unknown, id?: number): Promise<DeskMessage>;
  sendText(text: string): void;
  /** Code and reason, once the door has closed the connection. */
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

/** Says its session first, where it has one. */
function aScreen(headers: Record<string, string>, session?: string): Promise<Screen> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/desk`, { headers });
  const messages: DeskMessage[] = [];
  let last = 0;
  atEnd(() => socket.terminate());
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as DeskMessage));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const screen: Screen = {
    messages,
    closed,
    close: () => socket.close(),
    sendText: (text) => socket.send(text),
    ask: (command, input = {}, id = ++last) => {
      socket.send(JSON.stringify({ id, command, input }));
      return until('the answer', () => messages.find((message) => 'id' in message && message.id === id));
    },
  };
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      if (session !== undefined) socket.send(JSON.stringify({ session }));
      resolve(screen);
    });
    socket.on('error', reject);
  });
}

/** The door has taken its session in: from now on it is told of changes. */
async function signedInScreen(): Promise<Screen> {
  const screen = await aScreen({ origin: origin() }, await signIn());
  await screen.ask('is anybody there', {}, 0);
  screen.messages.length = 0;
  return screen;
}

describe('the one-time link', () => {
  test('is good for one session', async () => {
    const [token] = offered;
    expect((await exchange(token)).statusCode).toBe(200);
    const again = await exchange(token);
    expect([again.statusCode, again.body]).toEqual([401, '']);
  });

  test('that was used is replaced at once by another', async () => {
    expect(offered).toHaveLength(1);
    await signIn();
    expect(offered).toHaveLength(2);
    expect(offered[1]).not.toBe(offered[0]);
    await signIn();
    expect(offered).toHaveLength(3);
  });

  test.each([
    ['no token', undefined],
    ['another', 'AAAAAAAAAAAAAAAAAAAAAA'],
    ['no text', { $ne: '' }],
    ['nothing', ''],
  ])('is not %s', async (_, token) => {
    expect((await exchange(token)).statusCode).toBe(401);
    expect(offered).toHaveLength(1);
  });

  test('needs a body that can be read', async () => {
    const host = `127.0.0.1:${port}`;
    const headers = { host, 'content-type': 'application/json' };
    expect((await door.inject({ method: 'POST', url: '/session', headers, payload: '{' })).statusCode).toBe(400);
    expect((await door.inject({ method: 'POST', url: '/session', headers: { host } })).statusCode).toBe(401);
  });

  test('gives a session in the answer and no cookie, which every desk on this host would be shown', async () => {
    const answer = await exchange(offered[0]);
    expect(answer.json()).toEqual({ session: expect.stringMatching(/^[\w-]{22}$/) as string });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('is offered once the door listens, not before', async () => {
    const early: string[] = [];
    const other = await buildDeskDoor({
      table,
      seats,
      changes: party.changes,
      assets: aFolder(),
      port: await aFreePort(),
      report: (error) => reports.push(error),
      offerToken: (token) => early.push(token),
    });
    await other.ready();
    expect(early).toEqual([]);
    await other.close();
    expect(offered).toHaveLength(1);
  });

  test('gives its session also when the next one can’t be written', async () => {
    const [token] = offered;
    offered.push = () => {
      throw Object.assign(new Error(), { code: 'ENOSPC' });
    };
    const answer = await exchange(token);
    expect(answer.statusCode).toBe(200);
    expect(reports).toMatchObject([{ code: 'ENOSPC' }]);
    const screen = await aScreen({ origin: origin() }, answer.json<{ session: string }>().session);
    expect(await screen.ask('office.enter', { clerk: 'sato' })).toMatchObject({ ok: true });
  });
});

describe('the door', () => {
  test('answers to its own address alone', async () => {
    for (const host of [`localhost:${port}`, `evil.localhost:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`]) {
      expect((await door.inject({ url: '/', headers: { host } })).statusCode).toBe(421);
      expect((await exchange(offered[0], { host })).statusCode).toBe(421);
    }
  });

  test('answers to no other site', async () => {
    for (const from of ['http://evil.localhost', `http://localhost:${port}`, 'null', `https://127.0.0.1:${port}`]) {
      expect((await exchange(offered[0], { origin: from })).statusCode).toBe(403);
    }
    expect((await exchange(offered[0], { origin: origin() })).statusCode).toBe(200);
  });

  test('shows its screens with headers that keep others out', async () => {
    const { statusCode, headers } = await door.inject({ url: '/', headers: { host: `127.0.0.1:${port}` } });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
  });
});

describe('a connection', () => {
  test.each([
    ['another session', { session: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['no session', {}],
    ['no text', { session: ['x'] }],
    ['a command', { id: 1, command: 'office.enter', input: { clerk: 'sato' } }],
    ['nothing', null],
  ])('that says %s first is closed with 4401', async (_, first) => {
    const screen = await aScreen({ origin: origin() });
    screen.sendText(JSON.stringify(first));
    expect(await screen.closed).toEqual({ code: 4401, reason: 'not-signed-in' });
    expect(screen.messages).toEqual([]);
  });

  test('that has said nothing yet is told nothing', async () => {
    const screen = await aScreen({ origin: origin() });
    await party.carrier.storage.write(() => Promise.resolve(party.changes.announce('money')));
    const other = await signedInScreen();
    await other.ask('office.enter', { clerk: 'sato' });
    expect(screen.messages).toEqual([]);
  });

  test('of no page is closed with 4401, of another site refused', async () => {
    const session = await signIn();
    expect((await (await aScreen({}, session)).closed).code).toBe(4401);
    await expect(aScreen({ origin: 'http://evil.localhost' }, session)).rejects.toThrow('403');
    await expect(aScreen({ origin: origin(), host: 'evil.localhost' }, session)).rejects.toThrow('421');
  });

  test('comes back with the same session, as after a reload', async () => {
    const session = await signIn();
    for (let time = 0; time < 2; time++) {
      const screen = await aScreen({ origin: origin() }, session);
      expect(await screen.ask('office.enter', { clerk: 'sato' })).toMatchObject({ ok: true });
      screen.close();
      await screen.closed;
    }
  });

  test('must say who sits there before anything else', async () => {
    const screen = await signedInScreen();
    expect(await screen.ask('parcels.list')).toMatchObject({ ok: false, error: { code: 'not-signed-in' } });
    expect(await screen.ask('office.enter', { clerk: '' })).toMatchObject({
      error: { code: 'field-invalid', about: 'clerk' },
    });
    expect(await screen.ask('parcels.list')).toMatchObject({ error: { code: 'not-signed-in' } });
    expect(await screen.ask('office.enter', { clerk: ' sato ' })).toMatchObject({
      ok: true,
      value: { id: 'carrier.localhost', role: 'carrier', place: '横浜営業所' },
    });
    expect(await screen.ask('parcels.list')).toMatchObject({ ok: true, value: { rows: [], total: 0 } });
  });

  test('gives the trail the name of who sits there', async () => {
    const [first, second] = [await signedInScreen(), await signedInScreen()];
    await first.ask('office.enter', { clerk: 'sato' });
    await second.ask('office.enter', { clerk: 'abe' });
    await first.ask('station.scan', { scan: 'nonsense', step: 'look' });
    await second.ask('station.scan', { scan: 'nonsense', step: 'look' });
    const trail = await readTrail(party.carrier.storage.read, { limit: 2 });
    expect(trail.map(({ who }) => who)).toEqual(['abe', 'sato']);
  });

  test.each(['nothing.like-this', 'constructor', '__proto__', 'packing.queue', ''])(
    'knows no command %j',
    async (command) => {
      const screen = await signedInScreen();
      await screen.ask('office.enter', { clerk: 'sato' });
      expect(await screen.ask(command)).toMatchObject({ ok: false, error: { code: 'not-found', about: 'command' } });
    },
  );

  test('has its input checked, and the field named', async () => {
    const screen = await signedInScreen();
    await screen.ask('office.enter', { clerk: 'sato' });
    for (const [command, input, about] of [
      ['parcels.list', { limit: 0 }, 'limit'],
      ['station.scan', { scan: 7, step: 'look' }, 'scan'],
      ['station.scan', { scan: '3', step: 'steal' }, 'step'],
      ['station.scan', { scan: '3', step: 'deliver', collected: { value: 1.5, currency: 'JPY' } }, 'collected.value'],
      ['parcels.history', null, ''],
    ] as const) {
      expect(await screen.ask(command, input)).toMatchObject({ ok: false, error: { code: 'field-invalid', about } });
    }
  });

  test('survives what is no request', async () => {
    const screen = await signedInScreen();
    for (const text of ['', 'no json', '7', 'null', '[]', '{"id":"x","command":"office.enter"}']) screen.sendText(text);
    expect(await screen.ask('office.enter', { clerk: 'sato' })).toMatchObject({ ok: true });
    expect(screen.messages).toHaveLength(1);
  });

  test('that sends too much is closed, and the door goes on', async () => {
    const screen = await signedInScreen();
    screen.sendText('x'.repeat(30_000_001));
    expect((await screen.closed).code).toBe(1009);
    const other = await signedInScreen();
    expect(await other.ask('office.enter', { clerk: 'sato' })).toMatchObject({ ok: true });
  });

  test('is told of what breaks by a code, and the report has the error', async () => {
    Object.assign(table, { 'cash.due': () => Promise.reject(new Error('見本花子')) });
    const screen = await signedInScreen();
    await screen.ask('office.enter', { clerk: 'sato' });
    const answer = await screen.ask('cash.due');
    expect(answer).toEqual({ id: 2, ok: false, error: { code: 'internal' } });
    expect(reports).toHaveLength(1);
    for (const code of ['disk-full', 'ENOSPC', 'EDQUOT']) {
      Object.assign(table, { 'cash.due': () => Promise.reject(Object.assign(new Error(), { code })) });
      expect(await screen.ask('cash.due')).toMatchObject({ error: { code: 'disk-full' } });
    }
  });
});

describe('a change', () => {
  test('is pushed to every screen after it is kept, without any data', async () => {
    const [one, other] = [await signedInScreen(), await signedInScreen()];
    await party.carrier.storage.write(async (db) => {
      party.changes.announce('parcels');
      await db.selectFrom('parcel').select('number').execute();
      expect(one.messages).toEqual([]);
    });
    for (const screen of [one, other]) {
      await until('the push', () => screen.messages.length > 0);
      expect(screen.messages).toEqual([{ changed: 'parcels' }]);
    }
  });

  test('is not pushed for what was undone, nor to a screen that is gone', async () => {
    const screen = await signedInScreen();
    const gone = await signedInScreen();
    gone.close();
    await gone.closed;
    await party.carrier.storage.write((db) => db.deleteFrom('parcel').execute());
    expect(screen.messages).toEqual([]);
    await party.carrier.storage.write(() => Promise.resolve(party.changes.announce('money')));
    await until('the push', () => screen.messages.length > 0);
    expect(gone.messages).toEqual([]);
    expect(reports).toEqual([]);
  });
});

describe('the desktop shell’s port', () => {
  test('carries the same desk', async () => {
    const sent: DeskMessage[] = [];
    const listeners: Record<string, (event: { data: unknown }) => void> = {};
    const shell: DeskPort = {
      on: (event: string, listener: (event: { data: unknown }) => void) => (listeners[event] = listener),
      postMessage: (message) => sent.push(message),
      start: () => undefined,
      close: () => undefined,
    };
    serveDeskPort(shell, {
      table,
      seats,
      changes: party.changes,
      report: () => {},
    });
    listeners['message']!({ data: { id: 1, command: 'parcels.list', input: {} } });
    listeners['message']!({ data: { id: 2, command: 'office.enter', input: { clerk: 'sato' } } });
    await until('both answers', () => sent.length === 2);
    expect(sent).toMatchObject([
      { id: 1, ok: false },
      { id: 2, ok: true },
    ]);
    const topic: Topic = 'post';
    await party.carrier.storage.write(() => Promise.resolve(party.changes.announce(topic)));
    expect(sent.at(-1)).toEqual({ changed: 'post' });
    listeners['close']!({ data: undefined });
    await party.carrier.storage.write(() => Promise.resolve(party.changes.announce(topic)));
    expect(sent).toHaveLength(3);
  });
});
