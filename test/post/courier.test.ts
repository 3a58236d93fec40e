import { beforeEach, describe, expect, test } from 'vitest';
import type { PostRow } from '#shared/desk/office.ts';
import { expectOk, fail } from '#shared/result.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import {
  type Courier,
  type EventHandlers,
  listWaiting,
  type PostTables,
  retryNow,
  sendEvent,
  startCourier,
  suspendPartner,
} from '#main/post/index.ts';
import { atEnd } from '../builders/a-folder.ts';
import { aGroup, approveNow, introduce, type TestGroup } from '../builders/a-group.ts';
import { aCarrier, anAuthority, certify, type TestCarrier, type TestParty } from '../builders/a-party.ts';
import { aPartnerDoor, closeDoor, type TestDoor } from '../builders/a-partner-door.ts';
import { until } from '../builders/until.ts';
import { effects, notingHandlers } from './an-event.ts';

let group: TestGroup;
let open: TestDoor;
/** What broke on our own side. */
let reports: unknown[];
/** What the carrier's role answers next; acts when undefined. */
let refusal: ReturnType<typeof fail> | undefined;
/** The one number that it says it to; every one when undefined. */
let refused: string | undefined;

const handlers: EventHandlers<PostTables> = {
  'shipping.cancel': (db, event) =>
    refusal && (refused ?? event.subject) === event.subject
      ? Promise.resolve(refusal)
      : notingHandlers['shipping.cancel']!(db, event),
};

beforeEach(async () => {
  refusal = undefined;
  refused = undefined;
  reports = [];
  group = await aGroup({
    prepare: async ([, carrier]) => {
      open = await aPartnerDoor(carrier!, { handlers });
    },
  });
});

function aCourier(party: TestParty, authorities = party.authority.rootPem): Courier {
  const courier = startCourier(
    party.post,
    () => ({ authorities, lookup: lookupLocalhost }),
    (error) => reports.push(error),
  );
  atEnd(() => courier.stop());
  return courier;
}

async function cancel(subject: string, to: string = group.carrier.id): Promise<void> {
  const { post } = group.mall;
  const data = { purchase: '10482771930561', reason: 'expired' } as const;
  await post.storage.write((db) => sendEvent(post, db, { to, type: 'shipping.cancel', subject, data }));
}

async function waiting(): Promise<PostRow | undefined> {
  return (await listWaiting(group.mall.post, { limit: 100, order: 'oldest' })).rows[0];
}

const tried = (attempts: number): Promise<PostRow> =>
  until(`try ${attempts}`, async () => {
    const row = await waiting();
    return row && row.attempts >= attempts && row;
  });
const arrived = (count: number): Promise<boolean> =>
  until('the message is accepted', async () => {
    const taken = (await effects(group.carrier)).length === count;
    return taken && (await waiting()) === undefined;
  });

/** As time passes: what is due now is visited at the next commit, or within a second. */
async function pass(seconds: number): Promise<void> {
  const { post } = group.mall;
  group.clock.advance({ seconds });
  await post.storage.write((db) => db.selectFrom('outbox').select('id').execute());
}

