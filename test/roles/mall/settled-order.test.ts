/** A settled order from the basket to the claim, with a credit company and a carrier that are real. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { shipInstructionSchema, type Variant } from '#shared/protocol/instruction.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { endHolds, refuseToPay, settle } from '#main/roles/credit/settle.ts';
import { giveUpOrder } from '#main/roles/mall/expiry.ts';
import { handOver, openPurchase, printLabel } from '#main/roles/mall/packing.ts';
import { findPayment, signPayInstruction } from '#main/roles/mall/payment.ts';
import { placedOrder } from '#main/roles/mall/placed-order.ts';
import { findPurchase, findSession, signInstruction } from '#main/roles/mall/shop.ts';
import { randomUuid, variantCDigits } from '#main/vault/index.ts';
import { bringEvent, sentEvents } from '../../builders/a-group.ts';
import {
  aLinkedParcel,
  aPayArrival,
  aPayOffer,
  aSettledOrder,
  aSettlingGroup,
  BLOCKED,
  HANAKO,
  type PayOffer,
  payClaims,
  SAMPLE_PERSON,
  type SettlingGroup,
  TARO,
} from '../../builders/a-payment.ts';

let group: SettlingGroup;
beforeAll(async () => {
  group = await aSettlingGroup();
});
// A card has ten tries an hour.
beforeEach(() => group.clock.advance({ hours: 1 }));

const ITEMS = { 'BK-1': 1, 'FD-1': 2 };
const TOTAL = 715 + 2 * 1620;
const CHECKED = Object.entries(ITEMS).map(([sku, quantity]) => ({ sku, quantity }));
const paymentOf = async ({ orderId }: Pick<PayOffer, 'orderId'>, at = group) =>
  (await findPayment(at.mall.storage.read, orderId))!;
const claimOf = async (at: typeof group, payment: string) =>
  at.mall.storage.read.selectFrom('claim').selectAll().where('payment', '=', payment).executeTakeFirstOrThrow();
const purchaseOf = async ({ purchase }: Pick<PayOffer, 'purchase'>, at = group) =>
  (await findPurchase(at.mall.mall, purchase))!;
const states = async (offer: PayOffer, at = group) => [
  (await purchaseOf(offer, at)).state,
  (await paymentOf(offer, at)).state,
];
const claims = async (at = group) => (await sentEvents(at.mall, 'claim')).map(({ data }) => data);

describe('placing a settled order', () => {
  test('makes a purchase for each company, with nothing in common to join them on', async () => {
    const offer = await aPayOffer(group, ITEMS);
    const [purchase, payment] = [await purchaseOf(offer), await paymentOf(offer)];
    expect(payment.number).not.toBe(purchase.number);
    expect(payment.jti).not.toBe(purchase.jti);
    expect([payment.counterparty, purchase.counterparty]).toEqual([group.credit.id, group.carrier.id]);
    const [one, other] = [new Uint8Array(payment.contents), new Uint8Array(purchase.contents)];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
    // Not even the ephemeral key: behind version, kind and key id everything differs.
    expect(Buffer.from(one.slice(6, 38)).equals(Buffer.from(other.slice(6, 38)))).toBe(false);
    // Each opens under its own number alone, to the same products.
    const opens = (bytes: Uint8Array, number: string) =>
      group.mall.vault.open(bytes, { kind: 'contents', recipient: group.mall.id, number });
    expect(expectOk(await opens(one, payment.number))).toEqual(expectOk(await opens(other, purchase.number)));
    expect(await opens(one, purchase.number)).toEqual(fail('not-authentic'));
  });

  test('keeps the carrier’s instruction back until the payment', async () => {
    const offer = await aPayOffer(group, ITEMS);
    expect(await states(offer)).toEqual(['awaiting-payment', 'offered']);
    expect(await signInstruction(group.mall.mall, offer.purchase)).toEqual(fail('wrong-state', 'awaiting-payment'));
  });

  test('asks the credit company for the total with tax, and for nothing else', async () => {
    const offer = await aPayOffer(group, ITEMS);
    const payment = await paymentOf(offer);
    const at = group.clock().getTime() / 1000;
    expect(payClaims(offer.instruction)).toEqual({
      iss: 'mall.localhost',
      aud: 'credit.localhost',
      jti: payment.number,
      iat: at,
      exp: at + 900,
      act: 'settle',
      amount: yen(TOTAL),
      contents: toBase64Url(new Uint8Array(payment.contents)),
      ret: 'https://mall.localhost/order',
    });
    expect(await signPayInstruction(group.mall.mall, offer.orderId)).toEqual({ ok: true, value: offer.instruction });
    group.clock.advance({ minutes: 15 });
    expect(await signPayInstruction(group.mall.mall, offer.orderId)).toEqual(fail('instruction-expired'));
    expect(await signPayInstruction(group.mall.mall, 'no such order')).toEqual(fail('purchase-unknown'));
  });
});

describe('once it is paid', () => {
  test('the carrier’s window is offered, for a fresh quarter of an hour, without an amount', async () => {
    const offer = await aPayOffer(group, ITEMS);
    const arrival = await aPayArrival(group, offer.instruction);
    group.clock.advance({ minutes: 40 });
    expectOk(await settle(group.credit.credit, arrival, SAMPLE_PERSON));
    await group.exchange();
    expect(await states(offer)).toEqual(['offered', 'accepted']);
    expect(await paymentOf(offer)).toMatchObject({ receipt: arrival.number });
    const instruction = expectOk(await signInstruction(group.mall.mall, offer.purchase));
    const shipping = shipInstructionSchema.parse(payClaims(instruction));
    const at = group.clock().getTime() / 1000;
    expect(shipping).toMatchObject({ iat: at, exp: at + 900, pay: 'settled', jti: offer.purchase });
    expect(shipping).not.toHaveProperty('amount');
    const decoded = Buffer.from(instruction.split('.')[1]!, 'base64url').toString();
    expect(decoded).not.toMatch(new RegExp(`\\b${TOTAL}\\b`));
    for (const told of [arrival.number, arrival.claims.jti, arrival.claims.contents!, offer.orderId]) {
      expect(decoded).not.toContain(told);
    }
    const session = (await findSession(group.mall.mall, offer.token))!;
    expect(await placedOrder(group.mall.mall, session)).toMatchObject({
      state: 'offered',
      payment: { state: 'accepted', receipt: arrival.number },
    });
    expect(await signPayInstruction(group.mall.mall, offer.orderId)).toEqual(fail('wrong-state', 'accepted'));
  });

  test('the answer again, in the same message or another, changes nothing', async () => {
    const order = await aSettledOrder(group);
    const before = [await purchaseOf(order), await paymentOf(order)];
    const [sent] = (await sentEvents(group.credit, 'settlement.result')).filter(({ subject }) => subject === order.jti);
    expectOk(await bringEvent(group.credit, group.mall, sent!.json));
    const other = JSON.stringify({ ...(JSON.parse(sent!.json) as object), id: randomUuid() });
    expect(await bringEvent(group.credit, group.mall, other)).toEqual(fail('wrong-state', 'accepted'));
    expect([await purchaseOf(order), await paymentOf(order)]).toEqual(before);
  });
});

describe('a result', () => {
  type Data = Record<string, unknown>;
  const without =
    (left: string) =>
    (data: Data): Data =>
      Object.fromEntries(Object.entries(data).filter(([name]) => name !== left));

  /** The credit company's OK as it would send it, altered. */
  async function bring(alter: (data: Data, offer: PayOffer) => Data | Promise<Data>, rest: Data = {}) {
    const offer = await aPayOffer(group, ITEMS);
    const arrival = await aPayArrival(group, offer.instruction);
    expectOk(await settle(group.credit.credit, arrival, SAMPLE_PERSON));
    const [sent] = (await sentEvents(group.credit, 'settlement.result')).filter(
      ({ subject }) => subject === arrival.claims.jti,
    );
    const event = JSON.parse(sent!.json) as { data: Data };
    const altered = JSON.stringify({ ...event, data: await alter({ ...event.data }, offer), ...rest });
    return { offer, sent: sent!.json, answer: await bringEvent(group.credit, group.mall, altered) };
  }

  test.each<[string, (data: Data) => Data, Result<void>]>([
    ['one yen less', (data) => ({ ...data, amount: yen(TOTAL - 1) }), fail('event-invalid', 'amount')],
    [
      'another currency',
      (data) => ({ ...data, amount: { value: TOTAL, currency: 'USD' } }),
      fail('event-invalid', 'amount'),
    ],
    ['no contents', without('contents'), fail('contents-differ')],
    [
      'a receipt of the wrong kind',
      (data) => ({ ...data, receipt: data['purchase'] }),
      fail('event-invalid', 'receipt'),
    ],
    [
      'a receipt with a wrong check digit',
      (data) => ({ ...data, receipt: '20000000000000' }),
      fail('event-invalid', 'receipt'),
    ],
    ['no receipt', without('receipt'), fail('event-invalid', 'receipt')],
    ['no customer', without('customer'), fail('event-invalid', 'customer')],
    ['a customer that is none', (data) => ({ ...data, customer: data['contents'] }), fail('event-invalid', 'customer')],
    ['no end of the hold', without('until'), fail('event-invalid', 'settlement.result')],
    ['a purchase of nobody', (data) => ({ ...data, purchase: '10000000000009' }), fail('event-invalid', 'subject')],
  ])('with %s is refused, and the right one is still taken', async (_, alter, refusal) => {
    const { offer, sent, answer } = await bring(alter);
    expect(answer).toEqual(refusal);
    expect(await states(offer)).toEqual(['awaiting-payment', 'offered']);
    expectOk(await bringEvent(group.credit, group.mall, sent));
    expect(await states(offer)).toEqual(['offered', 'accepted']);
  });

  test('with contents that this mall sealed for the carrier, or for another order, is refused', async () => {
    const carriers = await bring(async (data, offer) => {
      const { contents } = await purchaseOf(offer);
      return { ...data, contents: toBase64Url(new Uint8Array(contents)) };
    });
    expect(carriers.answer).toEqual(fail('contents-differ'));
    const { contents } = await paymentOf(carriers.offer);
    const others = await bring((data) => ({ ...data, contents: toBase64Url(new Uint8Array(contents)) }));
    expect(others.answer).toEqual(fail('contents-differ'));
  });

  test('with a receipt that another order has is refused', async () => {
    const { receipt } = await aSettledOrder(group);
    expect((await bring((data) => ({ ...data, receipt }))).answer).toEqual(fail('event-invalid', 'receipt'));
  });

  test('of the carrier, or about the carrier’s purchase, finds no payment', async () => {
    const { offer, sent } = await bring((data) => ({ ...data, amount: yen(1) }));
    const event = JSON.parse(sent) as { data: Data };
    const carriers = JSON.stringify({ ...event, source: group.carrier.id });
    expect(await bringEvent(group.carrier, group.mall, carriers)).toEqual(fail('event-foreign', 'role'));
    const other = { ...event, subject: offer.purchase, data: { ...event.data, purchase: offer.purchase } };
    expect(await bringEvent(group.credit, group.mall, JSON.stringify(other))).toEqual(fail('event-unknown-number'));
    expect(await states(offer)).toEqual(['awaiting-payment', 'offered']);
  });

  test('NO after OK is refused', async () => {
    const order = await aSettledOrder(group);
    const [sent] = (await sentEvents(group.credit, 'settlement.result')).filter(({ subject }) => subject === order.jti);
    const no = { purchase: order.jti, result: 'no', reason: 'declined' };
    const event = JSON.stringify({ ...(JSON.parse(sent!.json) as object), id: randomUuid(), data: no });
    expect(await bringEvent(group.credit, group.mall, event)).toEqual(fail('wrong-state', 'accepted'));
    expect(await states(order)).toEqual(['offered', 'accepted']);
  });
});

