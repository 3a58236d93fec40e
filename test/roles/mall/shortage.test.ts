/** Out of stock on the bench: orders that wait, and orders that go without. What is not sent is not paid for. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Approver } from '#shared/desk/accounts.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { listCashRefunds } from '#main/roles/carrier/refunds.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import { mallDesk } from '#main/roles/mall/desk.ts';
import { recordPayment } from '#main/roles/mall/money.ts';
import { handOver, openPurchase, printLabel } from '#main/roles/mall/packing.ts';
import { packingQueue, queueCounts } from '#main/roles/mall/packing-queue.ts';
import { cancelOrder, makeRefund } from '#main/roles/mall/refunds.ts';
import { bringBack } from '#main/roles/mall/bring-back.ts';
import { setAside } from '#main/roles/mall/set-aside.ts';
import { sendWithout } from '#main/roles/mall/shortage.ts';
import { printSlip } from '#main/roles/mall/slip.ts';
import { countStock } from '#main/roles/mall/stock.ts';
import { DELIVER, carryParcel } from '../../builders/a-dispatch.ts';
import { aCaller, anAccount, PIN } from '../../builders/a-seat.ts';
import { aCatalogue, anAgreedParcel, CATALOGUE } from '../../builders/an-order.ts';
import { aLinkedParcel, aSettlingGroup, cardRow, SAMPLE_PERSON, type SettlingGroup } from '../../builders/a-payment.ts';

let group: SettlingGroup;
let mall: SettlingGroup['mall']['mall'];
beforeEach(async () => {
  group = await aSettlingGroup();
  ({ mall } = group.mall);
  await aCatalogue(group.mall);
});

const ITEMS = { 'BK-1': 1, 'FD-1': 2 };
/** One FD-1. */
const ONE = [{ item: 1, count: 1 }];
const TEA = 1620;
const TOTAL = 715 + 2 * TEA;
const ALL = [
  { sku: 'BK-1', quantity: 1 },
  { sku: 'FD-1', quantity: 2 },
];
const LESS = [
  { sku: 'BK-1', quantity: 1 },
  { sku: 'FD-1', quantity: 1 },
];
const print = (purchase: string, checked = LESS) => printLabel(mall, 'mori', { purchase, checked });
const waiting = async (): Promise<string[]> =>
  (await packingQueue(mall, { place: 'waiting' })).map(({ purchase }) => purchase);
const aside = async (): Promise<string[]> =>
  (await packingQueue(mall, { place: 'aside' })).map(({ purchase }) => purchase);
const refunds = () => mall.storage.read.selectFrom('refund').selectAll().execute();

describe('an order set aside', () => {
  test('leaves the queue, is not printed, and comes back by key', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS });
    expectOk(await setAside(mall, 'mori', { purchase, missing: ONE }));
    expect([await waiting(), await aside()]).toEqual([[], [purchase]]);
    expect(await queueCounts(mall)).toEqual({ carriers: [], packed: 0, aside: 1 });
    expect(await print(purchase, ALL)).toEqual(fail('wrong-state', 'set-aside'));
    const order = expectOk(await openPurchase(mall, 'mori', purchase));
    expect(order).toMatchObject({ state: 'accepted', aside: { who: 'mori', pieces: 1, missing: ONE } });
    expectOk(await bringBack(mall, 'mori', purchase));
    expect([await waiting(), await aside()]).toEqual([[purchase], []]);
    expect(await bringBack(mall, 'mori', purchase)).toEqual(fail('not-found'));
    expectOk(await print(purchase, ALL));
    expect(await setAside(mall, 'mori', { purchase, missing: ONE })).toEqual(fail('wrong-state', 'packed'));
  });

  test('comes back when what it waits for is in stock again, and for nothing else', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS });
    expectOk(await setAside(mall, 'mori', { purchase, missing: ONE }));
    expectOk(await countStock(mall, 'ueda', { counts: [{ sku: 'BK-1', stock: 9 }], reason: 'counted' }));
    expectOk(await countStock(mall, 'ueda', { counts: [{ sku: 'FD-1', stock: 0 }], reason: 'counted' }));
    expect(await waiting()).toEqual([]);
    expectOk(await countStock(mall, 'ueda', { counts: [{ sku: 'FD-1', stock: 3 }], reason: 'counted' }));
    expect(await waiting()).toEqual([purchase]);
    expectOk(await setAside(mall, 'mori', { purchase, missing: ONE }));
    const [head, ...rows] = CATALOGUE.trim().split('\n');
    const csv = [`${head},stock`, ...rows.map((row) => `${row},${row.startsWith('FD-1') ? 5 : 0}`)].join('\n');
    expectOk(await importCatalogue(mall, 'ueda', csv));
    expect(await waiting()).toEqual([purchase]);
  });

  test('names no product anywhere', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS });
    expectOk(await setAside(mall, 'mori', { purchase, missing: ONE }));
    const row = await mall.storage.read.selectFrom('set_aside').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toMatch(/FD-1|煎茶/);
  });

  test.each([
    ['more than was ordered', [{ item: 1, count: 3 }]],
    ['an item that is not in it', [{ item: 2, count: 1 }]],
    ['one line twice', [...ONE, ...ONE]],
  ])('does not wait for %s', async (_, missing) => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS });
    expect(await setAside(mall, 'mori', { purchase, missing })).toEqual(fail('field-invalid', 'missing'));
    expect(await sendWithout(mall, 'mori', { purchase, missing })).toEqual(fail('field-invalid', 'missing'));
  });
});

