/** Orders that the mall's staff call off before they leave: carrier, money and stock follow. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { OrderAccount } from '#shared/desk/mall-refunds.ts';
import { expectOk, fail } from '#shared/result.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { endHolds } from '#main/roles/credit/settle.ts';
import { handOver } from '#main/roles/mall/packing.ts';
import { recordPayment } from '#main/roles/mall/money.ts';
import { cancelOrder, makeRefund, withdrawRefund } from '#main/roles/mall/refunds.ts';
import { findOrder } from '#main/roles/mall/returns.ts';
import { countStock } from '#main/roles/mall/stock.ts';
import { yen } from '#shared/domain/money.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { carryParcel, packParcel } from '../../builders/a-dispatch.ts';
import { aCatalogue, anAgreedParcel, anOffer } from '../../builders/an-order.ts';
import {
  aLinkedParcel,
  aPayOffer,
  aSettledOrder,
  aSettlingGroup,
  cardRow,
  SAMPLE_PERSON,
  type SettlingGroup,
} from '../../builders/a-payment.ts';

let group: SettlingGroup;
/** What the card had before. */
let before: number;
beforeEach(async () => {
  group = await aSettlingGroup();
  await aCatalogue(group.mall);
  before = (await cardRow(group, SAMPLE_PERSON)).available;
});
/** One paperback and two packets of tea. */
const PRICE = 3955;
const EBOOK = 1200;
const MIXED = { 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 };

const cancel = (number: string) => cancelOrder(group.mall.mall, 'clerk 3', { number, reason: 'customer' });
const account = async (number: string): Promise<OrderAccount> => expectOk(await findOrder(group.mall.mall, number));
const part = async (number: string) => (await account(number)).parts.find((one) => one.number === number)!;
const parcelAtCarrier = (number: string) =>
  group.carrier.storage.read
    .selectFrom('parcel')
    .select('state')
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
const settlementAtCredit = (jti: string) =>
  group.credit.storage.read.selectFrom('settlement').selectAll().where('jti', '=', jti).executeTakeFirstOrThrow();
const payment = (orderId: string) =>
  group.mall.storage.read
    .selectFrom('settlement')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
const spent = async (): Promise<number> => before - (await cardRow(group, SAMPLE_PERSON)).available;
const stockOf = async (sku: string): Promise<number | null> =>
  (await group.mall.storage.read.selectFrom('product').select('stock').where('sku', '=', sku).executeTakeFirstOrThrow())
    .stock;
const rejected = async (type: string): Promise<(string | null)[]> =>
  (
    await group.mall.post.storage.read
      .selectFrom('outbox')
      .select('last_error')
      .where('type', '=', type)
      .where('rejected_at', 'is not', null)
      .execute()
  ).map(({ last_error }) => last_error);