describe('an order ends', () => {
  test.each([
    ['declined', BLOCKED],
    ['declined', TARO],
  ])('%s when the card can’t pay', async (ending, entry) => {
    const offer = await aPayOffer(group, ITEMS);
    const arrival = await aPayArrival(group, offer.instruction);
    expectOk(await settle(group.credit.credit, arrival, entry));
    await group.exchange();
    expect(await states(offer)).toEqual([ending, ending]);
    expect(await signInstruction(group.mall.mall, offer.purchase)).toEqual(fail('wrong-state', ending));
  });

  test('refused when the customer refuses to pay', async () => {
    const offer = await aPayOffer(group, ITEMS);
    expectOk(await refuseToPay(group.credit.credit, await aPayArrival(group, offer.instruction)));
    await group.exchange();
    expect(await states(offer)).toEqual(['refused', 'refused']);
  });

  test('given up; an OK that comes after that changes nothing, and its hold ends without a complaint', async () => {
    const own = await aSettlingGroup();
    const offer = await aPayOffer(own, ITEMS);
    const arrival = await aPayArrival(own, offer.instruction);
    expectOk(await giveUpOrder(own.mall.mall, offer.orderId));
    expectOk(await settle(own.credit.credit, arrival, HANAKO));
    await own.exchange();
    expect(await states(offer, own)).toEqual(['expired', 'expired']);
    own.clock.advance({ days: 14, seconds: 1 });
    await endHolds(own.credit.credit);
    await own.exchange();
    const waiting = await own.credit.storage.read.selectFrom('outbox').where('accepted_at', 'is', null).selectAll();
    expect(await waiting.execute()).toEqual([]);
    expect(await claims(own)).toEqual([]);
  });
});

