import { beforeAll, describe, expect, test } from 'vitest';
import type { PostRow } from '#shared/desk/office.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { dropOldMessages, listWaiting, retryMessage, retryNow, sendEvent } from '#main/post/index.ts';
import { aGroup, carryMessages, sentEvents, type TestGroup } from '../builders/a-group.ts';
import { anEvent, effects, notingHandlers, receive } from './an-event.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup({});
});

const cancellation = { purchase: '10482771930561', reason: 'expired' } as const;

async function cancel(subject: string): Promise<void> {
  const { mall, carrier } = group;
  await mall.post.storage.write((db) =>
    sendEvent(mall.post, db, { to: carrier.id, type: 'shipping.cancel', subject, data: cancellation }),
  );
}

describe('the outbox', () => {
  test('holds a message when the fact that it tells is kept', async () => {
    await cancel('30000000000001');
    const waiting = (await listWaiting(group.mall.post, { limit: 100, order: 'oldest' })).rows;
    expect(waiting).toMatchObject([
      { partner: group.carrier.id, type: 'shipping.cancel', attempts: 0, rejected: false },
    ]);
  });

  test('holds none when the fact was undone', async () => {
    const { mall, carrier } = group;
    const before = (await listWaiting(mall.post, { limit: 100, order: 'oldest' })).rows;
    const failing = mall.post.storage.write(async (db) => {
      const message = {
        to: carrier.id,
        type: 'shipping.cancel',
        subject: '30000000000002',
        data: cancellation,
      } as const;
      await sendEvent(mall.post, db, message);
      throw new Error('the fact did not happen');
    });
    await expect(failing).rejects.toThrow();
    expect((await listWaiting(mall.post, { limit: 100, order: 'oldest' })).rows).toEqual(before);
  });

  test('refuses to hold what its schema does not know', async () => {
    const { mall, carrier } = group;
    const leaking = { ...cancellation, name: '見本花子' };
    const sending = mall.post.storage.write((db) =>
      sendEvent(mall.post, db, { to: carrier.id, type: 'shipping.cancel', subject: '3', data: leaking }),
    );
    await expect(sending).rejects.toThrow(/members outside its schema/);
  });

  test('keeps what a partner refused where staff see it, and brings it again when they ask', async () => {
    const { mall, carrier } = group;
    expect(await carryMessages(mall, carrier)).toBe(0);
    const [event] = await sentEvents(mall);
    await mall.post.storage.write((db) =>
      db.updateTable('outbox').set({ rejected_at: mall.clock().toISOString(), last_error: 'HTTP 422' }).execute(),
    );
    expect((await listWaiting(mall.post, { limit: 100, order: 'oldest' })).rows).toMatchObject([
      { rejected: true, lastError: 'HTTP 422' },
    ]);
    const [{ id }] = (await listWaiting(mall.post, { limit: 100, states: ['refused'] })).rows as [PostRow];
    expect(await retryMessage(mall.post, 'mori', '7b1f4a52-6d2c-4a52-9d1e-5a3c7be0f6a1')).toEqual(fail('not-found'));
    expect(await retryMessage(mall.post, 'mori', id)).toEqual(ok());
    expect((await listWaiting(mall.post, { limit: 100, states: ['refused'] })).total).toBe(0);
    await mall.post.storage.write((db) =>
      db.updateTable('outbox').set({ rejected_at: mall.clock().toISOString() }).execute(),
    );
    await retryNow(mall.post, 'mori', carrier.id);
    expect((await listWaiting(mall.post, { limit: 100, order: 'oldest' })).rows).toMatchObject([{ rejected: false }]);
    expect((await receive(carrier, mall, event!.json)).ok).toBe(true);
  });

  test('keeps accepted messages 35 days, for a partner that restores a backup', async () => {
    const { mall, clock } = group;
    const now = clock().toISOString();
    await mall.post.storage.write((db) => db.updateTable('outbox').set({ accepted_at: now }).execute());
    clock.advance({ days: 34 });
    await dropOldMessages(mall.post);
    expect(await sentEvents(mall)).toHaveLength(1);
    clock.advance({ days: 2 });
    await dropOldMessages(mall.post);
    expect(await sentEvents(mall)).toEqual([]);
  });

  test('never drops what was not accepted', async () => {
    const { mall, clock } = group;
    await cancel('30000000000003');
    clock.advance({ days: 400 });
    await dropOldMessages(mall.post);
    expect(await sentEvents(mall)).toHaveLength(1);
    await mall.post.storage.write((db) => db.deleteFrom('outbox').execute());
  });
});

describe('a partner that restored a backup', () => {
  test('asks for what was accepted since and gets it, without any second effect', async () => {
    const { mall, carrier, clock } = group;
    const accept = async (subject: string): Promise<void> => {
      await cancel(subject);
      const event = (await sentEvents(mall)).find((sent) => sent.subject === subject)!;
      expectOk(await receive(carrier, mall, event.json));
      const accepted_at = clock().toISOString();
      await mall.post.storage.write((db) =>
        db.updateTable('outbox').set({ accepted_at }).where('subject', '=', subject).execute(),
      );
    };
    await accept('30000000000010');
    clock.advance({ hours: 1 });
    const since = clock().toISOString();
    await accept('30000000000011');
    clock.advance({ hours: 1 });
    await accept('30000000000012');

    const request = anEvent(carrier, { type: 'resync.request', subject: carrier.id, data: { since } });
    expectOk(await receive(mall, carrier, request));
    const again = (await listWaiting(mall.post, { limit: 100, order: 'oldest' })).rows;
    expect(again).toHaveLength(2);
    const before = await effects(carrier);
    for (const { json } of (await sentEvents(mall)).slice(1)) expectOk(await receive(carrier, mall, json));
    expect(await effects(carrier)).toEqual(before);
  });

  test('gets what was accepted within the very second, however it writes the time', async () => {
    const { mall, carrier, clock } = group;
    clock.set('2027-03-01T00:00:00.400Z');
    const accepted_at = clock().toISOString();
    await mall.post.storage.write((db) => db.updateTable('outbox').set({ accepted_at }).execute());
    const data = { since: '2027-03-01T00:00:00Z' };
    expectOk(await receive(mall, carrier, anEvent(carrier, { type: 'resync.request', subject: carrier.id, data })));
    expect((await listWaiting(mall.post, { limit: 100, order: 'oldest' })).rows.length).toBe(3);
  });

  test('asks for its own messages alone', async () => {
    const { mall, carrier, clock } = group;
    const accepted_at = clock().toISOString();
    await mall.post.storage.write((db) =>
      db.updateTable('outbox').set({ accepted_at, partner: 'other.localhost' }).execute(),
    );
    const data = { since: '2020-01-01T00:00:00Z' };
    const request = anEvent(carrier, { type: 'resync.request', subject: carrier.id, data });
    expectOk(await receive(mall, carrier, request, notingHandlers));
    expect((await listWaiting(mall.post, { limit: 100, order: 'oldest' })).rows).toEqual([]);
  });
});