describe('the courier', () => {
  test('brings a message as soon as its fact is kept, and notes when', async () => {
    aCourier(group.mall);
    await cancel('30000000000001');
    await arrived(1);
    expect(await effects(group.carrier)).toEqual(['30000000000001']);
    const rows = await group.mall.post.storage.read.selectFrom('partner').select('last_sent_at').execute();
    expect(rows).toEqual([{ last_sent_at: group.clock().toISOString() }]);
  });

  test('brings what was written before it was started, as after a crash', async () => {
    for (let at = 0; at < 40; at++) await cancel(String(30_000_000_000_000 + at));
    aCourier(group.mall);
    await arrived(40);
    expect(new Set(await effects(group.carrier)).size).toBe(40);
  });

  test('tries again and again while the partner is down, ever more seldom, and delivers when it is back', async () => {
    await closeDoor(open.door);
    aCourier(group.mall);
    const written = group.clock().getTime();
    await cancel('30000000000002');
    const first = await tried(1);
    expect(first.lastError).toBe('ECONNREFUSED');
    const wait = Date.parse(first.nextAt) - written;
    expect(wait).toBeGreaterThanOrEqual(750);
    expect(wait).toBeLessThanOrEqual(1250);

    let row = first;
    for (const expected of [2, 4, 8]) {
      await pass((Date.parse(row.nextAt) - group.clock().getTime()) / 1000);
      row = await tried(row.attempts + 1);
      const seconds = (Date.parse(row.nextAt) - group.clock().getTime()) / 1000;
      expect(seconds / expected).toBeGreaterThanOrEqual(0.75);
      expect(seconds / expected).toBeLessThanOrEqual(1.25);
    }

    await aPartnerDoor(group.carrier, { handlers, port: open.port });
    await pass(20);
    await arrived(1);
  });

  test('waits five minutes between tries at the most', async () => {
    await closeDoor(open.door);
    await cancel('30000000000003');
    await group.mall.post.storage.write((db) => db.updateTable('outbox').set({ attempts: 60 }).execute());
    aCourier(group.mall);
    const row = await tried(61);
    expect(Date.parse(row.nextAt) - group.clock().getTime()).toBeLessThanOrEqual(5 * 60_000 * 1.25);
  });

  test('lets a message that is refused for good rest where staff see it, until they ask again', async () => {
    refusal = fail('contents-differ');
    aCourier(group.mall);
    await cancel('30000000000004');
    const row = await until('the refusal', async () => {
      const seen = await waiting();
      return seen?.rejected && seen;
    });
    expect(row).toMatchObject({ attempts: 1, lastError: 'contents-differ' });
    await pass(3600);
    expect(await effects(group.carrier)).toEqual([]);
    refusal = undefined;
    await retryNow(group.mall.post, 'mori', group.carrier.id);
    await arrived(1);
  });

  test.each(['event-unknown-number', 'disk-full', 'event-foreign', 'too-many'] as const)(
    'tries again after %s',
    async (code) => {
      refusal = fail(code);
      aCourier(group.mall);
      await cancel('30000000000005');
      expect(await tried(1)).toMatchObject({ rejected: false, lastError: code });
      refusal = undefined;
      await pass(10);
      await arrived(1);
    },
  );

  test('brings the others of a batch whose first one the partner can’t take yet', async () => {
    refusal = fail('event-unknown-number');
    refused = '30000000000020';
    for (const subject of [refused, '30000000000021', '30000000000022']) await cancel(subject);
    aCourier(group.mall);
    await until('the others', async () => (await effects(group.carrier)).length === 2);
    expect(new Set(await effects(group.carrier))).toEqual(new Set(['30000000000021', '30000000000022']));
    await until(
      'the note',
      async () => (await listWaiting(group.mall.post, { limit: 100, order: 'oldest' })).rows.length === 1,
    );
    expect(await waiting()).toMatchObject({ lastError: 'event-unknown-number', attempts: 1 });
  });

  test('says where staff and the log see it that it can’t sign', async () => {
    group.clock.advance({ days: 3 * 366 });
    await cancel('30000000000023');
    aCourier(group.mall);
    expect(await tried(1)).toMatchObject({ rejected: false, lastError: 'key-expired' });
    expect(reports).toMatchObject([{ code: 'key-expired' }]);
  });

  test('brings it again when the answer was lost; the partner acts once', async () => {
    let lost = 1;
    await closeDoor(open.door);
    const cutting: EventHandlers<PostTables> = {
      'shipping.cancel': async (db, event) => {
        const done = await notingHandlers['shipping.cancel']!(db, event);
        if (lost-- > 0) again.door.server.closeAllConnections();
        return done;
      },
    };
    const again = await aPartnerDoor(group.carrier, { handlers: cutting, port: open.port });
    aCourier(group.mall);
    await cancel('30000000000006');
    await tried(1);
    await pass(10);
    await arrived(1);
    expect(await effects(group.carrier)).toHaveLength(1);
  });

  test('brings nothing to a suspended partner, and all of it once the partner is approved again', async () => {
    expectOk(await suspendPartner(group.mall.post, 'mori', group.carrier.id));
    aCourier(group.mall);
    await cancel('30000000000007');
    await pass(10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await waiting())?.attempts).toBe(0);
    expectOk(await approveNow(group.mall, group.carrier));
    await arrived(1);
  });

  test('is not held up at one partner by another that is down', async () => {
    const other = await aCarrier({ id: 'other.localhost', clock: group.clock });
    const theirs = await aPartnerDoor(other, { handlers });
    await introduce(group.mall, other);
    await closeDoor(theirs.door);
    aCourier(group.mall);
    await cancel('30000000000008', other.id);
    await cancel('30000000000009');
    await until('the other one is served', async () => (await effects(group.carrier)).length === 1);
    await until('its answer is noted', async () => (await waiting())?.partner === other.id);
  });
});

describe('the courier hands nothing to', () => {
  async function impostor(spoil: (carrier: TestCarrier) => Promise<void>): Promise<PostRow> {
    await closeDoor(open.door);
    await spoil(group.carrier);
    await aPartnerDoor(group.carrier, { handlers, port: open.port });
    aCourier(group.mall);
    await cancel('30000000000010');
    const row = await tried(1);
    expect(await effects(group.carrier)).toEqual([]);
    return row;
  }

  test('a server with another key, though its certificate is of the same authority', async () => {
    const row = await impostor((carrier) => certify(carrier.vault, carrier.id, carrier.authority));
    expect(row.rejected).toBe(false);
  });

  test('a server with a certificate of another authority', async () => {
    const other = await anAuthority('Other root');
    const row = await impostor((carrier) => certify(carrier.vault, carrier.id, other));
    expect(row.rejected).toBe(false);
  });

  test('a server with a certificate for another host', async () => {
    const row = await impostor((carrier) => certify(carrier.vault, 'elsewhere.localhost', carrier.authority));
    expect(row.lastError).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