describe('dispatch', () => {
  const pack = (purchase: string, at = group) => printLabel(at.mall.mall, 'mori', { purchase, checked: CHECKED });

  test('of a paid order claims its price, once', async () => {
    const parcel = await aLinkedParcel(group, { items: ITEMS });
    expect(await purchaseOf(parcel)).toMatchObject({ state: 'accepted', shipping: parcel.number });
    expect(expectOk(await openPurchase(group.mall.mall, 'mori', parcel.purchase))).not.toHaveProperty('collect');
    expectOk(await pack(parcel.purchase));
    const before = (await claims()).length;
    const both = await Promise.all([1, 2].map(() => handOver(group.mall.mall, 'mori', parcel.purchase)));
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const [claim, ...more] = (await claims()).slice(before);
    expect(more).toEqual([]);
    const { claim: id } = await claimOf(group, (await paymentOf(parcel)).number);
    const date = group.clock().toISOString().slice(0, 10);
    expect(claim).toEqual({ claim: id, purchase: parcel.jti, amount: yen(TOTAL), date });
    expect(await states(parcel)).toEqual(['handed-over', 'claimed']);
    await group.exchange();
    const settlement = await group.credit.storage.read
      .selectFrom('settlement')
      .selectAll()
      .where('receipt', '=', parcel.receipt)
      .executeTakeFirstOrThrow();
    expect(settlement).toMatchObject({ state: 'captured', captured: TOTAL });
    expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
  });

  test('is not possible once the hold has ended: nothing is claimed and the parcel stays', async () => {
    const own = await aSettlingGroup();
    const parcel = await aLinkedParcel(own, { items: ITEMS });
    expectOk(await pack(parcel.purchase, own));
    own.clock.advance({ days: 14, seconds: 1 });
    await endHolds(own.credit.credit);
    await own.exchange();
    expect(await states(parcel, own)).toEqual(['packed', 'lapsed']);
    expect(await handOver(own.mall.mall, 'mori', parcel.purchase)).toEqual(fail('wrong-state', 'lapsed'));
    expect(await states(parcel, own)).toEqual(['packed', 'lapsed']);
    expect(await claims(own)).toEqual([]);
  });

  test('that crosses the end of the hold: the claim is refused, the payment has lapsed, and staff see it', async () => {
    const own = await aSettlingGroup();
    const parcel = await aLinkedParcel(own, { items: ITEMS });
    expectOk(await pack(parcel.purchase, own));
    own.clock.advance({ days: 14, seconds: 1 });
    await endHolds(own.credit.credit);
    expectOk(await handOver(own.mall.mall, 'mori', parcel.purchase));
    await own.exchange();
    const [message] = await own.mall.post.storage.read
      .selectFrom('outbox')
      .selectAll()
      .where('type', '=', 'claim')
      .execute();
    expect(message).toMatchObject({ accepted_at: null, last_error: 'wrong-state' });
    expect(message!.rejected_at).not.toBeNull();
    const payment = await paymentOf(parcel, own);
    expect(payment).toMatchObject({ state: 'lapsed', claimed: 0, released: TOTAL });
    expect(await claimOf(own, payment.number)).toMatchObject({ lapsed: 1, payout: null });
    expect((await own.credit.storage.read.selectFrom('transfer').selectAll().execute()).length).toBe(0);
  });

  test('of an order whose payment is not accepted is not possible', async () => {
    const parcel = await aLinkedParcel(group, { items: ITEMS });
    expectOk(await pack(parcel.purchase));
    const { number } = await paymentOf(parcel);
    const set = (state: 'offered' | 'declined' | 'released') =>
      group.mall.storage.write((db) =>
        db.updateTable('settlement').set({ state }).where('number', '=', number).execute(),
      );
    const before = await claims();
    for (const state of ['offered', 'declined', 'released'] as const) {
      await set(state);
      expect(await handOver(group.mall.mall, 'mori', parcel.purchase)).toEqual(fail('wrong-state', state));
    }
    await group.mall.storage.write((db) => db.deleteFrom('settlement').where('number', '=', number).execute());
    expect(await handOver(group.mall.mall, 'mori', parcel.purchase)).toEqual(fail('wrong-state', 'unpaid'));
    expect((await purchaseOf(parcel)).state).toBe('packed');
    expect(await claims()).toEqual(before);
  });
});

