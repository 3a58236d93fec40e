/** Orders of a parcel and electronic goods, or of those alone, with a credit company and a carrier that are real. */
import { randomInt } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { shipInstructionSchema } from '#shared/protocol/instruction.ts';
import { expectOk, fail } from '#shared/result.ts';
import { refuseToShip } from '#main/roles/carrier/ship.ts';
import { refuseToPay, settle } from '#main/roles/credit/settle.ts';
import { openContents } from '#main/roles/mall/contents.ts';
import { type Basket, draftOrder, orderDigest } from '#main/roles/mall/draft.ts';
import { endStaleOffers, giveUpOrder } from '#main/roles/mall/expiry.ts';
import { orderRefunds } from '#main/roles/mall/order-money.ts';
import { openPurchase } from '#main/roles/mall/packing.ts';
import { listPurchases, packingQueue } from '#main/roles/mall/packing-queue.ts';
import { findPayment } from '#main/roles/mall/payment.ts';
import { placedOrder } from '#main/roles/mall/placed-order.ts';
import { placeOrder } from '#main/roles/mall/place-order.ts';
import type { PackingSlip } from '#main/printing/index.ts';
import { printSlip } from '#main/roles/mall/slip.ts';
import { changeCharges } from '#main/roles/mall/shipping-charge.ts';
import { chooseCarrier, findPurchase, findSession, signInstruction, startOrder } from '#main/roles/mall/shop.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { aBuyerKey, aCatalogue, aShipArrival, CATALOGUE, placeShown } from '../../builders/an-order.ts';
import {
  aLinkedParcel,
  aPayArrival,
  aPayOffer,
  aSettledOrder,
  aSettlingGroup,
  BLOCKED,
  payClaims,
  type PayOffer,
  SAMPLE_PERSON,
  type SettlingGroup,
} from '../../builders/a-payment.ts';

const BOOK = { 'BK-1': 1 };
const MAIL = { 'EB-1': 1 };
const BOTH = { 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 };
const PARCEL = 715 + 2 * 1620;
const GOODS = 1200;

let group: SettlingGroup;
beforeAll(async () => {
  group = await aSettlingGroup();
  await aCatalogue(group.mall);
});
// A card has ten tries an hour.
beforeEach(() => group.clock.advance({ hours: 1 }));

const db = () => group.mall.storage.read;
const orderRow = (id: string) =>
  db().selectFrom('customer_order').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const purchaseRow = (id: string) =>
  db().selectFrom('purchase').selectAll().where('order_id', '=', id).executeTakeFirst();
const goodsRow = (id: string) => db().selectFrom('goods').selectAll().where('order_id', '=', id).executeTakeFirst();
const paymentRow = async (id: string) => (await findPayment(db(), id))!;
const states = async ({ orderId }: Pick<PayOffer, 'orderId'>) => [
  (await purchaseRow(orderId))?.state,
  (await goodsRow(orderId))?.state,
  (await paymentRow(orderId)).state,
];
const shown = async ({ token }: PayOffer) =>
  (await placedOrder(group.mall.mall, (await findSession(group.mall.mall, token))!))!;
const arrive = (offer: PayOffer) => aPayArrival(group, offer.instruction);
const askedFor = async (jti: string) =>
  (await sentEvents(group.mall, 'settlement.refund'))
    .map(({ data }) => data)
    .filter(({ purchase }) => purchase === jti);

async function session(basket: Basket, choice: { carrier?: string; pay?: string } = {}) {
  const { mall } = group.mall;
  const { token } = expectOk(await startOrder(mall, basket));
  const now = async () => (await findSession(mall, token))!;
  const { carrier = group.carrier.id, pay = 'settled' } = choice;
  const chosen = await chooseCarrier(mall, await now(), { carrier, pay, credit: group.credit.id });
  return { token, chosen, now };
}

