import { Agent } from 'node:https';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { renewPartnerDoor } from '#main/doors/partner/partner-door.ts';
import { addPartner, suspendPartner } from '#main/post/index.ts';
import { aGroup, approveNow, introduce, type TestGroup } from '../../builders/a-group.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { aMall, anAuthority, type TestMall, type TestParty, theAuthority } from '../../builders/a-party.ts';
import { aPartnerDoor, type Answer, bringTo, type TestDoor } from '../../builders/a-partner-door.ts';
import { anEvent, effects, notingHandlers, signEvent } from '../../post/an-event.ts';

let group: TestGroup;
let open: TestDoor;
/** A partner beside the group's mall, for tests that spoil it. */
let second: TestMall;

beforeAll(async () => {
  group = await aGroup({
    prepare: async ([, carrier]) => {
      const revoked = await (await theAuthority()).crl();
      open = await aPartnerDoor(carrier!, { handlers: notingHandlers, revoked });
    },
  });
  second = await aMall({ id: 'second.localhost', clock: group.clock });
  await introduce(second, group.carrier);
});

const tlsOf = (party: TestParty) => party.vault.tlsContext('partner')!;

async function bring(from: TestParty, event = anEvent(from), agent?: Agent): Promise<Answer> {
  const { carrier } = group;
  return bringTo(carrier, await signEvent(from, carrier, event), { tls: tlsOf(from), ...(agent && { agent }) });
}

function anAgent(from: TestParty): Agent {
  const agent = new Agent({ ...tlsOf(from), ca: from.authority.rootPem, keepAlive: true, maxSockets: 1 });
  atEnd(() => agent.destroy());
  return agent;
}

function problemOf({ status, type, body }: Answer): unknown {
  expect(type).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(body) as { status: number; type: string; title: string };
  expect(problem.status).toBe(status);
  expect(problem.type).toBe(`urn:tokumei:${problem.title}`);
  return [status, problem.title];
}

describe('a registered partner', () => {
  test('brings a message and is answered 202 without a body; again it is 202 and no second effect', async () => {
    const { mall, carrier } = group;
    const event = anEvent(mall);
    const before = (await effects(carrier)).length;
    expect(await bring(mall, event)).toMatchObject({ status: 202, body: '' });
    expect(await bring(mall, event)).toMatchObject({ status: 202 });
    expect(await effects(carrier)).toHaveLength(before + 1);
  });

  test('can use one connection for many messages', async () => {
    const { mall } = group;
    const warnings: unknown[] = [];
    const note = (warning: unknown): void => void warnings.push(warning);
    process.on('warning', note);
    const agent = anAgent(mall);
    for (let count = 0; count < 15; count++) expect((await bring(mall, anEvent(mall), agent)).status).toBe(202);
    await new Promise(setImmediate);
    process.off('warning', note);
    expect(warnings).toEqual([]);
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
  });

  test('can not bring another partner’s message', async () => {
    const { mall, carrier } = group;
    const foreign = await signEvent(second, carrier, anEvent(second));
    expect(problemOf(await bringTo(carrier, foreign, { tls: tlsOf(mall) }))).toEqual([403, 'event-foreign']);
  });

  test('is told what its messages lack by codes that repeat nothing of them', async () => {
    const { mall } = group;
    const answer = await bring(mall, anEvent(mall, { data: { name: '見本花子' } }));
    expect(problemOf(answer)).toEqual([400, 'event-invalid']);
    expect(answer.body).not.toContain('見本');
  });

  test('finds nothing behind the door but the inbox', async () => {
    const { mall, carrier } = group;
    const tls = tlsOf(mall);
    expect(problemOf(await bringTo(carrier, '', { tls, path: '/' }))).toEqual([404, 'not-found']);
    expect(problemOf(await bringTo(carrier, '', { tls, method: 'GET' }))).toEqual([404, 'not-found']);
  });
});

describe('a body', () => {
  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded'])(
    'of type %s is refused',
    async (contentType) => {
      const { mall, carrier } = group;
      const body = await signEvent(mall, carrier, anEvent(mall));
      const answer = await bringTo(carrier, body, { tls: tlsOf(mall), contentType });
      expect(problemOf(answer)).toEqual([415, 'event-invalid']);
    },
  );

  test('of more than 4 MiB is refused', async () => {
    const { mall, carrier } = group;
    const answer = bringTo(carrier, 'x'.repeat(4 * 1024 * 1024 + 1), { tls: tlsOf(mall) });
    // The door may close the connection before all of it has been sent.
    const seen = await answer.then(problemOf, (error: { code: string }) => error.code);
    expect(seen === 'EPIPE' || seen === 'ECONNRESET' || (seen as unknown[])[0] === 413).toBe(true);
    expect((await bring(mall)).status).toBe(202);
  });

  test('that is empty is refused', async () => {
    const { mall, carrier } = group;
    expect(problemOf(await bringTo(carrier, '', { tls: tlsOf(mall) }))).toEqual([400, 'event-invalid']);
  });
});