describe('an order that goes without a piece', () => {
  test('paid by card: the hold is given up in part, the rest claimed, and the books agree', async () => {
    const before = (await cardRow(group, SAMPLE_PERSON)).available;
    const parcel = await aLinkedParcel(group, { items: ITEMS });
    expectOk(await setAside(mall, 'mori', { purchase: parcel.purchase, missing: ONE }));
    expectOk(await sendWithout(mall, 'mori', { purchase: parcel.purchase, missing: ONE }));
    expect(await waiting()).toEqual([parcel.purchase]);
    expect(await print(parcel.purchase, ALL)).toEqual(fail('items-unchecked', 'FD-1'));
    expectOk(await print(parcel.purchase));
    expectOk(await handOver(mall, 'mori', parcel.purchase));
    await group.exchange();
    const settlement = await group.credit.storage.read.selectFrom('settlement').selectAll().executeTakeFirstOrThrow();
    expect(settlement).toMatchObject({ captured: TOTAL - TEA });
    expect(before - (await cardRow(group, SAMPLE_PERSON)).available).toBe(TOTAL - TEA);
    expect(await refunds()).toMatchObject([{ way: 'settlement', amount: TEA, part: 'parcel', state: 'done' }]);
    expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
  });

  test('paid by card and then called off: every yen is the customer’s again, and only what was there is restocked', async () => {
    const before = (await cardRow(group, SAMPLE_PERSON)).available;
    expectOk(await countStock(mall, 'ueda', { counts: [{ sku: 'FD-1', stock: 5 }], reason: 'counted' }));
    const parcel = await aLinkedParcel(group, { items: ITEMS });
    expectOk(await sendWithout(mall, 'mori', { purchase: parcel.purchase, missing: ONE }));
    expectOk(await cancelOrder(mall, 'mori', { number: parcel.purchase, reason: 'customer' }));
    await group.exchange();
    expect((await cardRow(group, SAMPLE_PERSON)).available).toBe(before);
    expect((await refunds()).map(({ amount }) => amount).sort()).toEqual([TEA, TOTAL - TEA].sort());
    const tea = mall.storage.read.selectFrom('product').select('stock').where('sku', '=', 'FD-1');
    expect((await tea.executeTakeFirstOrThrow()).stock).toBe(4);
  });

  test('gives nothing back on a clerk’s word alone, and says in the trail who agreed', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS, pay: 'later' });
    await anAccount(mall.staff, 'Ishii');
    const send = (caller: DeskCaller, approver?: Approver) =>
      mallDesk(mall)['packing.send-without'](caller, { purchase, missing: ONE, approver });
    const clerk = aCaller('sato', 'clerk');
    expect(await send(clerk)).toEqual(fail('approval-needed'));
    expect(await send(clerk, { name: 'SATO', secret: PIN })).toEqual(fail('approval-needed', 'own'));
    expect(await refunds()).toEqual([]);
    expectOk(await send(clerk, { name: 'ishii', secret: PIN }));
    const [deed] = await readTrail(mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'sato', action: 'order.sent-short', detail: '1 · Ishii' });
    expectOk(await send(aCaller('mori', 'supervisor')));
  });

  test('paid later: so much less is to be paid', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS, pay: 'later' });
    expectOk(await sendWithout(mall, 'mori', { purchase, missing: ONE }));
    expect(await refunds()).toMatchObject([{ way: 'waived', amount: TEA, state: 'done' }]);
    expect((await packingQueue(mall))[0]).toMatchObject({ waived: yen(TEA) });
    expectOk(await print(purchase));
    const paid = { purchase, date: '2026-11-25' };
    expect((await recordPayment(mall, 'ueda', { ...paid, amount: yen(TOTAL) })).ok).toBe(false);
    expectOk(await recordPayment(mall, 'ueda', { ...paid, amount: yen(TOTAL - TEA) }));
  });

  test('cash on delivery: the driver collects what he was told, and the carrier gives the rest back', async () => {
    const { purchase, number } = await anAgreedParcel(group, { items: ITEMS });
    expectOk(await sendWithout(mall, 'mori', { purchase, missing: ONE }));
    const order = expectOk(await openPurchase(mall, 'mori', purchase));
    expect(order).toMatchObject({ collect: yen(TOTAL), goesBack: yen(TEA) });
    expect(order.items[1]).toMatchObject({ quantity: 1, short: 1 });
    expectOk(await print(purchase));
    expectOk(await handOver(mall, 'mori', purchase));
    expect(await refunds()).toEqual([]);
    await carryParcel(group, number, DELIVER, { due: TOTAL });
    await group.exchange();
    expect(await refunds()).toMatchObject([{ way: 'cash', amount: TEA, state: 'asked' }]);
    const { rows } = await listCashRefunds(group.carrier.carrier, { limit: 10 });
    expect(rows).toMatchObject([{ number, amount: yen(TEA) }]);
  });

  test('cash that went back in full before the delivery was heard of does not go back again in part', async () => {
    const { purchase, number } = await anAgreedParcel(group, { items: ITEMS });
    expectOk(await sendWithout(mall, 'mori', { purchase, missing: ONE }));
    expectOk(await print(purchase));
    expectOk(await handOver(mall, 'mori', purchase));
    // The carrier's remittance has overtaken its word of the delivery.
    const paid_at = mall.clock().toISOString();
    await mall.storage.write((db) =>
      db.updateTable('purchase').set({ paid_at }).where('number', '=', purchase).execute(),
    );
    expectOk(await makeRefund(mall, 'mori', { number: purchase, amount: yen(TOTAL), reason: 'other' }));
    await carryParcel(group, number, DELIVER, { due: TOTAL });
    expect((await refunds()).map(({ amount }) => amount)).toEqual([TOTAL]);
  });

  test('does not come back into the stock with pieces that never left it', async () => {
    const { purchase, number } = await anAgreedParcel(group, { items: ITEMS });
    expectOk(await sendWithout(mall, 'mori', { purchase, missing: ONE }));
    expectOk(await print(purchase));
    expectOk(await handOver(mall, 'mori', purchase));
    await carryParcel(group, number, DELIVER, { due: TOTAL });
    const back = { number: purchase, amount: yen(0), reason: 'returned' as const };
    expect(await makeRefund(mall, 'mori', { ...back, restock: ALL })).toEqual(fail('contents-differ'));
    expectOk(await makeRefund(mall, 'mori', { ...back, restock: LESS }));
  });

  test('twice, and never the last one', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS, pay: 'later' });
    expectOk(await sendWithout(mall, 'mori', { purchase, missing: ONE }));
    expectOk(await sendWithout(mall, 'mori', { purchase, missing: ONE }));
    expect((await refunds()).map(({ amount }) => amount)).toEqual([TEA, TEA]);
    expect(await sendWithout(mall, 'mori', { purchase, missing: [{ item: 0, count: 1 }] })).toEqual(
      fail('field-invalid', 'missing'),
    );
    expectOk(await print(purchase, [{ sku: 'BK-1', quantity: 1 }]));
  });

  test('says so on the slip', async () => {
    const { purchase } = await anAgreedParcel(group, { items: ITEMS, pay: 'later' });
    const whole = expectOk(await printSlip(mall, 'mori', { purchase, language: 'ja' }));
    expectOk(await sendWithout(mall, 'mori', { purchase, missing: ONE }));
    const less = expectOk(await printSlip(mall, 'mori', { purchase, language: 'ja' }));
    expect(less.preview).not.toBe(whole.preview);
  });
});
