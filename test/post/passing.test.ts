/** Messages whose body is never written down: brought as any other, forgotten when taken, gone when they are lost. */
import { describe, expect, test } from 'vitest';
import { ok } from '#shared/result.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { dropOldBodies, passEvent, passingState, startCourier } from '#main/post/index.ts';
import { bodyOf } from '#main/post/passing.ts';
import { atEnd } from '../builders/a-folder.ts';
import { aGroup } from '../builders/a-group.ts';
import { aPartnerDoor, closeDoor } from '../builders/a-partner-door.ts';
import type { TestParty } from '../builders/a-party.ts';
import { until } from '../builders/until.ts';

const message = (to: TestParty) =>
  ({
    to: to.id,
    type: 'shipping.cancel',
    subject: '30482771930569',
    data: { purchase: '10482771930561', reason: 'cancelled' },
  }) as const;

const pass = (from: TestParty, to: TestParty) => from.post.storage.write((db) => passEvent(from.post, db, message(to)));

function courierOf(party: TestParty): void {
  const reports: unknown[] = [];
  const network = { authorities: party.authority.rootPem, lookup: lookupLocalhost };
  const courier = startCourier(
    party.post,
    () => network,
    (error) => reports.push(error),
  );
  atEnd(async () => {
    await courier.stop();
    expect(reports).toEqual([]);
  });
}

describe('a message that passes through', () => {
  test('arrives as any other does, and its body is forgotten then', async () => {
    const got: unknown[] = [];
    const handlers = {
      'shipping.cancel': async (_: unknown, { data }: { data: unknown }) => (got.push(data), ok()),
    };
    const { mall, carrier } = await aGroup({
      prepare: async ([, carrier]) => void (await aPartnerDoor(carrier!, { handlers })),
    });
    const id = await pass(mall, carrier);
    const row = await mall.storage.read.selectFrom('outbox').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ id, event: '', type: 'shipping.cancel' });
    expect(bodyOf(mall.post, row)).toContain('10482771930561');
    courierOf(mall);
    await until('it is taken', async () => (await passingState(mall.post.storage.read, id)) === 'accepted');
    expect(got).toEqual([message(carrier).data]);
    await until('its body is forgotten', () => bodyOf(mall.post, row) === undefined);
    // A partner that asks for what it missed does not get it once more.
    await mall.storage.write((db) => db.updateTable('outbox').set({ accepted_at: null }).execute());
    await until('the outbox forgets it', async () => (await passingState(mall.post.storage.read, id)) === 'lost');
    expect(got).toHaveLength(1);
  });

  test('waits while its partner is down, for an hour at most', async () => {
    const { mall, carrier, clock } = await aGroup({
      prepare: async ([, carrier]) => closeDoor((await aPartnerDoor(carrier!)).door),
    });
    const id = await pass(mall, carrier);
    courierOf(mall);
    const attempts = async (): Promise<number> =>
      (await mall.storage.read.selectFrom('outbox').select('attempts').executeTakeFirst())?.attempts ?? -1;
    await until('it is tried', async () => (await attempts()) > 0);
    expect(await passingState(mall.post.storage.read, id)).toBe('waiting');
    clock.advance({ minutes: 61 });
    dropOldBodies(mall.post);
    await until('it is given up', async () => (await passingState(mall.post.storage.read, id)) === 'lost');
  });

  test('is no message when its unit of work is undone', async () => {
    const { mall, carrier } = await aGroup();
    let id = '';
    const undone = mall.post.storage.write(async (db) => {
      id = await passEvent(mall.post, db, message(carrier));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await passingState(mall.post.storage.read, id)).toBe('lost');
  });
});
