import { beforeEach, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import { draftOrder } from '#main/roles/mall/draft.ts';
import { endStaleOffers, giveUpOrder } from '#main/roles/mall/expiry.ts';
import { oweStock, partItems, returnStock, countStock } from '#main/roles/mall/stock.ts';
import { chooseCarrier, findSession, startOrder } from '#main/roles/mall/shop.ts';
import { listShelf } from '#main/roles/mall/shop-shelf.ts';
import { settle } from '#main/roles/credit/settle.ts';
import { aGroup, bringEvent, type TestGroup } from '../../builders/a-group.ts';
import { aCatalogue, anAgreedParcel, anOffer, CATALOGUE, placeShown } from '../../builders/an-order.ts';
import {
  aPayArrival,
  aPayOffer,
  aSettledOrder,
  aSettlingGroup,
  BLOCKED,
  type SettlingGroup,
} from '../../builders/a-payment.ts';
import { anEvent } from '../../post/an-event.ts';

let group: TestGroup;
beforeEach(async () => {
  group = await aGroup();
  await aCatalogue(group.mall);
});

async function stockOf(sku: string, at: TestGroup = group): Promise<number | undefined> {
  return (await listShelf(at.mall.mall, { basket: {} })).products.find((product) => product.sku === sku)!.stock;
}
const count = async (sku: string, stock: number | null, at: TestGroup = group): Promise<void> =>
  expectOk(await countStock(at.mall.mall, 'mori', { counts: [{ sku, stock }], reason: 'counted' }));

/** A customer who is about to confirm. */
async function atConfirmation(basket: Record<string, number>) {
  const { mall } = group.mall;
  const { token } = expectOk(await startOrder(mall, basket));
  const now = async () => (await findSession(mall, token))!;
  expectOk(await chooseCarrier(mall, await now(), { carrier: group.carrier.id, pay: 'later' }));
  return now;
}

describe('pieces that are counted', () => {
  test('go with an order', async () => {
    await count('BK-1', 5);
    await anOffer(group, { items: { 'BK-1': 2, 'FD-1': 3 } });
    expect([await stockOf('BK-1'), await stockOf('FD-1')]).toEqual([3, undefined]);
  });

  test('are not promised beyond what there is', async () => {
    await count('BK-1', 2);
    expect(await draftOrder(group.mall.mall, { 'BK-1': 3 })).toEqual(fail('out-of-stock', 'BK-1'));
    expectOk(await draftOrder(group.mall.mall, { 'BK-1': 2 }));
    await count('BK-1', 0);
    expect(await startOrder(group.mall.mall, { 'BK-1': 1 })).toEqual(fail('out-of-stock', 'BK-1'));
  });

  test('the last one is sold once, however many press at the same moment', async () => {
    await count('BK-1', 1);
    const customers = await Promise.all(Array.from({ length: 6 }, () => atConfirmation({ 'BK-1': 1, 'FD-1': 1 })));
    await count('FD-1', 9);
    const sessions = await Promise.all(customers.map((now) => now()));
    const placed = await Promise.all(sessions.map((session) => placeShown(group.mall.mall, session)));
    expect(placed.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of placed.filter(({ ok }) => !ok)) expect(result).toEqual(fail('out-of-stock', 'BK-1'));
    // A loser keeps nothing of the rest of its basket either, and may still change it.
    expect([await stockOf('BK-1'), await stockOf('FD-1')]).toEqual([0, 8]);
    const orders = await group.mall.storage.read.selectFrom('purchase').select('number').execute();
    expect(orders).toHaveLength(1);
    const sold = await Promise.all(customers.map(async (now) => (await now()).orderId !== null));
    expect(sold.filter(Boolean)).toHaveLength(1);
  });

  test('confirmed twice go once', async () => {
    await count('BK-1', 5);
    const now = await atConfirmation({ 'BK-1': 2 });
    const session = await now();
    await Promise.all([placeShown(group.mall.mall, session), placeShown(group.mall.mall, session)]);
    expect(await stockOf('BK-1')).toBe(3);
  });

  test('can be counted anew, or not at all; only what is in the catalogue', async () => {
    await count('BK-1', 7);
    expect(await stockOf('BK-1')).toBe(7);
    await count('BK-1', null);
    expect(await stockOf('BK-1')).toBeUndefined();
    expect(
      await countStock(group.mall.mall, 'mori', { counts: [{ sku: 'NO-1', stock: 1 }], reason: 'counted' }),
    ).toEqual(fail('product-unknown', 'NO-1'));
    const deeds = await group.mall.storage.read
      .selectFrom('trail')
      .select(['subject', 'detail'])
      .where('action', '=', 'catalogue.stock')
      .execute();
    expect(deeds).toEqual([
      { subject: 'BK-1', detail: '7 counted' },
      { subject: 'BK-1', detail: 'uncounted counted' },
    ]);
  });
});

describe('a catalogue file', () => {
  const withStock = (value: (row: number) => string): string =>
    CATALOGUE.trim()
      .split('\n')
      .map((line, at) => `${line},${at === 0 ? 'stock' : value(at)}`)
      .join('\n');

  test('may count; an empty cell does not', async () => {
    expectOk(
      await importCatalogue(
        group.mall.mall,
        'mori',
        withStock((row) => ['', '12', '', '0'][row] ?? '3'),
      ),
    );
    expect([await stockOf('BK-1'), await stockOf('BK-2'), await stockOf('FD-1')]).toEqual([12, undefined, 0]);
    expectOk(
      await importCatalogue(
        group.mall.mall,
        'mori',
        withStock(() => ''),
      ),
    );
    expect(await stockOf('BK-1')).toBeUndefined();
  });

  test('without the column leaves the counts that staff made', async () => {
    await count('BK-1', 4);
    await aCatalogue(group.mall, CATALOGUE.replace('715,JPY', '725,JPY'));
    expect(await stockOf('BK-1')).toBe(4);
  });

  test.each(['-1', '1.5', 'many', '1000001'])('with %s pieces has a bad row, and the others stand', async (bad) => {
    const csv = withStock((row) => (row === 1 ? bad : '5'));
    const report = expectOk(await importCatalogue(group.mall.mall, 'mori', csv));
    expect(report.refused).toEqual([{ line: 2, sku: 'BK-1', code: 'field-invalid', field: 'stock' }]);
    expect([await stockOf('BK-1'), await stockOf('BK-2')]).toEqual([undefined, 5]);
  });
});

describe('an order of which nothing comes gives its pieces back, once', () => {
  beforeEach(async () => {
    await count('BK-1', 5);
    await count('FD-1', 5);
  });
  const stocks = async () => [await stockOf('BK-1'), await stockOf('FD-1')];
  const ITEMS = { 'BK-1': 1, 'FD-1': 2 };

  test('given up', async () => {
    const { purchase } = await anOffer(group, { items: ITEMS });
    expect(await stocks()).toEqual([4, 3]);
    const orderId = await orderOf(purchase);
    expectOk(await giveUpOrder(group.mall.mall, orderId));
    expect(await giveUpOrder(group.mall.mall, orderId)).toEqual(fail('wrong-state'));
    await endStaleOffers(group.mall.mall);
    expect(await stocks()).toEqual([5, 5]);
  });

  test('out of time', async () => {
    await anOffer(group, { items: ITEMS });
    group.clock.advance({ minutes: 78 });
    for (let again = 0; again < 3; again++) await endStaleOffers(group.mall.mall);
    expect(await stocks()).toEqual([5, 5]);
  });

  test.each(['no', 'refused'] as const)('answered %s by the carrier, told twice', async (result) => {
    const { purchase } = await anOffer(group, { items: ITEMS });
    const message = { type: 'shipping.result', subject: purchase, data: { purchase, result } };
    expectOk(await bringEvent(group.carrier, group.mall, JSON.stringify(anEvent(group.carrier, message))));
    await bringEvent(group.carrier, group.mall, JSON.stringify(anEvent(group.carrier, message)));
    await Promise.all([returnStock(group.mall.mall), returnStock(group.mall.mall), returnStock(group.mall.mall)]);
    expect(await stocks()).toEqual([5, 5]);
  });

  test('but not once the carrier has agreed', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS });
    expect(await giveUpOrder(group.mall.mall, await orderOf(purchase))).toEqual(fail('wrong-state'));
    await endStaleOffers(group.mall.mall);
    expect(await stocks()).toEqual([4, 3]);
  });

  test('a part that is owed twice comes back once, and its names stand nowhere', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS });
    const orderId = await orderOf(purchase);
    for (let again = 0; again < 2; again++) {
      await group.mall.storage.write((db) => oweStock(db, orderId, 'parcel'));
      await returnStock(group.mall.mall);
    }
    expect(await stocks()).toEqual([5, 5]);
    const rows = await group.mall.storage.read.selectFrom('stock_return').selectAll().execute();
    expect(rows).toEqual([{ order_id: orderId, part: 'parcel', done: 1 }]);
  });

  test('what was taken out of the catalogue’s counting meanwhile stays uncounted', async () => {
    const { purchase } = await anOffer(group, { items: ITEMS });
    await count('BK-1', null);
    expectOk(await giveUpOrder(group.mall.mall, await orderOf(purchase)));
    expect(await stocks()).toEqual([undefined, 5]);
  });

  async function orderOf(purchase: string): Promise<string> {
    const { order_id } = await group.mall.storage.read
      .selectFrom('purchase')
      .select('order_id')
      .where('number', '=', purchase)
      .executeTakeFirstOrThrow();
    return order_id;
  }
});

