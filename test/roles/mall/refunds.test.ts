/** Money that goes back for what had left: by the way it came, never more than was paid, and told by both sides. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { EVENT_TYPE } from '#shared/protocol/event.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import type { OrderAccount } from '#shared/desk/mall-refunds.ts';
import { remitCash } from '#main/roles/carrier/cash.ts';
import { finishCashRefund, listCashRefunds } from '#main/roles/carrier/refunds.ts';
import { giveBackCaptured } from '#main/roles/credit/refunds.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { findPartner, receiveEvent } from '#main/post/index.ts';
import { recordPayment } from '#main/roles/mall/money.ts';
import { listPurchases } from '#main/roles/mall/packing-queue.ts';
import { claimPayment } from '#main/roles/mall/payment.ts';
import { makeRefund, recordRefund, type RefundOrder, withdrawRefund } from '#main/roles/mall/refunds.ts';
import { findOrder, listRefunds, listReturns, receiveReturn } from '#main/roles/mall/returns.ts';
import { countStock } from '#main/roles/mall/stock.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { BRING_BACK, carryParcel, DELIVER } from '../../builders/a-dispatch.ts';
import { aCatalogue, aLabelText, anAgreedParcel } from '../../builders/an-order.ts';
import type { TestParty } from '../../builders/a-party.ts';
import { aLinkedParcel, aSettlingGroup, cardRow, SAMPLE_PERSON, type SettlingGroup } from '../../builders/a-payment.ts';

let group: SettlingGroup;
let before: number;
beforeEach(async () => {
  group = await aSettlingGroup();
  await aCatalogue(group.mall);
  before = (await cardRow(group, SAMPLE_PERSON)).available;
});
const PRICE = 3955;
const EBOOK = 1200;
const MIXED = { 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 };

const refund = (number: string, amount: number, choice: Partial<RefundOrder> = {}) =>
  makeRefund(group.mall.mall, 'clerk 3', { number, amount: yen(amount), reason: 'returned', ...choice });
const account = async (number: string): Promise<OrderAccount> => expectOk(await findOrder(group.mall.mall, number));
const part = async (number: string) => (await account(number)).parts.find((one) => one.number === number)!;
const payment = (orderId: string) =>
  group.mall.storage.read
    .selectFrom('settlement')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
const spent = async (): Promise<number> => before - (await cardRow(group, SAMPLE_PERSON)).available;
const stock = async (sku: string, count?: number): Promise<number | null> => {
  if (count !== undefined)
    expectOk(await countStock(group.mall.mall, 'clerk', { counts: [{ sku, stock: count }], reason: 'counted' }));
  const product = group.mall.storage.read.selectFrom('product').select('stock').where('sku', '=', sku);
  return (await product.executeTakeFirstOrThrow()).stock;
};
const returns = async (): Promise<string[]> => (await listReturns(group.mall.mall)).map(({ purchase }) => purchase);

/** A settled parcel that the carrier brought back. */
async function aReturnedParcel() {
  const parcel = await aLinkedParcel(group);
  await carryParcel(group, parcel.number, BRING_BACK);
  return parcel;
}

