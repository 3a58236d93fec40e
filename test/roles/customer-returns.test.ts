/** What a customer sends back, from the order's window to the money: two real parties, and the label between them. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Approver } from '#shared/desk/accounts.ts';
import type { ScannedParcel, Step } from '#shared/desk/carrier.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { ReturnCondition } from '#shared/desk/returns.ts';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { listExceptions } from '#main/exceptions/index.ts';
import { sendInvoices } from '#main/roles/carrier/invoices.ts';
import { listReturnParcels } from '#main/roles/carrier/return-list.ts';
import { listMallDepots, setMallDepot } from '#main/roles/carrier/returns.ts';
import { saveDepot } from '#main/roles/carrier/depots.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { askReturn, changePeriod, noteReturnStatus, orderReturn } from '#main/roles/mall/customer-return.ts';
import { decideReturn, listCustomerReturns, openReturn } from '#main/roles/mall/return-bench.ts';
import { mallReturnsDesk } from '#main/roles/mall/returns-desk.ts';
import { printReturnLabel } from '#main/roles/mall/return-label.ts';
import { listRefunds } from '#main/roles/mall/returns.ts';
import { findSession } from '#main/roles/mall/shop.ts';
import { countStock } from '#main/roles/mall/stock.ts';
import { carryParcel, DELIVER } from '../builders/a-dispatch.ts';
import { aGroup, sentEvents, type TestGroup } from '../builders/a-group.ts';
import { aCaller, anAccount, PIN } from '../builders/a-seat.ts';
import { aDeliveredParcel, type DeliveredParcel } from '../builders/a-return.ts';
import { anAgreedParcel, type ParcelChoice } from '../builders/an-order.ts';
import { aLinkedParcel, aSettlingGroup } from '../builders/a-payment.ts';

let group: TestGroup;
beforeEach(async () => {
  group = await aGroup();
});

const BENCH: DeskCaller = { who: 'tanaka' };
const GATE: DeskCaller = { who: 'kato', station: { id: 'g', name: 'Gate 2', kind: 'gate', depot: 'YOK' } };

const mall = () => group.mall.mall;
const row = (purchase: string) =>
  group.mall.storage.read.selectFrom('purchase').selectAll().where('number', '=', purchase).executeTakeFirstOrThrow();
const back = (purchase: string) =>
  group.mall.storage.read
    .selectFrom('customer_return')
    .selectAll()
    .where('purchase', '=', purchase)
    .executeTakeFirstOrThrow();
const scan = (text: string, step: Step, by: DeskCaller = { who: 'mori' }): Promise<Result<ScannedParcel>> =>
  scanParcel(group.carrier.carrier, by, { scan: text, step });
const refundEvents = async () => (await sentEvents(group.mall, 'cod.refund')).length;

const aDelivered = (choice: ParcelChoice = {}): Promise<DeliveredParcel> => aDeliveredParcel(group, choice);

/** Asked for in the window, and brought back to the mall by the carrier. */
async function aReturn(choice: ParcelChoice = {}): Promise<DeliveredParcel> {
  const parcel = await aDelivered(choice);
  expectOk(await askReturn(mall(), parcel.orderId, 'does-not-fit'));
  for (const step of ['accept', 'arrive', 'deliver'] as const) expectOk(await scan(parcel.returnNumber, step));
  await group.exchange();
  return parcel;
}

/** Through the desk, as whoever sits at the bench. */
const decideAs = (caller: DeskCaller, purchase: string, amount: number, approver?: Approver) =>
  mallReturnsDesk(mall())['returns.decide'](caller, {
    purchase,
    pieces: [{ item: 0, quantity: 1, condition: 'used' }],
    charge: false,
    amount: yen(amount),
    approver,
  });

const decide = (
  purchase: string,
  amount: number,
  conditions: readonly (readonly [item: number, quantity: number, condition: ReturnCondition])[],
  charge = false,
) =>
  decideReturn(mall(), 'tanaka', {
    purchase,
    pieces: conditions.map(([item, quantity, condition]) => ({ item, quantity, condition })),
    charge,
    amount: yen(amount),
  });