describe('placing an order of both', () => {
  test('writes the order, its parcel, its payment and its goods, whose parts sum to the whole', async () => {
    const buyer = aBuyerKey();
    const offer = await aPayOffer(group, BOTH, buyer);
    const [order, parcel, payment, goods] = [
      await orderRow(offer.orderId),
      (await purchaseRow(offer.orderId))!,
      await paymentRow(offer.orderId),
      (await goodsRow(offer.orderId))!,
    ];
    expect(order).toMatchObject({ total: PARCEL + GOODS, shipping_charge: 0, pay: 'settled' });
    expect(toBase64Url(order.buyer_key!)).toBe(toBase64Url(buyer.publicKey));
    expect([parcel.total, goods.amount, payment.amount]).toEqual([PARCEL, GOODS, PARCEL + GOODS]);
    expect(goods).toMatchObject({ number: payment.number, state: 'awaiting-payment', uploaded: 0, bytes: null });
    expect(offer.purchase).toBe(parcel.number);
    expect(await states(offer)).toEqual(['awaiting-payment', 'awaiting-payment', 'offered']);
    expect(payClaims(offer.instruction).amount).toEqual(yen(PARCEL + GOODS));
  });

  test('seals everything for the credit company and the parcel alone for the carrier', async () => {
    const { orderId } = await aPayOffer(group, BOTH);
    const skus = async (row: { number: string; contents: Uint8Array }) =>
      expectOk(await openContents(group.mall.mall, row)).items.map(({ sku }) => sku);
    expect(await skus(await paymentRow(orderId))).toEqual(['BK-1', 'FD-1', 'EB-1']);
    expect(await skus((await purchaseRow(orderId))!)).toEqual(['BK-1', 'FD-1']);
    expect(JSON.parse((await purchaseRow(orderId))!.prices)).toHaveLength(2);
  });

  test('keeps no clear copy of what was bought anywhere', async () => {
    const { orderId } = await aPayOffer(group, BOTH);
    const rows = [
      await orderRow(orderId),
      await purchaseRow(orderId),
      await paymentRow(orderId),
      await goodsRow(orderId),
    ];
    const text = JSON.stringify(rows, (_, value: unknown) =>
      value instanceof Uint8Array || Buffer.isBuffer(value) ? Buffer.from(value).toString('latin1') : value,
    );
    expect(text).not.toMatch(/EB-1|BK-1|FD-1|航海|煎茶/);
  });
});

describe('placing an order by mail alone', () => {
  test('has no carrier, no size and no purchase for one; it is called by its payment’s number', async () => {
    const offer = await aPayOffer(group, MAIL);
    expect(await purchaseRow(offer.orderId)).toBeUndefined();
    const payment = await paymentRow(offer.orderId);
    expect([offer.purchase, payment.amount]).toEqual([payment.number, GOODS]);
    const order = await shown(offer);
    expect(order).toMatchObject({
      purchase: payment.number,
      goods: 'awaiting-payment',
      total: yen(GOODS),
      ended: false,
    });
    expect(order).not.toHaveProperty('carrier');
    expect(order).not.toHaveProperty('state');
  });

  test('asks for no carrier, and forgets one that was chosen for another basket', async () => {
    const { chosen, now } = await session(MAIL, { carrier: 'nobody.localhost' });
    expectOk(chosen);
    expect(await now()).toMatchObject({ carrier: null, credit: group.credit.id, pay: 'settled' });
  });

  test.each(['on-delivery', 'later'])('can’t be paid %s, nor can an order of both', async (pay) => {
    for (const basket of [MAIL, BOTH]) {
      const { chosen, now } = await session(basket, { pay });
      expect(chosen).toEqual(fail('field-invalid', 'pay'));
      // As a session that chose it for another basket would be.
      const forced = { ...(await now()), pay: pay as 'later', carrier: group.carrier.id, credit: null };
      expect(await placeShown(group.mall.mall, forced)).toEqual(fail('field-invalid', 'pay'));
    }
  });

  test.each([
    [undefined, fail('field-missing', 'buyerKey')],
    ['', fail('field-missing', 'buyerKey')],
    ['AAAA', fail('field-invalid', 'buyerKey')],
    ['not base64url!'.padEnd(43, '!'), fail('field-invalid', 'buyerKey')],
    ['A'.repeat(43), fail('field-invalid', 'buyerKey')],
    [toBase64Url(new Uint8Array(33).fill(7)), fail('field-invalid', 'buyerKey')],
  ])('needs a buyer’s key that is one: %s', async (key, refusal) => {
    const { mall } = group.mall;
    const { now } = await session(BOTH);
    const draft = expectOk(await draftOrder(mall, BOTH));
    expect(await placeOrder(mall, await now(), orderDigest(await now(), draft), key)).toEqual(refusal);
    expect((await now()).orderId).toBeNull();
  });

  test('an order without electronic goods keeps no key, whatever is sent along', async () => {
    const { now } = await session(BOOK);
    const { orderId } = expectOk(await placeShown(group.mall.mall, await now(), aBuyerKey()));
    expect((await orderRow(orderId)).buyer_key).toBeNull();
  });
});