describe('a parcel that came back', () => {
  test('waits with the carrier’s reason, opens by its contents code, and is refunded and restocked', async () => {
    await stock('FD-1', 10);
    const { purchase, number, orderId } = await aReturnedParcel();
    expect(await listReturns(group.mall.mall)).toMatchObject([
      { purchase, shipping: number, carrierName: 'みほん運輸', reason: 'refused', pay: 'settled', total: yen(PRICE) },
    ]);
    const { contents } = await purchaseRow(purchase);
    const opened = expectOk(await receiveReturn(group.mall.mall, 'clerk', contentsCode(purchase, contents)));
    expect(opened.items.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['BK-1', 1],
      ['FD-1', 2],
    ]);
    expect(opened.account.parts).toMatchObject([{ standing: 'refundable', refundable: yen(PRICE), way: 'settlement' }]);
    expectOk(await refund(purchase, PRICE, { reason: 'refused', restock: [{ sku: 'FD-1', quantity: 1 }] }));
    expect([await stock('FD-1'), await returns()]).toEqual([9, []]);
    await group.exchange();
    expect(await spent()).toBe(0);
    expect(await payment(orderId)).toMatchObject({ state: 'refunded', claimed: PRICE, refunded: PRICE, released: 0 });
    expect(await part(purchase)).toMatchObject({ received: true, standing: 'nothing-left', state: 'returned' });
    const [row] = (await listRefunds(group.mall.mall, { limit: 100 })).rows;
    expect(row).toMatchObject({ number: purchase, reason: 'refused', state: 'done', partnerName: '見本クレジット' });
    expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
  });

  test('is dealt with once: its pieces are not restocked again, money may still go back', async () => {
    await stock('FD-1', 10);
    const { purchase } = await aReturnedParcel();
    const all = [{ sku: 'FD-1', quantity: 2 }];
    const both = await Promise.all([refund(purchase, 100, { restock: all }), refund(purchase, 100, { restock: all })]);
    expect(both.filter(({ ok }) => !ok)).toEqual([fail('already-decided', 'received')]);
    expect(await stock('FD-1')).toBe(10);
    expectOk(await refund(purchase, PRICE - 100));
    expect(await refund(purchase, 1)).toEqual(fail('refund-too-high'));
  });

  test('holds no more than was sent', async () => {
    const { purchase } = await aReturnedParcel();
    for (const restock of [
      [{ sku: 'FD-1', quantity: 3 }],
      [{ sku: 'HM-1', quantity: 1 }],
      [
        { sku: 'FD-1', quantity: 2 },
        { sku: 'FD-1', quantity: 2 },
      ],
    ]) {
      expect(await refund(purchase, 0, { restock })).toEqual(fail('contents-differ'));
    }
    expect(await returns()).toEqual([purchase]);
  });

  test('opens by its label and its numbers too, and by no code that was not sent', async () => {
    const { purchase, number } = await aReturnedParcel();
    const row = await purchaseRow(purchase);
    const label = aLabelText(number, new Uint8Array(row.addressee!));
    for (const scan of [label, `${number}010101`, number, purchase, row.return_number!]) {
      expect(expectOk(await receiveReturn(group.mall.mall, 'clerk', scan)).purchase).toBe(purchase);
    }
    const other = await aReturnedParcel();
    const foreign = (await purchaseRow(other.purchase)).contents;
    const receive = (scan: string): Promise<Result<unknown>> => receiveReturn(group.mall.mall, 'clerk', scan);
    expect(await receive(contentsCode(purchase, foreign))).toEqual(fail('contents-differ'));
    const swapped = aLabelText(number, new Uint8Array((await purchaseRow(other.purchase)).addressee!));
    expect(await receive(swapped)).toEqual(fail('envelope-conflict'));
    expect(await receive(label.slice(0, -1))).toEqual(fail('damaged'));
    const trail = await group.mall.storage.read
      .selectFrom('trail')
      .select('detail')
      .where('action', '=', 'scan.refused')
      .execute();
    expect(trail.map(({ detail }) => detail)).toEqual(['contents-differ', 'envelope-conflict']);
  });

  test('is not opened while it is on its way', async () => {
    const { purchase, number } = await aLinkedParcel(group);
    await carryParcel(group, number, ['accept']);
    expect(await receiveReturn(group.mall.mall, 'clerk', purchase)).toEqual(fail('wrong-state', 'shipped'));
    expect(await refund(purchase, 0, { restock: [] })).toEqual(fail('wrong-state', 'shipped'));
  });

  test('that nobody paid for is taken back without money', async () => {
    const { purchase, number } = await anAgreedParcel(group);
    await carryParcel(group, number, BRING_BACK);
    expect(await part(purchase)).toMatchObject({ standing: 'unpaid', refundable: yen(0) });
    expect(await refund(purchase, 1)).toEqual(fail('wrong-state', 'unpaid'));
    expect(await refund(purchase, 0)).toEqual(fail('field-missing', 'amount'));
    expectOk(await refund(purchase, 0, { restock: [{ sku: 'BK-1', quantity: 1 }] }));
    await group.exchange();
    expect([await returns(), await sentEvents(group.mall, 'cod.refund')]).toEqual([[], []]);
  });
});

