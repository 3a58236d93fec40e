import { Agent } from 'node:https';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { makeParty } from '#main/cli/make-party.ts';
import { type DeskClient, openDesk } from '#main/cli/demo/desk-client.ts';
import { openCustomerBrowser } from '#main/cli/demo/customer.ts';
import { type PartyConfig, partyConfigSchema } from '#main/config.ts';
import { type Party, startParty } from '#main/party.ts';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import { openVault, type Vault } from '#main/vault/index.ts';
import { aClock, type TestClock } from './builders/a-clock.ts';
import { aFolder, atEnd } from './builders/a-folder.ts';
import { aMall, CHEAP, PASSPHRASE, theAuthority, type TestMall } from './builders/a-party.ts';
import { bringTo, type Answer } from './builders/a-partner-door.ts';
import { until } from './builders/until.ts';
import { anEvent, signEvent } from './post/an-event.ts';

let dir: string;
let config: PartyConfig;
let clock: TestClock;
let vault: Vault;
let party: Party;
let link: string;
let desk: DeskClient;
let mall: TestMall;

beforeAll(async () => {
  clock = aClock();
  dir = join(aFolder(), 'carrier');
  const ports = await Promise.all([aFreePort(), aFreePort(), aFreePort()]);
  const at = (port: number) => ({ url: `https://carrier.localhost:${port}`, listen: { host: '127.0.0.1', port } });
  config = partyConfigSchema.parse({
    id: 'carrier.localhost',
    role: 'carrier',
    name: 'みほん運輸',
    place: '横浜営業所',
    public: at(ports[0]!),
    partner: at(ports[1]!),
    desk: { port: ports[2] },
  });
  vault = expectOk(await makeParty(dir, config, PASSPHRASE, await theAuthority(), { scrypt: CHEAP, now: clock }));
  await start();
  mall = await aMall({ clock });
  await introduce();
});

async function start(): Promise<void> {
  party = await startParty(dir, config, vault, { clock, offerDeskLink: (fresh) => (link = fresh) });
  const running = party;
  atEnd(() => running.stop().catch(() => undefined));
  desk = await openDesk(link, 'sato');
}

function aFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function introduce(): Promise<void> {
  const { id, safetyNumber } = await desk.ask('partners.add', { card: await mall.card() });
  await desk.ask('partners.approve', { id: id as never, safetyNumber });
}

/** The mall brings a message that the carrier takes, or is refused at TLS. */
async function bring(agent?: Agent): Promise<Answer> {
  const to = { id: config.id, profile: { partner: config.partner.url }, authority: mall.authority };
  const event = anEvent(mall, { type: 'resync.request', subject: mall.id, data: { since: clock().toISOString() } });
  const body = await signEvent(mall, to as never, event);
  return bringTo(to as never, body, { tls: mall.vault.tlsContext('partner')!, ...(agent && { agent }) });
}

describe('a party', () => {
  test('opens its three doors', async () => {
    expect(await desk.ask('office.enter', { clerk: 'sato' })).toMatchObject({ id: config.id, place: '横浜営業所' });
    const { rootPem } = await theAuthority();
    expect((await openCustomerBrowser(rootPem).get(`${config.public.url}/track`)).status).toBe(200);
    expect((await bring()).status).toBe(202);
  });

  test('hands over the same card at its desk and at its public door', async () => {
    const { rootPem } = await theAuthority();
    const read = (jws: string): PartyCard =>
      JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString()) as PartyCard;
    const { card } = await desk.ask('office.card', {});
    const { body } = await openCustomerBrowser(rootPem).get(`${config.public.url}/.well-known/tokumei`);
    expect(read(body)).toEqual(read(card));
    expect(read(card)).toMatchObject({ id: config.id, role: 'carrier', partner: config.partner.url });
  });

  test('goes on with what it had when a new revocation list is broken, and says so in its log', async () => {
    const list = join(dir, 'revoked.pem');
    const good = readFileSync(list);
    writeFileSync(list, good.subarray(0, good.length / 2));
    await until('the log', () => readLog().includes('revocations'));
    expect((await bring()).status).toBe(202);
    writeFileSync(list, good);
  });

  test('takes a new revocation list into use while it runs', async () => {
    const authority = await theAuthority();
    const agent = new Agent({ ...mall.vault.tlsContext('partner'), ca: authority.rootPem, keepAlive: true });
    atEnd(() => agent.destroy());
    expect((await bring(agent)).status).toBe(202);
    const [own] = authority
      .issued()
      .filter(({ hosts }) => hosts.includes(mall.id))
      .slice(-1);
    expectOk(await authority.revoke(own!.serial));
    writeFileSync(join(dir, 'revoked.pem'), await authority.crl());
    const refused = () =>
      bring(agent).then(
        () => false,
        () => true,
      );
    await until('the new list', refused);
  });

  test('stops, and starts again in its folder with what it knew, and with the keys of a new month', async () => {
    desk.close();
    await party.stop();
    await expect(bring()).rejects.toThrow();
    clock.set('2027-01-15T00:00:00.000Z');
    vault = expectOk(await openVault(dir, PASSPHRASE, { now: clock }));
    await start();
    expect(await desk.ask('partners.list', {})).toMatchObject([{ id: mall.id, state: 'approved', waiting: 1 }]);
    const months = vault
      .publicKeys()
      .filter(({ use }) => use === 'seal')
      .map(({ nbf }) => nbf.slice(0, 7));
    expect(months).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(await desk.ask('post.waiting', {})).toMatchObject([{ partner: mall.id, type: 'party.keys' }]);
  });
});

function readLog(): string {
  try {
    return readFileSync(join(dir, 'logs', 'tokumei.log'), 'utf8');
  } catch {
    return '';
  }
}