describe('once it is paid', () => {
  test('the goods are ready to be sealed and the carrier’s window is offered, without amount and with the parcel’s size', async () => {
    const order = await aSettledOrder(group, { items: BOTH });
    expect(await states(order)).toEqual(['offered', 'ready', 'accepted']);
    const instruction = expectOk(await signInstruction(group.mall.mall, order.purchase));
    const claims = shipInstructionSchema.parse(payClaims(instruction));
    expect(claims).toMatchObject({ pay: 'settled', size: { size: 60, weight: 2 } });
    expect(claims).not.toHaveProperty('amount');
    const { number, contents, jti } = await paymentRow(order.orderId);
    for (const told of [number, jti, toBase64Url(contents), order.receipt]) {
      expect(Buffer.from(instruction.split('.')[1]!, 'base64url').toString()).not.toContain(told);
    }
  });

  test('by mail alone nothing more is asked of the customer', async () => {
    const order = await aSettledOrder(group, { items: MAIL });
    expect(await states(order)).toEqual([undefined, 'ready', 'accepted']);
    expect(await shown(order)).toMatchObject({ goods: 'ready', finishing: false, ended: false, refunds: [] });
    expect(await giveUpOrder(group.mall.mall, order.orderId)).toEqual(fail('wrong-state'));
  });

  test('packers see the parcel’s lines and price alone, and no order without a parcel', async () => {
    const parcel = await aLinkedParcel(group, { items: BOTH });
    const mail = await aSettledOrder(group, { items: MAIL });
    const opened = expectOk(await openPurchase(group.mall.mall, 'mori', parcel.purchase));
    expect(opened.items.map(({ sku }) => sku)).toEqual(['BK-1', 'FD-1']);
    expect(opened.total).toEqual(yen(PARCEL));
    const listed = [
      ...(await packingQueue(group.mall.mall)),
      ...(await listPurchases(group.mall.mall, { limit: 500 })).rows,
    ];
    expect(listed.some(({ purchase }) => purchase === parcel.purchase)).toBe(true);
    expect(listed.some(({ purchase }) => purchase === mail.purchase)).toBe(false);
  });
});

