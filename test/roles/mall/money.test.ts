import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { fail, type Result } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { listBreaks, listRemittances, recordPayment } from '#main/roles/mall/money.ts';
import { findPurchase } from '#main/roles/mall/shop.ts';
import { randomUuid } from '#main/vault/index.ts';
import { aGroup, bringEvent, type TestGroup } from '../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel, anOffer } from '../../builders/an-order.ts';
import { anEvent } from '../../post/an-event.ts';

let group: TestGroup;
beforeEach(async () => {
  group = await aGroup();
});

const TOTAL = 715 + 2 * 1620;
const isPaid = async ({ purchase }: AgreedParcel): Promise<boolean> =>
  (await findPurchase(group.mall.mall, purchase))!.paid_at !== null;

function remit(parcels: readonly { shipping: string; amount: number }[], changes: Record<string, unknown> = {}) {
  const remittance = randomUuid();
  const total = yen(parcels.reduce((sum, { amount }) => sum + amount, 0));
  const amounts = parcels.map(({ shipping, amount }) => ({ shipping, amount: yen(amount) }));
  const data = { remittance, date: '2026-11-30', parcels: amounts, total, ...changes };
  return tell(data);
}
function tell(data: Record<string, unknown>): Promise<Result<void>> {
  const event = anEvent(group.carrier, { type: 'cod.remittance', subject: data['remittance'], data });
  return bringEvent(group.carrier, group.mall, JSON.stringify(event));
}

describe('a remittance', () => {
  test('pays the parcels whose amounts are right', async () => {
    const parcels = [await anAgreedParcel(group), await anAgreedParcel(group)];
    const answer = await remit(parcels.map(({ number }) => ({ shipping: number, amount: TOTAL })));
    expect(answer).toEqual({ ok: true, value: undefined });
    expect(await Promise.all(parcels.map(isPaid))).toEqual([true, true]);
    expect((await listRemittances(group.mall.mall, { limit: 100 })).rows).toMatchObject([
      { carrier: group.carrier.id, date: '2026-11-30', parcels: 2, total: yen(2 * TOTAL), breaks: 0 },
    ]);
  });

  test('shows what does not match as breaks for staff, and pays none of it', async () => {
    const right = await anAgreedParcel(group);
    const less = await anAgreedParcel(group);
    const later = await anAgreedParcel(group, { pay: 'later' });
    await remit([
      { shipping: right.number, amount: TOTAL },
      { shipping: less.number, amount: TOTAL - 1 },
      { shipping: later.number, amount: TOTAL },
      { shipping: '30000000000009', amount: 5 },
      { shipping: right.number, amount: TOTAL },
    ]);
    expect(await Promise.all([right, less, later].map(isPaid))).toEqual([true, false, false]);
    const [row] = (await listRemittances(group.mall.mall, { limit: 100 })).rows;
    expect(row).toMatchObject({ parcels: 5, breaks: 4 });
    const expected = yen(TOTAL);
    expect(await listBreaks(group.mall.mall, row!.remittance)).toEqual([
      { shipping: less.number, amount: yen(TOTAL - 1), reason: 'amount-differs', purchase: less.purchase, expected },
      { shipping: later.number, amount: yen(TOTAL), reason: 'not-on-delivery', purchase: later.purchase },
      { shipping: '30000000000009', amount: yen(5), reason: 'unknown' },
      { shipping: right.number, amount: yen(TOTAL), reason: 'already-remitted', purchase: right.purchase, expected },
    ]);
    expect(await listBreaks(group.mall.mall, randomUuid())).toEqual([]);
  });

  test('names parcels by numbers and by nothing else', async () => {
    const answer = await remit([{ shipping: 'Hanako, Yokohama', amount: 5 }]);
    expect(answer).toEqual(fail('event-invalid', 'shipping'));
    expect((await listRemittances(group.mall.mall, { limit: 100 })).rows).toEqual([]);
  });

  test('pays a parcel once: in a second remittance it is a break', async () => {
    const { number } = await anAgreedParcel(group);
    await remit([{ shipping: number, amount: TOTAL }]);
    await remit([{ shipping: number, amount: TOTAL }]);
    const breaks = (await listRemittances(group.mall.mall, { limit: 100 })).rows.map((row) => row.breaks);
    expect(breaks.sort()).toEqual([0, 1]);
  });

  test('of another carrier does not pay this one’s parcels', async () => {
    const parcel = await anAgreedParcel(group);
    await group.mall.storage.write((db) => db.updateTable('purchase').set({ counterparty: 'x.localhost' }).execute());
    await remit([{ shipping: parcel.number, amount: TOTAL }]);
    expect(await isPaid(parcel)).toBe(false);
  });

  test.each([
    ['a wrong total', { total: yen(1) }],
    ['a total in another currency', { total: { value: TOTAL, currency: 'EUR' } }],
    ['no parcels', { parcels: [] }],
  ])('with %s is refused whole', async (_, changes) => {
    const parcel = await anAgreedParcel(group);
    const refused = await remit([{ shipping: parcel.number, amount: TOTAL }], changes);
    expect(refused).toMatchObject({ error: { code: 'event-invalid' } });
    expect(await isPaid(parcel)).toBe(false);
    expect((await listRemittances(group.mall.mall, { limit: 100 })).rows).toEqual([]);
  });

  test('that was received before, in another message, is refused for good', async () => {
    const remittance = randomUuid();
    const { number } = await anAgreedParcel(group);
    await remit([{ shipping: number, amount: TOTAL }], { remittance });
    const again = await remit([{ shipping: number, amount: TOTAL }], { remittance });
    expect(again).toEqual(fail('event-conflict', 'remittance'));
    expect((await listRemittances(group.mall.mall, { limit: 100 })).rows).toHaveLength(1);
  });
});