describe('cash on delivery', () => {
  async function aDelivered() {
    const parcel = await anAgreedParcel(group);
    await carryParcel(group, parcel.number, DELIVER, { due: PRICE });
    return parcel;
  }

  test('goes back in cash through the carrier, also when it was remitted already', async () => {
    const { purchase, number } = await aDelivered();
    expectOk(await remitCash(group.carrier.carrier, 'clerk', { mall: group.mall.id }));
    await group.exchange();
    expect(await part(purchase)).toMatchObject({ way: 'cash', refundable: yen(PRICE) });
    expectOk(await refund(purchase, 1620, { restock: [{ sku: 'FD-1', quantity: 1 }] }));
    await group.exchange();
    const {
      rows: [open],
    } = await listCashRefunds(group.carrier.carrier, { limit: 10 });
    expect(open).toMatchObject({
      number,
      amount: yen(1620),
      reason: 'returned',
      state: 'asked',
      mall: '見本マーケット',
    });
    expect((await account(purchase)).refunds).toMatchObject([{ way: 'cash', state: 'asked', refused: false }]);
    expectOk(await finishCashRefund(group.carrier.carrier, 'clerk 9', open!.refund));
    await group.exchange();
    expect((await account(purchase)).refunds).toMatchObject([{ state: 'done', doneAt: '2026-11-21' }]);
    expect(await part(purchase)).toMatchObject({ refundable: yen(PRICE - 1620) });
  });

  test('never more than was collected, in however many parts', async () => {
    const { purchase } = await aDelivered();
    expectOk(await refund(purchase, 3000));
    expect(await refund(purchase, 956)).toEqual(fail('refund-too-high'));
    expectOk(await refund(purchase, 955));
    expect(await part(purchase)).toMatchObject({ standing: 'nothing-left' });
  });
});

describe('pay later', () => {
  const pay = (purchase: string, amount: number) =>
    recordPayment(group.mall.mall, 'clerk', { purchase, amount: yen(amount), date: '2026-11-21' });

  test('that was not paid is waived: so much less is owed, at once', async () => {
    const { purchase, number } = await anAgreedParcel(group, { pay: 'later' });
    await carryParcel(group, number, DELIVER);
    expectOk(await refund(purchase, 1620, { restock: [] }));
    expect((await account(purchase)).refunds).toMatchObject([{ way: 'waived', state: 'done', amount: yen(1620) }]);
    expect((await listPurchases(group.mall.mall, { limit: 1 })).rows).toMatchObject([
      { waived: yen(1620), paid: false },
    ]);
    expect(await pay(purchase, PRICE)).toEqual(fail('cash-differs'));
    expectOk(await pay(purchase, PRICE - 1620));
    // What was paid goes back by the mall's own means; what was waived does not come back as money.
    expect(await part(purchase)).toMatchObject({ way: 'own', refundable: yen(PRICE - 1620) });
  });

  test('that is waived whole can’t be paid any more', async () => {
    const { purchase, number } = await anAgreedParcel(group, { pay: 'later' });
    await carryParcel(group, number, BRING_BACK);
    expectOk(await refund(purchase, PRICE, { reason: 'refused', restock: [] }));
    expect(await pay(purchase, PRICE)).toEqual(fail('wrong-state', 'waived'));
    expect(await pay(purchase, 0)).toEqual(fail('wrong-state', 'waived'));
  });

  test('that was paid goes back by the mall’s own means, recorded with its day', async () => {
    const { purchase, number } = await anAgreedParcel(group, { pay: 'later' });
    await carryParcel(group, number, DELIVER);
    expectOk(await pay(purchase, PRICE));
    expectOk(await refund(purchase, 2000, { reason: 'other' }));
    const [row] = (await account(purchase)).refunds;
    expect(row).toMatchObject({ way: 'own', state: 'asked' });
    const record = () => recordRefund(group.mall.mall, 'clerk', { refund: row!.refund, date: '2026-11-20' });
    expectOk(await record());
    expect(await record()).toEqual(fail('wrong-state', 'done'));
    expect((await account(purchase)).refunds).toMatchObject([{ state: 'done', doneAt: '2026-11-20' }]);
    expect(await withdrawRefund(group.mall.mall, 'clerk', row!.refund)).toEqual(fail('wrong-state', 'done'));
  });
});

