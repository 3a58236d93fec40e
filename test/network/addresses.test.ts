/** Parties whose doors stand on networks of their own: which address each door listens on, and which it goes out from. */
import { createServer as createPlainServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { type DeskClient, openDesk } from '#main/cli/demo/desk-client.ts';
import { makeParty } from '#main/make-party.ts';
import { type PartyConfig, partyConfigSchema } from '#main/config.ts';
import { startParty } from '#main/party.ts';
import { type PartnerNetwork, sendEvent, startCourier } from '#main/post/index.ts';
import { type Vault, verifyPartyCard } from '#main/vault/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { aGroup } from '../builders/a-group.ts';
import { CHEAP, PASSPHRASE, theAuthority } from '../builders/a-party.ts';
import { aPartnerDoor } from '../builders/a-partner-door.ts';
import { until } from '../builders/until.ts';
import { notingHandlers } from '../post/an-event.ts';

/** All of 127/8 is this machine's on Linux alone. */
const LINUX = process.platform === 'linux';
const OUTER = '127.0.0.2';
const CLOSED = '127.0.0.3';

async function aFreePort(): Promise<number> {
  const server = createPlainServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `open`, or the code of what came instead. */
function knock(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (result: string) => (): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', end('open')).once('error', (error: NodeJS.ErrnoException) => end(error.code!)());
  });
}

describe.skipIf(!LINUX)('a mall on two networks', () => {
  test('listens for customers on one address and for partners on the others, and on no other', async () => {
    const [publicPort, partnerPort, deskPort] = [await aFreePort(), await aFreePort(), await aFreePort()];
    const also = '127.0.0.4';
    await aRunningParty({
      id: 'mall.localhost',
      role: 'mall',
      name: '見本マーケット',
      public: { url: `https://mall.localhost:${publicPort}`, listen: { host: OUTER, port: publicPort } },
      partner: {
        url: `https://mall.localhost:${partnerPort}`,
        listen: { host: CLOSED, port: partnerPort },
        also: [{ host: also, port: partnerPort }],
      },
      desk: { port: deskPort },
    });
    const hosts = [OUTER, CLOSED, also, '127.0.0.1'];
    const look = (port: number): Promise<string[]> => Promise.all(hosts.map((host) => knock(host, port)));
    expect(await look(publicPort)).toEqual(['open', 'ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED']);
    expect(await look(partnerPort)).toEqual(['ECONNREFUSED', 'open', 'open', 'ECONNREFUSED']);
    expect(await look(deskPort)).toEqual(['ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED', 'open']);
  });
});

describe('a party without a public door', () => {
  test('has no certificate for browsers, listens for partners and its desk alone, and says so on its card', async () => {
    const [publicPort, partnerPort, deskPort] = [await aFreePort(), await aFreePort(), await aFreePort()];
    const { vault, desk } = await aRunningParty({
      id: 'credit.localhost',
      role: 'credit',
      name: '見本クレジット',
      public: { url: `https://credit.localhost:${publicPort}` },
      partner: {
        url: `https://credit.localhost:${partnerPort}`,
        listen: { host: '127.0.0.1', port: partnerPort },
      },
      desk: { port: deskPort },
    });
    expect(vault.certificate('public')).toBeUndefined();
    const look = await Promise.all([publicPort, partnerPort, deskPort].map((port) => knock('127.0.0.1', port)));
    expect(look).toEqual(['ECONNREFUSED', 'open', 'open']);
    const card = expectOk(await verifyPartyCard((await desk.ask('office.card', {})).card));
    expect(card).toMatchObject({ flows: ['closed'] });
    expect(card.terminal).toBeUndefined();
    expect(await desk.ask('office.sign', {})).not.toHaveProperty('publicUrl');
  });

  test('is a credit company: all others are met by customers, an agency of a credit company’s too', () => {
    const config = {
      id: 'credit.localhost',
      role: 'credit',
      name: '見本クレジット',
      public: { url: 'https://credit.localhost' },
      partner: { url: 'https://credit.localhost:8443', listen: { host: '127.0.0.1', port: 8443 } },
      desk: { port: 8480 },
    };
    const agency = { settlement: 'credit.localhost', variant: 'reseal' };
    const isTaken = (changes: object): boolean => partyConfigSchema.safeParse({ ...config, ...changes }).success;
    expect(isTaken({})).toBe(true);
    expect(['mall', 'carrier', 'wrapper', 'agency'].filter((role) => isTaken({ role, agency }))).toEqual([]);
    expect(isTaken({ agency })).toBe(false);
  });
});

describe.skipIf(!LINUX)('messages to partners', () => {
  /** Addresses that connections came from, in the order of their coming. */
  let seen: string[];
  let bring: (from: PartnerNetwork['from']) => Promise<string | undefined>;

  beforeEach(async () => {
    seen = [];
    const { mall, carrier } = await aGroup({
      prepare: async ([, carrier]) => {
        const { door } = await aPartnerDoor(carrier!, { handlers: notingHandlers });
        door.server.on('connection', (socket) => seen.push(socket.remoteAddress!));
      },
    });
    bring = async (from) => {
      const network = { authorities: mall.authority.rootPem, lookup: lookupLocalhost, ...(from && { from }) };
      const data = { purchase: '10482771930561', reason: 'expired' } as const;
      const event = { to: carrier.id, type: 'shipping.cancel', subject: '30000000000001', data } as const;
      await mall.post.storage.write((db) => sendEvent(mall.post, db, event));
      const courier = startCourier(
        mall.post,
        () => network,
        (error) => {
          throw error;
        },
      );
      const tried = await until('the message was tried', async () => {
        const rows = await mall.post.storage.read.selectFrom('outbox').selectAll().execute();
        return rows.every(({ attempts }) => attempts > 0) && rows;
      });
      await courier.stop();
      return tried.find(({ accepted_at }) => accepted_at === null)?.last_error ?? undefined;
    };
  });

  test('leave from the address that is set for all partners, or for this one', async () => {
    expect(await bring(OUTER)).toBeUndefined();
    expect(seen).toEqual([OUTER]);
  });

  test('leave from the address that is set for this partner, and by the system’s choice where another’s is set', async () => {
    expect(await bring({ 'carrier.localhost': CLOSED })).toBeUndefined();
    expect(await bring({ 'credit.localhost': OUTER })).toBeUndefined();
    expect(seen).toEqual([CLOSED, '127.0.0.1']);
  });

  test('wait while this machine does not have the address: they don’t leave another way', async () => {
    expect(await bring('192.0.2.1')).toBe('EADDRNOTAVAIL');
    expect(seen).toEqual([]);
  });
});

async function aRunningParty(raw: Record<string, unknown>): Promise<{ vault: Vault; desk: DeskClient }> {
  const config: PartyConfig = partyConfigSchema.parse(raw);
  const folder = join(aFolder(), config.role);
  const vault = expectOk(await makeParty(folder, config, PASSPHRASE, await theAuthority(), { scrypt: CHEAP }));
  let link = '';
  const party = await startParty(folder, config, vault, { offerDeskLink: (offered) => (link = offered) });
  atEnd(() => party.stop());
  const desk = await openDesk(link, 'staff');
  atEnd(() => desk.close());
  return { vault, desk };
}