test('a clerk decides what came back, and gives money back only with somebody who may', async () => {
  const [asked, other] = [await aReturn(), await aReturn()];
  for (const { returnNumber } of [asked, other]) expectOk(await openReturn(mall(), BENCH, returnNumber));
  await anAccount(mall().staff, 'Ishii');
  const clerk = aCaller('sato', 'clerk');
  expect(await decideAs(clerk, asked.purchase, 1)).toEqual(fail('approval-needed'));
  expect((await back(asked.purchase)).state).toBe('arrived');
  expectOk(await decideAs(clerk, asked.purchase, 1, { name: 'Ishii', secret: PIN }));
  expect((await readTrail(group.mall.storage.read, { limit: 1 }))[0]!.detail).toContain('Ishii');
  expectOk(await decideAs(clerk, other.purchase, 0));
});

test('a return goes from the window to the money: label read back, carried, opened, decided, given back once', async () => {
  const { purchase, orderId, returnNumber, token } = await aDelivered();
  expect(await orderReturn(mall(), orderId)).toHaveProperty('until');
  expectOk(await askReturn(mall(), orderId, 'does-not-fit'));
  const pdf = expectOk(await printReturnLabel(mall(), orderId, '100x150'));
  const codes = expectOk(await mall().press.read(pdf)).map(({ text }) => text);
  const labelId = codes.find((text) => text.length === 20)!;
  const contentsCode = codes.find((text) => text.length > 100)!;
  expect([labelId, contentsCode.slice(0, 2)]).toEqual([`${returnNumber}010101`, '11']);

  const accepted = expectOk(await scan(labelId, 'accept'));
  expect(accepted).toMatchObject({ mall: '見本マーケット', returning: { state: 'accepted' }, warnings: [] });
  expect(accepted).not.toHaveProperty('addressee');
  await group.exchange();
  expect(await orderReturn(mall(), orderId)).toMatchObject({ state: 'on-the-way', reason: 'does-not-fit' });
  expectOk(await scan(labelId, 'arrive', GATE));
  expectOk(await scan(labelId, 'deliver'));
  await group.exchange();
  expect((await listCustomerReturns(mall(), { states: ['arrived'], limit: 10 })).rows).toMatchObject([
    { purchase, number: returnNumber, state: 'arrived', reason: 'does-not-fit', acceptedOn: '2026-11-21' },
  ]);

  expectOk(await countStock(mall(), 'clerk', { counts: [{ sku: 'FD-1', stock: 10 }], reason: 'counted' }));
  const opened = expectOk(await openReturn(mall(), BENCH, contentsCode));
  expect(opened.items.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    ['BK-1', 1],
    ['FD-1', 2],
  ]);
  expect(opened).toMatchObject({ way: 'cash', standing: 'refundable' });
  const [book, food] = opened.items.map(({ price }) => price.value) as [number, number];
  const amount = book + food;
  const pieces = [
    [0, 1, 'used'],
    [1, 1, 'as-new'],
    [1, 1, 'missing'],
  ] as const;
  expect(await decide(purchase, amount + 1, pieces)).toEqual(fail('refund-too-high'));
  expectOk(await decide(purchase, amount, pieces));
  expect(await decide(purchase, amount, pieces)).toEqual(fail('already-decided', 'received'));
  await group.exchange();
  expect((await listRefunds(mall(), { limit: 100 })).rows).toMatchObject([
    { number: purchase, way: 'cash', amount: yen(amount), reason: 'returned' },
  ]);
  expect(await refundEvents()).toBe(1);
  expect(await back(purchase)).toMatchObject({ state: 'decided', taken: 2, restocked: 1 });
  const stock = await group.mall.storage.read
    .selectFrom('product')
    .select('stock')
    .where('sku', '=', 'FD-1')
    .executeTakeFirstOrThrow();
  expect(stock.stock).toBe(11);
  expect(await orderReturn(mall(), orderId)).toMatchObject({ state: 'decided' });
  expect(await openReturn(mall(), BENCH, returnNumber)).toEqual(fail('already-decided', 'received'));
  const deeds = (await readTrail(mall().storage.read, { limit: 20 })).map(({ action }) => action);
  expect(deeds).toEqual(
    expect.arrayContaining(['return.announced', 'return.opened', 'return.decided', 'refund.asked']),
  );
  // The window stays open for as long as a return could have been asked for.
  group.clock.advance({ days: 20 });
  expect(await findSession(mall(), token)).toMatchObject({ orderId });
});