describe('a settled order', () => {
  test('is refunded in part twice, never above its price, and stays claimed until all went back', async () => {
    const { purchase, number, orderId } = await aLinkedParcel(group);
    await carryParcel(group, number, DELIVER);
    expectOk(await refund(purchase, 500, { reason: 'other' }));
    expect(await refund(purchase, PRICE)).toEqual(fail('refund-too-high'));
    await group.exchange();
    expect(await payment(orderId)).toMatchObject({ state: 'claimed', refunded: 500 });
    expectOk(await refund(purchase, PRICE - 500));
    await group.exchange();
    expect([await spent(), (await payment(orderId)).state]).toEqual([0, 'refunded']);
    expect(await refund(purchase, 1)).toEqual(fail('refund-too-high'));
  });

  test('whose goods are refunded keeps its parcel’s money, and the goods end', async () => {
    const { purchase, number, orderId } = await aLinkedParcel(group, { items: MIXED });
    const { number: goods } = await payment(orderId);
    await carryParcel(group, number, ['accept']);
    await sendGoods(goods);
    expect(await spent()).toBe(PRICE + EBOOK);
    expectOk(await refund(goods, 200, { reason: 'other' }));
    expect(await refund(goods, 1001)).toEqual(fail('refund-too-high'));
    await group.exchange();
    expect(await part(goods)).toMatchObject({ state: 'forwarded', refundable: yen(1000) });
    expectOk(await refund(goods, 1000, { reason: 'other' }));
    await group.exchange();
    expect(await part(goods)).toMatchObject({ state: 'refunded', standing: 'nothing-left' });
    expect(await part(purchase)).toMatchObject({ refundable: yen(PRICE) });
    expect(await payment(orderId)).toMatchObject({ state: 'claimed', refunded: EBOOK });
    expect(await spent()).toBe(PRICE);
  });

  test('that its customer contests is refunded without the mall having asked', async () => {
    const { purchase, number, orderId, receipt } = await aLinkedParcel(group);
    await carryParcel(group, number, DELIVER);
    const { credit, storage } = group.credit;
    const order = { refund: randomUuid(), receipt, amount: PRICE, reason: 'disputed', kind: 'disputed' } as const;
    expectOk(await writeResult(storage, (db) => giveBackCaptured(credit, db, order)));
    await group.exchange();
    expect(await payment(orderId)).toMatchObject({ state: 'refunded', refunded: PRICE });
    expect((await account(purchase)).refunds).toMatchObject([
      { reason: 'disputed', state: 'done', amount: yen(PRICE) },
    ]);
    expect(await refund(purchase, 1)).toEqual(fail('refund-too-high'));
  });
});