describe('an order of both ends', () => {
  const END = {
    declined: async (offer: PayOffer) => expectOk(await settle(group.credit.credit, await arrive(offer), BLOCKED)),
    refused: async (offer: PayOffer) => expectOk(await refuseToPay(group.credit.credit, await arrive(offer))),
    expired: async (offer: PayOffer) => expectOk(await giveUpOrder(group.mall.mall, offer.orderId)),
  };
  test.each(['declined', 'refused', 'expired'] as const)(
    'alike in all its parts when the payment is %s',
    async (ending) => {
      for (const items of [BOTH, MAIL]) {
        const offer = await aPayOffer(group, items);
        await END[ending](offer);
        await group.exchange();
        expect(await states(offer)).toEqual([items === BOTH ? ending : undefined, ending, ending]);
        expect(await shown(offer)).toMatchObject({ ended: true, givenUp: ending === 'expired', refunds: [] });
        expect(await askedFor((await paymentRow(offer.orderId)).jti)).toEqual([]);
      }
    },
  );
  test('when its payment’s time runs out, without a parcel too', async () => {
    const offers = [await aPayOffer(group, BOTH), await aPayOffer(group, MAIL)];
    group.clock.advance({ minutes: 76, seconds: 59 });
    await endStaleOffers(group.mall.mall);
    expect((await shown(offers[1]!)).ended).toBe(false);
    group.clock.advance({ seconds: 1 });
    expect(await shown(offers[1]!)).toMatchObject({ goods: 'expired', ended: true, givenUp: false });
    await endStaleOffers(group.mall.mall);
    expect(await states(offers[0]!)).toEqual(['expired', 'expired', 'expired']);
  });

  test('given up; an OK that comes after that gives everything back at once', async () => {
    const offer = await aPayOffer(group, BOTH);
    const arrival = await aPayArrival(group, offer.instruction);
    expectOk(await giveUpOrder(group.mall.mall, offer.orderId));
    expectOk(await settle(group.credit.credit, arrival, SAMPLE_PERSON));
    await group.exchange();
    expect(await states(offer)).toEqual(['expired', 'expired', 'expired']);
    const { jti } = await paymentRow(offer.orderId);
    expect(await askedFor(jti)).toMatchObject([{ amount: yen(PARCEL + GOODS), reason: 'cancelled' }]);
    expect((await shown(offer)).refunds).toMatchObject([{ amount: yen(PARCEL + GOODS), way: 'settlement' }]);
  });

  test.each(['given up', 'out of time', 'refused'] as const)(
    'in its parcel alone when that is %s after the payment: its part goes back, the goods go on',
    async (how) => {
      const order = await aSettledOrder(group, { items: BOTH });
      if (how === 'refused') {
        const instruction = expectOk(await signInstruction(group.mall.mall, order.purchase));
        expectOk(await refuseToShip(group.carrier.carrier, await aShipArrival(group, instruction)));
        await group.exchange();
      } else if (how === 'out of time') {
        group.clock.advance({ minutes: 77, seconds: 1 });
        await endStaleOffers(group.mall.mall);
      } else {
        expectOk(await giveUpOrder(group.mall.mall, order.orderId));
      }
      expect(await states(order)).toEqual([how === 'refused' ? 'refused' : 'expired', 'ready', 'accepted']);
      expect(await askedFor(order.jti)).toMatchObject([{ amount: yen(PARCEL), reason: 'cancelled' }]);
      expect(await shown(order)).toMatchObject({ ended: false, goods: 'ready', refunds: [{ amount: yen(PARCEL) }] });
      expect(await giveUpOrder(group.mall.mall, order.orderId)).toEqual(fail('wrong-state'));
    },
  );

  test('of a parcel alone after its payment: all of it goes back, and the page has it', async () => {
    const order = await aSettledOrder(group, { items: BOOK });
    group.clock.advance({ minutes: 77, seconds: 1 });
    expect(await shown(order)).toMatchObject({
      state: 'expired',
      ended: true,
      refunds: [{ amount: yen(715), way: 'settlement', reason: 'cancelled' }],
    });
    expect(await askedFor(order.jti)).toHaveLength(1);
  });

  test('what goes back is made known by the order that it belongs to, and no other', async () => {
    const [one, other] = [await aSettledOrder(group, { items: BOTH }), await aSettledOrder(group, { items: BOTH })];
    expectOk(await giveUpOrder(group.mall.mall, one.orderId));
    expect(await orderRefunds(db(), other.orderId)).toEqual([]);
  });
});