test('an end of a hold that comes before its OK is asked for again', async () => {
  const offer = await aPayOffer(group, ITEMS);
  const arrival = await aPayArrival(group, offer.instruction);
  expectOk(await settle(group.credit.credit, arrival, SAMPLE_PERSON));
  const [sent] = (await sentEvents(group.credit, 'settlement.result')).filter(
    ({ subject }) => subject === arrival.claims.jti,
  );
  const event = JSON.parse(sent!.json) as object;
  const expired = JSON.stringify({
    ...event,
    id: randomUuid(),
    type: 'settlement.expired',
    data: { purchase: arrival.claims.jti, amount: yen(TOTAL) },
  });
  expect(await bringEvent(group.credit, group.mall, expired)).toEqual(fail('event-unknown-number'));
  expectOk(await bringEvent(group.credit, group.mall, sent!.json));
  expectOk(await bringEvent(group.credit, group.mall, expired));
  expect((await paymentOf(offer)).state).toBe('lapsed');
});

describe('in variant', () => {
  async function settledIn(creditVariant: Variant) {
    const own = await aSettlingGroup({ creditVariant });
    const order = await aSettledOrder(own, { items: ITEMS });
    const session = (await findSession(own.mall.mall, order.token))!;
    return { own, order, payment: await paymentOf(order, own), shown: await placedOrder(own.mall.mall, session) };
  }

  test('b no names leave the mall, and no customer comes back', async () => {
    const { own, order, payment } = await settledIn('b');
    expect(payClaims(order.instruction)).not.toHaveProperty('contents');
    expect(payment).toMatchObject({ state: 'accepted', receipt: order.receipt, customer: null });
    expect((await purchaseOf(order, own)).state).toBe('offered');
  });

  test('c nobody tells a receipt: both derive the same, and the shop’s page has none', async () => {
    const { own, order, payment, shown } = await settledIn('c');
    expect(payClaims(order.instruction).jti).toBe(payment.jti);
    expect(JSON.stringify(payClaims(order.instruction))).not.toContain(payment.number);
    const derived = numberFromDigits('receipt', variantCDigits(fromBase64Url(payment.jti)!));
    expect([payment.receipt, order.receipt]).toEqual([derived, derived]);
    const told = (await sentEvents(own.credit)).map(({ json }) => json).join();
    expect(told).not.toContain(derived);
    expect(shown!.payment).not.toHaveProperty('receipt');
  });
});