describe('what a customer may ask for', () => {
  test('is a parcel that was delivered, for a known reason', async () => {
    const parcel = await anAgreedParcel(group);
    const { order_id } = await row(parcel.purchase);
    expect(await orderReturn(mall(), order_id)).toBeUndefined();
    expect(await askReturn(mall(), order_id, 'damaged')).toEqual(fail('wrong-state', 'accepted'));
    const { orderId } = await aDelivered();
    expect(await askReturn(mall(), orderId, 'because')).toEqual(fail('field-missing', 'reason'));
    expect((await printReturnLabel(mall(), orderId, 'a6')).ok).toBe(false);
  });

  test('ends with the return period, which staff choose', async () => {
    const { orderId } = await aDelivered();
    group.clock.advance({ days: 29, hours: 23 });
    expect(await orderReturn(mall(), orderId)).toBeDefined();
    group.clock.advance({ hours: 2 });
    expect(await orderReturn(mall(), orderId)).toBeUndefined();
    expect(await askReturn(mall(), orderId, 'damaged')).toEqual(fail('return-too-late'));
    expectOk(await changePeriod(mall(), 'sato', { days: 40 }));
    expectOk(await askReturn(mall(), orderId, 'damaged'));
  });

  test('is asked for once: the first reason stays', async () => {
    const { orderId, purchase } = await aDelivered();
    expectOk(await askReturn(mall(), orderId, 'damaged'));
    expectOk(await askReturn(mall(), orderId, 'other'));
    expect(await back(purchase)).toMatchObject({ reason: 'damaged', state: 'announced' });
  });
});