describe('what partners say of refunds', () => {
  let parcel: Awaited<ReturnType<typeof aLinkedParcel>>;
  let asked: string;
  beforeEach(async () => {
    parcel = await aLinkedParcel(group);
    await carryParcel(group, parcel.number, DELIVER);
    expectOk(await refund(parcel.purchase, 700));
    asked = (await account(parcel.purchase)).refunds[0]!.refund;
  });
  async function say(from: TestParty, type: string, subject: string, data: unknown): Promise<Result<void>> {
    const time = group.clock().toISOString();
    const message = JSON.stringify({
      specversion: '1.0',
      id: randomUuid(),
      source: from.id,
      type,
      time,
      subject,
      data,
    });
    const { post, events } = group.mall;
    const partner = (await findPartner(post.storage.read, from.id))!;
    return receiveEvent(post, events, partner, await from.vault.sign(EVENT_TYPE, message, { aud: group.mall.id }));
  }
  const refunded = (changes: Record<string, unknown> = {}, subject?: string): Promise<Result<void>> => {
    const data = {
      refund: asked,
      purchase: parcel.jti,
      amount: yen(700),
      released: yen(0),
      reason: 'asked',
      ...changes,
    };
    return say(group.credit, 'settlement.refunded', subject ?? String(data.refund), data);
  };
  const sums = async (): Promise<number> => (await payment(parcel.orderId)).refunded;

  test('counts once', async () => {
    expectOk(await refunded());
    expectOk(await refunded());
    expect(await sums()).toBe(700);
  });

  test('must be of what was asked: no other amount, order, refund or subject', async () => {
    expect(await refunded({ amount: yen(701) })).toEqual(fail('event-invalid', 'amount'));
    expect(await refunded({ amount: { value: 700, currency: 'USD' } })).toEqual(fail('event-invalid', 'amount'));
    expect(await refunded({ released: yen(701) })).toEqual(fail('event-invalid', 'released'));
    expect(await refunded({ reason: 'disputed' })).toEqual(fail('event-conflict'));
    expect(await refunded({ refund: randomUuid() })).toEqual(fail('event-invalid', 'refund'));
    expect(await refunded({}, parcel.purchase)).toEqual(fail('event-invalid', 'subject'));
    expect(await refunded({ purchase: '10482771930561' })).toEqual(fail('event-unknown-number'));
    expect(await sums()).toBe(0);
    const other = await aLinkedParcel(group);
    expect(await refunded({ purchase: other.jti })).toEqual(fail('event-conflict'));
  });

  test('contested is no more than was paid', async () => {
    const contest = (value: number) => refunded({ refund: randomUuid(), amount: yen(value), reason: 'disputed' });
    expect(await contest(PRICE + 1)).toEqual(fail('event-invalid', 'amount'));
    expectOk(await contest(PRICE));
    expect(await contest(1)).toEqual(fail('event-invalid', 'amount'));
    expect(await sums()).toBe(PRICE);
  });

  test('is the carrier’s word only for what it was asked to give back', async () => {
    const data = { refund: asked, shipping: parcel.number, amount: yen(700), date: '2026-11-21' };
    expect(await say(group.carrier, 'cod.refunded', asked, data)).toEqual(fail('event-invalid', 'refund'));
    const cancelled = { purchase: (await purchaseRow(parcel.purchase)).jti, date: '2026-11-21' };
    const said = await say(group.carrier, 'shipping.cancelled', parcel.number, cancelled);
    expect(said).toEqual(fail('wrong-state', 'delivered'));
  });

  test('may be no for good: then the request is taken back, and another can be made', async () => {
    await group.mall.post.storage.write((db) =>
      db
        .updateTable('outbox')
        .set({ rejected_at: '2026-11-21', last_error: '409' })
        .where('subject', '=', asked)
        .execute(),
    );
    expect((await account(parcel.purchase)).refunds).toMatchObject([{ refused: true }]);
    expect(await part(parcel.purchase)).toMatchObject({ refundable: yen(PRICE - 700) });
    expectOk(await withdrawRefund(group.mall.mall, 'clerk', asked));
    expect(await part(parcel.purchase)).toMatchObject({ refundable: yen(PRICE) });
    expect(await withdrawRefund(group.mall.mall, 'clerk', asked)).toEqual(fail('not-found'));
    await group.exchange();
    expect(await spent()).toBe(PRICE);
  });
});

const purchaseRow = (number: string) =>
  group.mall.storage.read.selectFrom('purchase').selectAll().where('number', '=', number).executeTakeFirstOrThrow();

function contentsCode(number: string, contents: Uint8Array): string {
  const label = { number, piece: 1, of: 1, copy: 1 };
  return expectOk(encodeLabelText({ kind: 'purchase', label, envelope: new Uint8Array(contents) }));
}

/** The package of the goods went out, as their own station does it. */
async function sendGoods(number: string): Promise<void> {
  const { mall } = group.mall;
  expectOk(
    await writeResult(mall.storage, async (db) => {
      const goods = await db.selectFrom('goods').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
      await db.updateTable('goods').set({ state: 'forwarded' }).where('number', '=', number).execute();
      return claimPayment(mall, db, { orderId: goods.order_id, part: 'goods', amount: goods.amount });
    }),
  );
  await group.exchange();
}