describe('a pay-later payment', () => {
  const pay = (purchase: string, amount = yen(TOTAL)) =>
    recordPayment(group.mall.mall, 'mori', { purchase, amount, date: '2026-12-01' });

  test('is recorded by its purchase number, once', async () => {
    const parcel = await anAgreedParcel(group, { pay: 'later' });
    expect(await pay(parcel.purchase)).toEqual({ ok: true, value: undefined });
    expect(await isPaid(parcel)).toBe(true);
    expect(await pay(parcel.purchase)).toEqual(fail('wrong-state', 'paid'));
    const [deed] = await readTrail(group.mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'mori', action: 'payment.recorded', subject: parcel.purchase });
  });

  test('of another amount or currency is not', async () => {
    const parcel = await anAgreedParcel(group, { pay: 'later' });
    expect(await pay(parcel.purchase, yen(TOTAL - 1))).toEqual(fail('cash-differs'));
    expect(await pay(parcel.purchase, { value: TOTAL, currency: 'EUR' })).toEqual(fail('cash-differs'));
    expect(await isPaid(parcel)).toBe(false);
  });

  test('is not recorded for an order that is paid to the driver, or that nobody made', async () => {
    const parcel = await anAgreedParcel(group);
    expect(await pay(parcel.purchase)).toEqual(fail('wrong-state', 'on-delivery'));
    expect(await pay('10000000000009')).toEqual(fail('purchase-unknown'));
  });

  test('is not recorded for an order that came to nothing', async () => {
    const { purchase } = await anOffer(group, { pay: 'later' });
    expect(await pay(purchase)).toEqual(fail('wrong-state', 'offered'));
    const data = { purchase, result: 'refused' };
    const event = anEvent(group.carrier, { type: 'shipping.result', subject: purchase, data });
    await bringEvent(group.carrier, group.mall, JSON.stringify(event));
    expect(await pay(purchase)).toEqual(fail('wrong-state', 'refused'));
  });
});