describe('at the carrier', () => {
  test('a return goes its own way: each step once, no other step, and never before its parcel was delivered', async () => {
    const early = await anAgreedParcel(group);
    const { return_number } = await row(early.purchase);
    expect(await scan(return_number!, 'accept')).toEqual(fail('wrong-state', 'expected'));
    const { returnNumber } = await aDelivered();
    expect(await scan(returnNumber, 'deliver')).toEqual(fail('wrong-state', 'announced'));
    expect(await scan(returnNumber, 'load')).toEqual(fail('not-for-returns'));
    expectOk(await scan(returnNumber, 'accept'));
    expect(await scan(returnNumber, 'accept')).toEqual(fail('already-scanned'));
    const { carrier } = group.carrier;
    const taken = await listReturnParcels(carrier, {
      search: returnNumber.slice(0, 8),
      states: ['accepted'],
      limit: 9,
    });
    expect(taken).toMatchObject({ total: 1, rows: [{ number: returnNumber, state: 'accepted', billed: false }] });
    expectOk(await scan(returnNumber, 'deliver'));
    // The other parcel's number is none of a return.
    expect(await listReturnParcels(carrier, { limit: 9 })).toMatchObject({
      total: 1,
      rows: [{ state: 'handed-to-mall', handedAt: expect.any(String) }],
    });
    expect(await scan(returnNumber, 'accept')).toEqual(fail('wrong-state', 'handed-to-mall'));
    expect(await scan(numberFromDigits('return', '123456789012'), 'accept')).toEqual(fail('parcel-unknown'));
    const told = await sentEvents(group.carrier, 'return.status');
    expect(told.map(({ subject, data }) => [subject, data])).toEqual([
      [returnNumber, { status: 'accepted', date: '2026-11-21' }],
      [returnNumber, { status: 'delivered', date: '2026-11-21' }],
    ]);
  });

  test('a sorter sees the mall and the depot that hands it over, and at another depot a warning', async () => {
    const { carrier } = group.carrier;
    for (const code of ['YOK', 'OSK']) expectOk(await saveDepot(carrier, 'sato', { code, name: code, address: '' }));
    expect(await setMallDepot(carrier, 'sato', { mall: group.mall.id, depot: 'XXX' })).toEqual(
      fail('not-found', 'depot'),
    );
    expectOk(await setMallDepot(carrier, 'sato', { mall: group.mall.id, depot: 'OSK' }));
    expect(await listMallDepots(carrier)).toMatchObject([{ mall: group.mall.id, depot: 'OSK' }]);
    const { returnNumber } = await aDelivered();
    expectOk(await scan(returnNumber, 'accept'));
    expect(expectOk(await scan(returnNumber, 'arrive', GATE))).toMatchObject({
      returning: { state: 'at-depot', depot: 'OSK' },
      warnings: ['wrong-depot'],
    });
    const osaka: DeskCaller = { who: 'abe', station: { id: 'o', name: 'Gate 1', kind: 'gate', depot: 'OSK' } };
    expect(expectOk(await scan(returnNumber, 'arrive', osaka)).warnings).toEqual([]);
  });

  test('a station’s call does nothing twice, and a late scan moves nothing back', async () => {
    const { returnNumber } = await aDelivered();
    const at = group.clock();
    const once = (id: string): DeskCaller => ({ ...GATE, once: { station: 'g', id, at } });
    expectOk(await scan(returnNumber, 'accept', once('4f5b9a52-7d3c-4a8e-9a53-2b8f3a1c0d01')));
    expectOk(await scan(returnNumber, 'accept', once('4f5b9a52-7d3c-4a8e-9a53-2b8f3a1c0d01')));
    expect(await sentEvents(group.carrier, 'return.status')).toHaveLength(1);
    group.clock.advance({ minutes: 1 });
    expectOk(await scan(returnNumber, 'deliver'));
    const late = expectOk(await scan(returnNumber, 'arrive', once('4f5b9a52-7d3c-4a8e-9a53-2b8f3a1c0d02')));
    expect(late).toMatchObject({ returning: { state: 'handed-to-mall' }, warnings: ['late'] });
  });

  test('it is billed like a parcel of its size, once', async () => {
    await aReturn();
    group.clock.advance({ days: 31 });
    await sendInvoices(group.carrier.carrier);
    group.clock.advance({ days: 31 });
    await sendInvoices(group.carrier.carrier);
    const bills = await sentEvents(group.carrier, 'invoice');
    expect(bills).toHaveLength(1);
    const lines = bills[0]!.data['lines'] as { parcels: number }[];
    expect(lines.reduce((sum, { parcels }) => sum + parcels, 0)).toBe(2);
  });
});