describe('a shipping charge', () => {
  const charge = (charges: Record<string, number>) => changeCharges(group.mall.mall, 'mori', charges);

  test('is part of the parcel’s total, of the order’s and of what is confirmed', async () => {
    const { mall } = group.mall;
    const before = expectOk(await draftOrder(mall, BOTH));
    expect(before.parcel?.charge).toEqual(yen(0));
    expectOk(await charge({ 60: 500, 80: 700 }));
    const draft = expectOk(await draftOrder(mall, BOTH));
    expect(draft.parcel).toMatchObject({ charge: yen(500), total: yen(PARCEL + 500) });
    expect(draft.total).toEqual(yen(PARCEL + GOODS + 500));
    const companies = {
      carrier: group.carrier.id,
      credit: group.credit.id,
      pay: 'settled',
      flow: 'window',
      agency: null,
      wrapper: null,
    } as const;
    expect(orderDigest(companies, draft)).not.toBe(orderDigest(companies, before));
    const offer = await aPayOffer(group, BOTH);
    expect(await orderRow(offer.orderId)).toMatchObject({ shipping_charge: 500, total: PARCEL + GOODS + 500 });
    expect((await purchaseRow(offer.orderId))!.total).toBe(PARCEL + 500);
    expect(await shown(offer)).toMatchObject({ shippingCharge: yen(500), total: yen(PARCEL + GOODS + 500) });
    expectOk(await charge({}));
    expect((await orderRow(offer.orderId)).shipping_charge).toBe(500);
  });

  test('is collected with the price on delivery', async () => {
    expectOk(await charge({ 60: 500 }));
    const { now } = await session(BOOK, { pay: 'on-delivery' });
    const { purchase } = expectOk(await placeShown(group.mall.mall, await now()));
    const claims = payClaims(expectOk(await signInstruction(group.mall.mall, purchase)));
    expect(claims.amount).toEqual(yen(715 + 500));
    expectOk(await charge({}));
  });

  test('has a line of its own on the slip, beside the parcel’s lines, and they sum to its total', async () => {
    expectOk(await charge({ 60: 500 }));
    const parcel = await aLinkedParcel(group, { items: BOTH });
    expectOk(await charge({}));
    const { mall } = group.mall;
    let slip: PackingSlip | undefined;
    const printSlipAlso = (model: PackingSlip) => {
      slip = model;
      return mall.press.printSlip(model);
    };
    const watched = { ...mall, press: { ...mall.press, printSlip: printSlipAlso } };
    expectOk(await printSlip(watched, 'mori', { purchase: parcel.purchase, language: 'ja' }));
    expect(slip!.lines.map(({ name, quantity, taxPercent }) => [name, quantity, taxPercent])).toEqual([
      ['文庫本『山の手帖』', 1, 10],
      ['煎茶 100g', 2, 8],
      ['送料', 1, 10],
    ]);
    const sum = slip!.lines.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice, 0);
    expect(sum).toBe((await purchaseRow(parcel.orderId))!.total);
  });

  test('that changed after the confirmation was shown places nothing', async () => {
    const { mall } = group.mall;
    const { now } = await session(BOOK, { pay: 'later' });
    const digest = orderDigest(await now(), expectOk(await draftOrder(mall, BOOK)));
    expectOk(await charge({ 60: 1 }));
    expect(await placeOrder(mall, await now(), digest)).toEqual(fail('order-changed'));
    expectOk(await charge({}));
    expectOk(await placeOrder(mall, await now(), digest));
  });

  test('is not asked of what goes by mail, nor of a class that has none', async () => {
    const { mall } = group.mall;
    expectOk(await charge({ 170: 900 }));
    expect(expectOk(await draftOrder(mall, MAIL)).total).toEqual(yen(GOODS));
    expect(expectOk(await draftOrder(mall, BOOK)).total).toEqual(yen(715));
    expectOk(await charge({}));
  });

  test('is recorded in the trail', async () => {
    expectOk(await charge({ 60: 300, 100: 450 }));
    const deed = await db().selectFrom('trail').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
    expect(deed).toMatchObject({ who: 'mori', action: 'charges.changed', detail: '60:300 100:450' });
    expectOk(await charge({}));
  });
});

test('the parts of any order sum to it, and what each company is asked for is its part', async () => {
  const skus = CATALOGUE.split('\n')
    .slice(1, -1)
    .map((row) => row.split(',')[0]!)
    .filter((sku) => sku !== 'BIG-1');
  for (let run = 0; run < 12; run++) {
    expectOk(await changeCharges(group.mall.mall, 'mori', { 60: randomInt(900), 80: randomInt(900) }));
    const picked = skus.filter(() => randomInt(2) === 0);
    const items = Object.fromEntries([...picked, 'BK-1'].map((sku) => [sku, 1 + randomInt(3)]));
    const { orderId, instruction } = await aPayOffer(group, items);
    const [order, parcel, goods] = [await orderRow(orderId), await purchaseRow(orderId), await goodsRow(orderId)];
    expect((parcel?.total ?? 0) + (goods?.amount ?? 0)).toBe(order.total);
    const prices = JSON.parse(parcel!.prices) as { quantity: number; price: number }[];
    const lines = prices.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    expect(lines + order.shipping_charge).toBe(parcel!.total);
    expect(payClaims(instruction).amount).toEqual(yen(order.total));
    expect((await findPurchase(group.mall.mall, parcel!.number))?.total).toBe(parcel!.total);
  }
  expectOk(await changeCharges(group.mall.mall, 'mori', {}));
});