describe('a settled parcel', () => {
  test.each(['accepted', 'packed'])(
    'that is %s is called off: no parcel, no payment, the money is back',
    async (state) => {
      const { purchase, number, orderId, jti } = await aLinkedParcel(group);
      if (state === 'packed') await packParcel(group, purchase);
      expect(await part(purchase)).toMatchObject({
        standing: 'cancellable',
        refundable: yen(PRICE),
        way: 'settlement',
      });
      expectOk(await cancel(purchase));
      expect(await part(purchase)).toMatchObject({ state: 'cancelled', calledOff: 'asked' });
      await group.exchange();
      expect(await parcelAtCarrier(number)).toEqual({ state: 'cancelled' });
      expect(await settlementAtCredit(jti)).toMatchObject({ state: 'released', released: PRICE });
      expect(await payment(orderId)).toMatchObject({ state: 'released', released: PRICE, claimed: 0, refunded: 0 });
      expect(await spent()).toBe(0);
      const { refunds } = await account(purchase);
      expect(refunds).toMatchObject([{ way: 'settlement', reason: 'cancelled', state: 'done', amount: yen(PRICE) }]);
      expect(await part(purchase)).toMatchObject({
        calledOff: 'confirmed',
        standing: 'nothing-left',
        refundable: yen(0),
      });
      expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
      const trail = await group.mall.storage.read.selectFrom('trail').select(['action', 'subject', 'detail']).execute();
      expect(trail).toContainEqual({ action: 'order.cancelled', subject: purchase, detail: 'customer' });
    },
  );

  test.each(['b', 'c'] as const)('is called off in variant %s too', async (variant) => {
    group = await aSettlingGroup({ variant, creditVariant: variant });
    const { purchase, number, orderId } = await aLinkedParcel(group);
    expectOk(await cancel(purchase));
    await group.exchange();
    expect(await parcelAtCarrier(number)).toEqual({ state: 'cancelled' });
    expect([await spent(), (await payment(orderId)).state]).toEqual([0, 'released']);
    expect(await part(purchase)).toMatchObject({ calledOff: 'confirmed' });
  });

  test('gives its pieces back to the stock', async () => {
    expectOk(await countStock(group.mall.mall, 'clerk', { counts: [{ sku: 'FD-1', stock: 10 }], reason: 'counted' }));
    const { purchase } = await aLinkedParcel(group);
    expect(await stockOf('FD-1')).toBe(8);
    expectOk(await cancel(purchase));
    expect([await stockOf('FD-1'), await stockOf('BK-1')]).toEqual([10, null]);
  });

  test('can’t be called off twice, also by two benches at once', async () => {
    const { purchase } = await aLinkedParcel(group);
    const both = await Promise.all([cancel(purchase), cancel(purchase)]);
    expect(both.filter(({ ok }) => !ok)).toEqual([fail('wrong-state', 'cancelled')]);
    await group.exchange();
    expect(await sentEvents(group.mall, 'settlement.refund')).toHaveLength(1);
    expect(await sentEvents(group.mall, 'shipping.cancel')).toHaveLength(1);
  });

  test('that one bench calls off and another hands over does one of the two', async () => {
    for (const first of ['cancel', 'hand over']) {
      const { purchase, orderId } = await aLinkedParcel(group);
      await packParcel(group, purchase);
      const off = (): Promise<{ ok: boolean }> => cancel(purchase);
      const on = (): Promise<{ ok: boolean }> => handOver(group.mall.mall, 'clerk 4', purchase);
      const done = await Promise.all(first === 'cancel' ? [off(), on()] : [on(), off()]);
      expect(done.map(({ ok }) => ok)).toEqual([true, false]);
      await group.exchange();
      const { state, claimed, released } = await payment(orderId);
      expect([state, claimed, released]).toEqual(first === 'cancel' ? ['released', 0, PRICE] : ['claimed', PRICE, 0]);
    }
  });

  test('that has left is not called off any more', async () => {
    const { purchase, number } = await aLinkedParcel(group);
    await carryParcel(group, number, ['accept']);
    expect(await cancel(purchase)).toEqual(fail('wrong-state', 'shipped'));
    expect(await spent()).toBe(PRICE);
  });

  test('that the carrier took in the same moment is seen by both sides’ staff', async () => {
    const { purchase, number } = await aLinkedParcel(group);
    expectOk(await scanParcel(group.carrier.carrier, { who: 'driver' }, { scan: number, step: 'accept' }));
    expectOk(await cancel(purchase));
    await group.exchange();
    expect(await parcelAtCarrier(number)).toEqual({ state: 'accepted' });
    expect(await part(purchase)).toMatchObject({ state: 'cancelled', calledOff: 'refused' });
    expect(await rejected('shipping.cancel')).toEqual(['wrong-state']);
    const told = await group.carrier.post.storage.read
      .selectFrom('outbox')
      .select('last_error')
      .where('type', '=', 'parcel.status')
      .execute();
    expect(told).toEqual([{ last_error: 'wrong-state' }]);
  });

  test('can’t be accepted at the carrier after it was called off', async () => {
    const { purchase, number } = await aLinkedParcel(group);
    expectOk(await cancel(purchase));
    await group.exchange();
    const scanned = await scanParcel(group.carrier.carrier, { who: 'driver' }, { scan: number, step: 'accept' });
    expect(scanned).toEqual(fail('wrong-state', 'cancelled'));
  });

  test('whose hold has lapsed is called off all the same; there is nothing to give back', async () => {
    const { purchase, orderId } = await aLinkedParcel(group);
    await packParcel(group, purchase);
    group.clock.advance({ days: 15 });
    await endHolds(group.credit.credit);
    await group.exchange();
    expect(await part(purchase)).toMatchObject({ standing: 'cancellable', refundable: yen(0) });
    expectOk(await cancel(purchase));
    await group.exchange();
    expect([await spent(), (await account(purchase)).refunds]).toEqual([0, []]);
    expect(await payment(orderId)).toMatchObject({ state: 'lapsed', released: PRICE });
  });

  test('whose hold lapses in the same moment gives the money back once, and the refund ends', async () => {
    const { purchase, orderId } = await aLinkedParcel(group);
    group.clock.advance({ days: 15 });
    await endHolds(group.credit.credit);
    expectOk(await cancel(purchase));
    await group.exchange();
    expect(await spent()).toBe(0);
    expect(await rejected('settlement.refund')).toEqual(['refund-too-high']);
    expect((await account(purchase)).refunds).toMatchObject([{ state: 'done', amount: yen(PRICE) }]);
    expect(await payment(orderId)).toMatchObject({ state: 'lapsed', released: PRICE });
  });

  test('is not called off while its customer stands in the carrier’s window', async () => {
    const order = await aSettledOrder(group);
    expect(await cancel(order.purchase)).toEqual(fail('wrong-state', 'offered'));
    const offer = await aPayOffer(group);
    expect(await cancel(offer.purchase)).toEqual(fail('wrong-state', 'awaiting-payment'));
    expect(await part(offer.purchase)).toMatchObject({ standing: 'with-customer', refundable: yen(0) });
  });

  test('of a number that nobody has is unknown', async () => {
    expect(await cancel('10482771930561')).toEqual(fail('purchase-unknown'));
    const { orderId } = await aLinkedParcel(group);
    // The payment's number names the electronic goods: this order has none.
    expect(await cancel((await payment(orderId)).number)).toEqual(fail('purchase-unknown'));
  });
});

