/** Claims that cross the end of a hold: the mall keeps those that the credit company took, and loses the others. */
import { beforeEach, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { endHolds } from '#main/roles/credit/settle.ts';
import { claimPayment, findPayment } from '#main/roles/mall/payment.ts';
import { makeRefund } from '#main/roles/mall/refunds.ts';
import { writeResult } from '#main/storage/index.ts';
import { bringEvent, sentEvents } from '../../builders/a-group.ts';
import { aLinkedParcel, aSettlingGroup, type SettlingGroup } from '../../builders/a-payment.ts';

const PRICE = { parcel: 3955, goods: 1200 } as const;
type Part = keyof typeof PRICE;

let group: SettlingGroup;
beforeEach(async () => {
  group = await aSettlingGroup();
});

const claims = async (orderId: string) =>
  Object.fromEntries(
    (
      await group.mall.storage.read
        .selectFrom('claim')
        .innerJoin('settlement', 'settlement.number', 'claim.payment')
        .select(['part', 'lapsed'])
        .where('order_id', '=', orderId)
        .execute()
    ).map(({ part, lapsed }) => [part, lapsed]),
  );

/** Both parts leave on one day; one claim is taken in time, word of that is lost, and the hold ends before the other. */
async function aCrossing(taken: Part, first: Part): Promise<{ orderId: string }> {
  const { mall, credit } = group;
  const { orderId } = await aLinkedParcel(group, { items: { 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 } });
  const second = first === 'parcel' ? 'goods' : 'parcel';
  await mall.storage.write((db) =>
    db.updateTable('goods').set({ state: 'sent' }).where('order_id', '=', orderId).execute(),
  );
  for (const part of [first, second] as const) {
    expectOk(
      await writeResult(mall.storage, (db) => claimPayment(mall.mall, db, { orderId, part, amount: PRICE[part] })),
    );
  }
  const rows = await mall.storage.read
    .selectFrom('claim')
    .innerJoin('settlement', 'settlement.number', 'claim.payment')
    .select(['claim', 'part'])
    .where('order_id', '=', orderId)
    .execute();
  const id = rows.find(({ part }) => part === taken)!.claim;
  const sent = (await sentEvents(mall, 'claim')).find(({ subject }) => subject === id)!;
  expectOk(await bringEvent(mall, credit, sent.json));
  group.clock.advance({ days: 15 });
  await endHolds(credit.credit);
  return { orderId };
}

test.each([
  ['parcel', 'parcel'],
  ['parcel', 'goods'],
  ['goods', 'parcel'],
  ['goods', 'goods'],
] as const)('the %s’s claim was taken: it stands, whichever was made first (%s)', async (taken, first) => {
  const { orderId } = await aCrossing(taken, first);
  for (const { json } of await sentEvents(group.credit, 'settlement.expired')) {
    expectOk(await bringEvent(group.credit, group.mall, json));
  }
  const other = taken === 'parcel' ? 'goods' : 'parcel';
  expect(await claims(orderId)).toEqual({ [taken]: 0, [other]: 1 });
  const payment = await group.mall.storage.read
    .selectFrom('settlement')
    .select(['claimed', 'released', 'state'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  expect(payment).toEqual({ claimed: PRICE[taken], released: PRICE[other], state: 'claimed' });
  // Nobody forwards what is not paid for: the customer’s window must not wait for it.
  const { state } = await group.mall.storage.read.selectFrom('goods').select('state').executeTakeFirstOrThrow();
  expect(state).toBe(taken === 'goods' ? 'sent' : 'refunded');
});

test('a price goes back only once its claim was accepted: else the refund would take another part’s', async () => {
  const { mall } = group.mall;
  const { orderId } = await aLinkedParcel(group, { items: { 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 } });
  const { number } = (await findPayment(group.mall.storage.read, orderId))!;
  await group.mall.storage.write((db) =>
    db.updateTable('goods').set({ state: 'sent' }).where('number', '=', number).execute(),
  );
  const goods = { orderId, part: 'goods', amount: PRICE.goods } as const;
  expectOk(await writeResult(mall.storage, (db) => claimPayment(mall, db, goods)));
  const refund = { number, amount: yen(360), reason: 'other' } as const;
  expect(await makeRefund(mall, 'clerk', refund)).toEqual(fail('claim-waiting'));
  await group.exchange();
  expectOk(await makeRefund(mall, 'clerk', refund));
});