describe('nobody gets in', () => {
  async function refusedConnection(visitor: Parameters<typeof bringTo>[2]): Promise<string> {
    const { mall, carrier } = group;
    const body = await signEvent(mall, carrier, anEvent(mall));
    return bringTo(carrier, body, visitor).then(
      (answer) => `answered ${answer.status}`,
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
  }

  test('without a certificate', async () => {
    expect(await refusedConnection({})).toMatch(/^(ERR_SSL|ECONNRESET|EPIPE)/);
  });

  test('with a certificate of another authority, though the key is registered', async () => {
    const stranger = await aMall({ id: 'stranger.localhost', authority: await anAuthority('Other root') });
    expect(await refusedConnection({ tls: tlsOf(stranger) })).toMatch(/^(ERR_SSL|ECONNRESET|EPIPE)/);
  });

  test('with TLS 1.2', async () => {
    expect(await refusedConnection({ tls: tlsOf(group.mall), maxVersion: 'TLSv1.2' })).toMatch(
      /^(EPROTO|ERR_SSL|ECONNRESET)/,
    );
  });

  test('with a valid certificate whose key nobody registered', async () => {
    const stranger = await aMall({ id: 'unknown.localhost', clock: group.clock });
    expect(problemOf(await bring(stranger))).toEqual([403, 'certificate-unknown']);
  });

  test('with a card that staff have not approved yet', async () => {
    const pending = await aMall({ id: 'pending.localhost', clock: group.clock });
    expectOk(await addPartner(group.carrier.post, 'staff', await pending.card()));
    expect(problemOf(await bring(pending))).toEqual([403, 'certificate-unknown']);
  });

  test('and an unregistered one is answered before its body is read', async () => {
    const stranger = await aMall({ id: 'talker.localhost', clock: group.clock });
    const answer = await bringTo(group.carrier, 'no jws', { tls: tlsOf(stranger), contentType: 'text/plain' });
    expect(problemOf(answer)).toEqual([403, 'certificate-unknown']);
  });
});

describe('a TLS session', () => {
  test('is never resumed: every connection shows its certificate', async () => {
    const { mall, carrier } = group;
    const options = {
      host: '127.0.0.1',
      port: open.port,
      servername: carrier.id,
      ca: carrier.authority.rootPem,
      ...tlsOf(mall),
    };
    const tickets: Buffer[] = [];
    const first = await connected({ ...options });
    first.on('session', (session: Buffer) => tickets.push(session));
    first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => first.once('data', resolve));
    const session = tickets.at(-1) ?? first.getSession();
    first.destroy();
    const again = await connected({ ...options, ...(session && { session }) });
    expect(again.isSessionReused()).toBe(false);
    again.destroy();
  });

  function connected(options: ConnectionOptions): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect(options, () => resolve(socket));
      socket.on('error', reject);
    });
  }
});

describe('a suspended partner', () => {
  test('loses its open connections and gets no new ones answered; approved again it is heard', async () => {
    const { carrier } = group;
    const agent = anAgent(second);
    expect((await bring(second, anEvent(second), agent)).status).toBe(202);
    const [socket] = Object.values(agent.freeSockets).flat();
    const closed = new Promise((resolve) => socket!.once('close', resolve));
    expectOk(await suspendPartner(carrier.post, 'staff', second.id));
    await closed;
    expect(problemOf(await bring(second))).toEqual([403, 'partner-suspended']);
    expect((await bring(group.mall)).status).toBe(202);
    expectOk(await approveNow(carrier, second));
    expect((await bring(second)).status).toBe(202);
  });
});

describe('a revoked certificate', () => {
  test('counts as soon as the new list is in use, on open connections too', async () => {
    const revoked = await aMall({ id: 'revoked.localhost', clock: group.clock });
    await introduce(revoked, group.carrier);
    const agent = anAgent(revoked);
    expect((await bring(revoked, anEvent(revoked), agent)).status).toBe(202);

    const authority = await theAuthority();
    const serials = authority.issued().filter(({ hosts }) => hosts.includes('revoked.localhost'));
    for (const { serial } of serials) expectOk(await authority.revoke(serial));
    renewPartnerDoor(open.door, { ...open.setting, revoked: await authority.crl() });

    await expect(bring(revoked, anEvent(revoked), agent)).rejects.toThrow();
    await expect(bring(revoked)).rejects.toThrow();
    expect((await bring(group.mall)).status).toBe(202);
  });

  test('broke nothing that would have been reported', () => {
    expect(open.reports).toEqual([]);
  });
});