describe('an order with a parcel and electronic goods', () => {
  test('may lose its parcel alone: its price goes back, the goods are still claimed', async () => {
    const { purchase, orderId, jti } = await aLinkedParcel(group, { items: MIXED });
    const { number: goods } = await payment(orderId);
    expectOk(await cancel(purchase));
    await group.exchange();
    expect(await spent()).toBe(EBOOK);
    expect(await settlementAtCredit(jti)).toMatchObject({ state: 'held', released: PRICE });
    expect(await payment(orderId)).toMatchObject({ state: 'accepted', released: PRICE });
    expect(await part(goods)).toMatchObject({ standing: 'cancellable', refundable: yen(EBOOK) });
    expectOk(await cancel(goods));
    await group.exchange();
    expect(await spent()).toBe(0);
    expect(await payment(orderId)).toMatchObject({ state: 'released', released: PRICE + EBOOK });
  });

  test('may lose its goods alone: the parcel leaves and is claimed', async () => {
    const { purchase, number, orderId } = await aLinkedParcel(group, { items: MIXED });
    const { number: goods } = await payment(orderId);
    expectOk(await cancel(goods));
    await carryParcel(group, number, ['accept']);
    expect(await payment(orderId)).toMatchObject({ state: 'claimed', claimed: PRICE, released: EBOOK });
    expect([await spent(), (await part(purchase)).state, (await part(goods)).state]).toEqual([
      PRICE,
      'shipped',
      'cancelled',
    ]);
  });

  test('gives money back of one part only what the other is not still to be dispatched for', async () => {
    const { purchase, number, orderId } = await aLinkedParcel(group, { items: MIXED });
    const { number: goods } = await payment(orderId);
    await carryParcel(group, number, ['accept']);
    expect(await part(purchase)).toMatchObject({ standing: 'refundable', refundable: yen(PRICE) });
    const tooMuch = { number: purchase, amount: yen(PRICE + 1), reason: 'other' } as const;
    expect(await makeRefund(group.mall.mall, 'clerk', tooMuch)).toEqual(fail('refund-too-high'));
    const early = { number: goods, amount: yen(1), reason: 'other' } as const;
    expect(await makeRefund(group.mall.mall, 'clerk', early)).toEqual(fail('wrong-state', 'ready'));
  });
});

describe('an order that nobody has paid yet', () => {
  test('on delivery is called off without money', async () => {
    const { purchase, number } = await anAgreedParcel(group);
    expect(await part(purchase)).toMatchObject({ standing: 'cancellable', refundable: yen(0) });
    expectOk(await cancel(purchase));
    await group.exchange();
    expect(await parcelAtCarrier(number)).toEqual({ state: 'cancelled' });
    expect((await account(purchase)).refunds).toEqual([]);
  });

  test('to be paid later is owed no more; what was paid early goes back by own means', async () => {
    const unpaid = await anAgreedParcel(group, { pay: 'later' });
    expectOk(await cancel(unpaid.purchase));
    const payIt = (purchase: string) =>
      recordPayment(group.mall.mall, 'clerk', { purchase, amount: yen(PRICE), date: '2026-11-21' });
    expect(await payIt(unpaid.purchase)).toEqual(fail('wrong-state', 'cancelled'));
    const paid = await anAgreedParcel(group, { pay: 'later' });
    expectOk(await payIt(paid.purchase));
    expectOk(await cancel(paid.purchase));
    expect((await account(paid.purchase)).refunds).toMatchObject([{ way: 'own', state: 'asked', amount: yen(PRICE) }]);
  });

  test('is not called off before the carrier has agreed', async () => {
    const { purchase } = await anOffer(group);
    expect(await cancel(purchase)).toEqual(fail('wrong-state', 'offered'));
  });
});

test('a request that waits for its company is not taken back', async () => {
  const { purchase } = await aLinkedParcel(group);
  expectOk(await cancel(purchase));
  const [row] = (await account(purchase)).refunds;
  expect(await withdrawRefund(group.mall.mall, 'clerk', row!.refund)).toEqual(fail('wrong-state', 'asked'));
});