describe('at the mall’s bench', () => {
  test('a contents code that is not what was sent opens nothing and waits on the workbench', async () => {
    const { purchase, orderId } = await aReturn();
    const contents = new Uint8Array((await row(purchase)).contents);
    contents[contents.length - 1]! ^= 1;
    const label = { number: purchase, piece: 1, of: 1, copy: 1 };
    const altered = expectOk(encodeLabelText({ kind: 'purchase', label, envelope: contents }));
    expect(await openReturn(mall(), BENCH, altered)).toEqual(fail('contents-differ'));
    expect(await back(purchase)).toMatchObject({ state: 'arrived', opened_at: null });
    expect(await decide(purchase, 0, [])).toEqual(fail('not-a-return'));
    const waiting = (await listExceptions(mall().storage.read, { states: ['open'], limit: 10 })).rows;
    expect(waiting).toMatchObject([{ place: 'returns', code: 'contents-differ', number: purchase, who: 'tanaka' }]);
    expect(await orderReturn(mall(), orderId)).toMatchObject({ state: 'arrived' });
  });

  test('another mall’s return label opens nothing', async () => {
    await aReturn();
    const foreign = numberFromDigits('return', '987654321098');
    expect(await openReturn(mall(), BENCH, `${foreign}010101`)).toEqual(fail('purchase-unknown'));
    const waiting = (await listExceptions(mall().storage.read, { states: ['open'], limit: 10 })).rows;
    expect(waiting).toMatchObject([{ place: 'returns', code: 'purchase-unknown', number: foreign }]);
    expect(await openReturn(mall(), BENCH, '4901234567894')).toEqual(fail('purchase-unknown'));
    expect((await listExceptions(mall().storage.read, { states: ['open'], limit: 10 })).rows).toHaveLength(1);
  });

  test('what the carrier itself brought back, or has not delivered, is no return of a customer', async () => {
    const parcel = await anAgreedParcel(group);
    await carryParcel(group, parcel.number, ['accept', 'arrive', 'return']);
    expect(await openReturn(mall(), BENCH, parcel.purchase)).toEqual(fail('not-a-return', 'returned'));
  });

  test('what was never paid is waived, and nothing at all may go back', async () => {
    const { purchase } = await aReturn({ pay: 'later' });
    const opened = expectOk(await openReturn(mall(), BENCH, purchase));
    expect(opened.way).toBe('waived');
    const [book] = opened.items;
    expectOk(await decide(purchase, book!.price.value, [[0, 1, 'damaged']]));
    expect((await listRefunds(mall(), { limit: 100 })).rows).toMatchObject([
      { way: 'waived', state: 'done', amount: book!.price },
    ]);
    const other = await aReturn({ pay: 'later' });
    expectOk(await openReturn(mall(), BENCH, other.purchase));
    expectOk(await decide(other.purchase, 0, [[0, 1, 'missing']]));
    expect((await listRefunds(mall(), { limit: 100 })).rows).toHaveLength(1);
  });

  test('no more pieces than were sent', async () => {
    const { purchase } = await aReturn();
    expectOk(await openReturn(mall(), BENCH, purchase));
    const pieces = [
      [1, 2, 'used'],
      [1, 1, 'as-new'],
    ] as const;
    expect(await decide(purchase, 0, pieces)).toEqual(fail('contents-differ'));
    expect(await decide(purchase, 0, [[7, 1, 'used']])).toEqual(fail('contents-differ'));
  });

  test('the carrier’s words in any order, and without the customer’s, come to the same', async () => {
    const { purchase, returnNumber } = await aDelivered();
    for (const step of ['accept', 'deliver'] as const) expectOk(await scan(returnNumber, step));
    const say = (status: 'accepted' | 'delivered', subject = returnNumber) =>
      mall().storage.write((db) =>
        noteReturnStatus(mall(), db, {
          partner: { id: group.carrier.id },
          subject,
          data: { status, date: '2026-11-22' },
        } as Parameters<typeof noteReturnStatus>[2]),
      );
    expectOk(await say('delivered'));
    expectOk(await say('accepted'));
    expect(await back(purchase)).toMatchObject({
      state: 'arrived',
      reason: null,
      accepted_on: '2026-11-22',
      arrived_on: '2026-11-22',
    });
    expect(await say('accepted', numberFromDigits('return', '555555555555'))).toEqual(fail('event-unknown-number'));
  });
});

test('a settled return goes back through the credit company, and two benches at once give it back once', async () => {
  const settling = await aSettlingGroup();
  group = settling;
  const { purchase, number, orderId } = await aLinkedParcel(settling);
  await carryParcel(settling, number, DELIVER);
  const { return_number } = await row(purchase);
  expectOk(await askReturn(mall(), orderId, 'wrong-item'));
  for (const step of ['accept', 'deliver'] as const) expectOk(await scan(return_number!, step));
  await settling.exchange();
  const { way, through, items } = expectOk(await openReturn(mall(), BENCH, return_number!));
  expect([way, through]).toEqual(['settlement', '見本クレジット']);
  const amount = items.reduce((sum, { price, quantity }) => sum + price.value * quantity, 0);
  const pieces = items.map(({ quantity }, at) => [at, quantity, 'as-new'] as const);
  const both = await Promise.all([decide(purchase, amount, pieces), decide(purchase, amount, pieces)]);
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  await settling.exchange();
  expect((await listRefunds(mall(), { limit: 100 })).rows).toMatchObject([
    { way: 'settlement', amount: yen(amount), state: 'done' },
  ]);
  expect(await sentEvents(settling.mall, 'settlement.refund')).toHaveLength(1);
});