test('nothing that goes between mall and carrier names what the credit company knows, nor the other way round', async () => {
  const own = await aSettlingGroup();
  const parcel = await aLinkedParcel(own, { items: ITEMS });
  expectOk(await printLabel(own.mall.mall, 'mori', { purchase: parcel.purchase, checked: CHECKED }));
  expectOk(await handOver(own.mall.mall, 'mori', parcel.purchase));
  await own.exchange();
  const [purchase, payment] = [await purchaseOf(parcel, own), await paymentOf(parcel, own)];
  const between = async (partner: string): Promise<string> => {
    const rows = await Promise.all(
      [own.mall, own.carrier, own.credit].map((party) =>
        party.post.storage.read
          .selectFrom('outbox')
          .select(['id', 'event'])
          .where((eb) => (party.id === own.mall.id ? eb('partner', '=', partner) : eb.lit(party.id === partner)))
          .execute(),
      ),
    );
    return JSON.stringify(rows);
  };
  const base64 = (bytes: Uint8Array | null): string => toBase64Url(new Uint8Array(bytes!));
  const ofCredit = [
    payment.number,
    payment.receipt!,
    (await claimOf(own, payment.number)).claim,
    base64(payment.contents),
    base64(payment.customer),
    base64(payment.contents).slice(52, 100),
  ];
  const ofCarrier = [
    purchase.number,
    purchase.shipping!,
    purchase.return_number!,
    base64(purchase.contents),
    base64(purchase.addressee),
    base64(purchase.contents).slice(52, 100),
  ];
  const withCarrier = (await between(own.carrier.id)) + JSON.stringify(payClaims(parcel.shipInstruction));
  const withCredit = (await between(own.credit.id)) + JSON.stringify(payClaims(parcel.instruction));
  expect(ofCredit.filter((name) => !withCredit.includes(name))).toEqual([]);
  expect(ofCarrier.filter((name) => !withCarrier.includes(name))).toEqual([]);
  expect(ofCredit.filter((name) => withCarrier.includes(name))).toEqual([]);
  expect(ofCarrier.filter((name) => withCredit.includes(name))).toEqual([]);
  for (const told of [withCarrier, withCredit]) expect(told).not.toContain(parcel.orderId);
  expect(withCarrier).not.toMatch(new RegExp(`\\b${TOTAL}\\b`));
});
