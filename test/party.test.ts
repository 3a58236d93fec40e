/** Whole parties, as the service runs them: what they refuse to start without, and what they survive while they run. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { connect } from 'node:tls';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { CLIENT_SECRET, openDesk } from '#main/cli/demo/desk-client.ts';
import { makeParty, writeRevocations } from '#main/make-party.ts';
import { runRevocations } from '#main/cli/revocations.ts';
import { FILES, type PartyConfig, partyConfigSchema } from '#main/config.ts';
import { type Party, startParty } from '#main/party.ts';
import { joinService, openStationLine } from '#main/stations/index.ts';
import { type Authority, createVault, type Vault } from '#main/vault/index.ts';
import { aFolder, atEnd } from './builders/a-folder.ts';
import { anAuthority, certify, CHEAP, PASSPHRASE } from './builders/a-party.ts';
import { until } from './builders/until.ts';

let authority: Authority;
let folder: string;
let config: PartyConfig;
let vault: Vault;
let offered: string[];

beforeEach(async () => {
  authority = await anAuthority('Group root');
  folder = aFolder();
  const [publicPort, partnerPort, deskPort] = await freePorts(3);
  const door = (port: number) => ({ url: `https://carrier.localhost:${port}`, listen: { host: '127.0.0.1', port } });
  config = partyConfigSchema.parse({
    id: 'carrier.localhost',
    role: 'carrier',
    name: 'Carrier',
    public: door(publicPort!),
    partner: door(partnerPort!),
    desk: { port: deskPort },
  });
  vault = expectOk(await makeParty(folder, config, PASSPHRASE, authority, { scrypt: CHEAP }));
  offered = [];
});

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => occupy(0)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function start(): Promise<Party> {
  const party = await startParty(folder, config, vault, { offerDeskLink: (link) => offered.push(link) });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= party.stop());
  atEnd(stop);
  return { ...party, stop };
}

/** Whether the partner door takes a connection with this certificate. */
function isLetIn(visitor: Vault): Promise<boolean> {
  const { port } = config.partner.listen;
  const options = { host: '127.0.0.1', port, servername: config.id, ca: authority.rootPem };
  return new Promise((resolve) => {
    const socket = connect({ ...options, ...visitor.tlsContext('partner')! }, () =>
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    const end = (letIn: boolean) => () => {
      resolve(letIn);
      socket.destroy();
    };
    socket.once('data', end(true)).once('error', end(false)).once('close', end(false));
  });
}

async function aVisitor(host: string): Promise<Vault> {
  const visitor = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
  await certify(visitor, host, authority);
  return visitor;
}

async function revoke(host: string): Promise<void> {
  for (const { serial } of authority.issued().filter(({ hosts }) => hosts.includes(host)))
    expectOk(await authority.revoke(serial));
}

const complaints = (): number => {
  try {
    const log = readFileSync(join(folder, 'logs/tokumei.log'), 'utf8');
    return log.split('\n').filter((line) => line.includes('"revocations"') && line.includes('revocations-invalid'))
      .length;
  } catch {
    return 0;
  }
};

test('a withdrawn certificate stays out when the list is emptied or taken away, and the log says so', async () => {
  const [good, gone] = [await aVisitor('good.localhost'), await aVisitor('gone.localhost')];
  await revoke('gone.localhost');
  await writeRevocations(folder, authority);
  await start();
  const look = async () => [await isLetIn(good), await isLetIn(gone)];
  expect(await look()).toEqual([true, false]);

  writeFileSync(join(folder, FILES.revoked), '');
  await until('the complaint', () => complaints() === 1);
  expect(await look()).toEqual([true, false]);
  rmSync(join(folder, FILES.revoked));
  await until('the next complaint', () => complaints() === 2);
  expect(await look()).toEqual([true, false]);

  // A good list again counts at once.
  await revoke('good.localhost');
  const file = join(aFolder(), 'list.pem');
  writeFileSync(file, await authority.crl());
  expect(await runRevocations(['install', '--dir', folder, '--file', file])).toBe(0);
  await until('the new list', async () => !(await isLetIn(good)));
});

test('no door opens without the list, unless the group has none', async () => {
  rmSync(join(folder, FILES.revoked));
  await expect(start()).rejects.toMatchObject({ code: 'revocations-invalid' });
  expect(offered).toEqual([]);
  config = { ...config, revocations: 'none' };
  await start();
  expect(await isLetIn(await aVisitor('any.localhost'))).toBe(true);
});

test('the desk’s link is offered only when every door listens', async () => {
  const busy = await occupy(config.desk.port);
  await expect(start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(offered).toEqual([]);
  await new Promise((resolve) => busy.close(resolve));
});

test('a signing key made at start is durable before the doors open', async () => {
  const before = statSync(join(folder, 'vault.json')).mtimeMs;
  const later = new Date(Date.now() + 700 * 86_400_000);
  const party = await startParty(folder, config, vault, { offerDeskLink: () => undefined, clock: () => later });
  expect(vault.publicKeys().filter(({ use }) => use === 'sign')).toHaveLength(2);
  expect(statSync(join(folder, 'vault.json')).mtimeMs).toBeGreaterThan(before);
  await party.stop();
});

test('stations are paired at the desk, work through the station door, and see the party stop', async () => {
  const [port] = await freePorts(1);
  config = { ...config, stations: { listen: { host: '127.0.0.1', port: port! }, hosts: ['127.0.0.1'] } };
  const party = await start();
  const desk = await openDesk(offered.at(-1)!, 'Clerk 3');
  atEnd(() => desk.close());
  const { code, service } = await desk.ask('stations.pair', { name: 'Gate 2', kind: 'gate' });
  const station = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
  const joined = expectOk(await joinService(station, { service, code }));
  const line = openStationLine({ ...joined, tls: station.tlsContext('station')!, report: () => undefined });
  atEnd(() => line.close());
  await until('the line is up', () => line.state() === 'online');
  const office = await line.call('office.enter', { clerk: 'Clerk 3', secret: CLIENT_SECRET }, { who: 'Clerk 3' });
  expect(office).toMatchObject({
    ok: true,
    value: { id: 'carrier.localhost', station: { name: 'Gate 2', kind: 'gate' } },
  });
  expect(await line.call('trail.list', {}, { who: '7' })).toEqual(fail('not-found', 'command'));
  await until('the office sees it', async () => (await desk.ask('stations.list', {})).stations[0]?.connected);
  await party.stop();
  await until('the line is down', () => line.state() === 'cut-off');
  expect(readFileSync(join(folder, 'logs/tokumei.log'), { encoding: 'utf8', flag: 'a+' })).not.toContain('"stations"');
});

test('a certificate that is installed at the desk is shown by the public door from then on', async () => {
  await start();
  const desk = await openDesk(offered.at(-1)!, 'Clerk 3');
  atEnd(() => desk.close());
  const shown = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port } = config.public.listen!;
      const options = { host: '127.0.0.1', port, servername: config.id, ca: authority.rootPem };
      const socket = connect(options, () => {
        resolve(socket.getPeerX509Certificate()!.validToDate.toISOString());
        socket.destroy();
      }).once('error', reject);
    });
  const before = await shown();
  const { request } = await desk.ask('certificates.request', { use: 'public', newKey: true });
  const issued = expectOk(await authority.issue(request, { hosts: [config.id], days: 90 }));
  expect(await shown()).toBe(before);
  const { until: end } = await desk.ask('certificates.install', { use: 'public', chain: issued.chainPem });
  expect(await shown()).toBe(end);
  expect(end).not.toBe(before);
});
