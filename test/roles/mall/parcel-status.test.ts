import * as fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fail, type Result } from '#shared/result.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { findPurchase } from '#main/roles/mall/shop.ts';
import { aGroup, bringEvent, type TestGroup } from '../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel } from '../../builders/an-order.ts';
import { anEvent } from '../../post/an-event.ts';

let group: TestGroup;
let parcel: AgreedParcel;
beforeAll(async () => {
  group = await aGroup();
  parcel = await anAgreedParcel(group);
});
beforeEach(() => put('packed'));

async function put(state: PurchaseState): Promise<void> {
  await group.mall.storage.write((db) => db.updateTable('purchase').set({ state }).execute());
}
const stateNow = async (): Promise<string> => (await findPurchase(group.mall.mall, parcel.purchase))!.state;

type Status = 'accepted' | 'delivered' | 'returned';
function tell(status: Status, changes: Record<string, unknown> = {}): Promise<Result<void>> {
  const data = { status, date: '2026-11-22', ...(status === 'returned' && { reason: 'refused' }) };
  const event = anEvent(group.carrier, { type: 'parcel.status', subject: parcel.number, data, ...changes });
  return bringEvent(group.carrier, group.mall, JSON.stringify(event));
}

describe('what the carrier tells of a parcel', () => {
  test.each([
    ['accepted', 'shipped'],
    ['delivered', 'delivered'],
    ['returned', 'returned'],
  ] as const)('%s makes the purchase %s', async (status, state) => {
    expect((await tell(status)).ok).toBe(true);
    expect(await stateNow()).toBe(state);
  });

  test('counts though the bench forgot to say that the driver took it', async () => {
    await tell('accepted');
    expect(await stateNow()).toBe('shipped');
    await put('handed-over');
    await tell('accepted');
    expect(await stateNow()).toBe('shipped');
  });

  test.each([
    ['accepted', 'shipped'],
    ['delivered', 'delivered'],
    ['returned', 'returned'],
  ] as const)('%s is not lost on a purchase that the bench has not even packed', async (status, state) => {
    await put('accepted');
    expect((await tell(status)).ok).toBe(true);
    expect(await stateNow()).toBe(state);
  });

  test('that contradicts an end is refused, not swallowed', async () => {
    await put('delivered');
    expect(await tell('returned')).toEqual(fail('wrong-state', 'delivered'));
    await put('returned');
    expect(await tell('delivered')).toEqual(fail('wrong-state', 'returned'));
    expect(await stateNow()).toBe('returned');
  });

  test('never moves a purchase back, in whatever order it arrives', async () => {
    const order: Record<string, number> = { packed: 0, shipped: 1, delivered: 2, returned: 2 };
    const statuses = fc.array(fc.constantFrom<Status>('accepted', 'delivered', 'returned'), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(statuses, async (told) => {
        await put('packed');
        let before = 'packed';
        for (const status of told) {
          const contradicts = order[before] === 2 && status !== 'accepted' && status !== before;
          expect((await tell(status)).ok).toBe(!contradicts);
          const now = await stateNow();
          expect(order[now]!).toBeGreaterThanOrEqual(order[before]!);
          if (order[before] === 2) expect(now).toBe(before);
          before = now;
        }
      }),
      { numRuns: 15 },
    );
  });

  test('of a number that is not known yet may come again later', async () => {
    expect(await tell('accepted', { subject: '30000000000009' })).toEqual(fail('event-unknown-number'));
  });

  test('of another carrier’s parcel is of a number unknown', async () => {
    await group.mall.storage.write((db) => db.updateTable('purchase').set({ counterparty: 'x.localhost' }).execute());
    expect(await tell('delivered')).toEqual(fail('event-unknown-number'));
    await group.mall.storage.write((db) =>
      db.updateTable('purchase').set({ counterparty: group.carrier.id }).execute(),
    );
  });

  test('is a date and no time', async () => {
    const data = { status: 'accepted', date: '2026-11-22T10:00:00Z' };
    expect(await tell('accepted', { data })).toMatchObject({ error: { code: 'event-invalid' } });
  });
});