describe('an order of a parcel and electronic goods', () => {
  const ITEMS = { 'BK-1': 2, 'EB-1': 1 };
  let settling: SettlingGroup;
  beforeEach(async () => {
    settling = await aSettlingGroup();
    await aCatalogue(settling.mall);
    for (const sku of Object.keys(ITEMS)) await count(sku, 5, settling);
  });
  const stocks = async () => [await stockOf('BK-1', settling), await stockOf('EB-1', settling)];

  test('gives everything back when it is not paid', async () => {
    const offer = await aPayOffer(settling, ITEMS);
    expect(await stocks()).toEqual([3, 4]);
    expectOk(await settle(settling.credit.credit, await aPayArrival(settling, offer.instruction), BLOCKED));
    await settling.exchange();
    await endStaleOffers(settling.mall.mall);
    expect(await stocks()).toEqual([5, 5]);
  });

  test('gives the parcel’s pieces back when that alone is given up', async () => {
    const order = await aSettledOrder(settling, { items: ITEMS });
    expectOk(await giveUpOrder(settling.mall.mall, order.orderId));
    expect(await stocks()).toEqual([5, 4]);
    expect(await partItems(settling.mall.mall, order.orderId, 'goods')).toMatchObject([{ sku: 'EB-1', quantity: 1 }]);
  });
});
