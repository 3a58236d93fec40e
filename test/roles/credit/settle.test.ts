import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits, numberKind } from '#shared/domain/number.ts';
import { decodeCustomer } from '#shared/protocol/customer-plaintext.ts';
import { EVENTS } from '#shared/protocol/event.ts';
import { expectOk, fail } from '#shared/result.ts';
import { suspendPartner } from '#main/post/index.ts';
import { blockCard } from '#main/roles/credit/cards.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { listSettlements } from '#main/roles/credit/lists.ts';
import {
  endStalePayments,
  findPayArrival,
  type PayArrival,
  receivePayInstruction,
  refuseToPay,
  settle,
} from '#main/roles/credit/settle.ts';
import { variantCDigits } from '#main/vault/index.ts';
import { approveNow, introduce, sentEvents } from '../../builders/a-group.ts';
import {
  aCardNumber,
  aPayArrival,
  aPayInstruction,
  aPayOffer,
  aSettlingGroup,
  BLOCKED,
  type CardEntry,
  cardRow,
  CUSTOMERS,
  EXPIRED,
  HANAKO,
  openPayWindow,
  payClaims,
  SAMPLE_PERSON,
  type SettlingGroup,
  TARO,
  UNKNOWN_CARD,
} from '../../builders/a-payment.ts';
import { aCredit, aMall } from '../../builders/a-party.ts';

let group: SettlingGroup;
beforeAll(async () => {
  group = await aSettlingGroup();
});
// An hour later the tries of the test before no longer count.
beforeEach(() => group.clock.advance({ hours: 1 }));

const pay = (arrival: PayArrival, entry: CardEntry = HANAKO, at = group) => settle(at.credit.credit, arrival, entry);
const arrive = async (yen = 1000, at = group): Promise<PayArrival> =>
  aPayArrival(at, await aPayInstruction(at, { yen }));
const answersTo = async ({ claims }: Pick<PayArrival, 'claims'>, at = group) =>
  (await sentEvents(at.credit, 'settlement.result')).filter(({ subject }) => subject === claims.jti);
const settlementOf = async ({ claims }: Pick<PayArrival, 'claims'>, at = group) =>
  at.credit.storage.read.selectFrom('settlement').selectAll().where('jti', '=', claims.jti).executeTakeFirst();
const availableOf = async (entry: CardEntry): Promise<number> => (await cardRow(group, entry)).available;
const DECLINED = { result: 'no', reason: 'declined' };

describe('the right card and password', () => {
  test('hold the amount and tell the mall once, in one unit of work', async () => {
    const offer = await aPayOffer(group, { 'BK-1': 1 });
    const arrival = await aPayArrival(group, offer.instruction);
    const before = await cardRow(group, HANAKO);
    const at = group.clock();
    expect(await pay(arrival)).toEqual({ ok: true, value: { result: 'ok' } });
    expect(await cardRow(group, HANAKO)).toEqual({ ...before, available: before.available - 715 });

    const row = (await settlementOf(arrival))!;
    const until = new Date(at.getTime() + 14 * 86_400_000).toISOString();
    expect(row).toMatchObject({
      receipt: arrival.number,
      mall: group.mall.id,
      amount: 715,
      captured: 0,
      state: 'held',
    });
    expect(row).toMatchObject({ customer: before.customer, held_at: at.toISOString(), hold_until: until });

    const [answer, ...more] = await answersTo(arrival);
    expect(more).toEqual([]);
    const { contents } = payClaims(offer.instruction);
    expect(answer!.data).toEqual({
      purchase: arrival.claims.jti,
      result: 'ok',
      receipt: arrival.number,
      amount: yen(715),
      contents,
      customer: toBase64Url(new Uint8Array(row.sealed_customer)),
      until,
    });
    expect(numberKind(arrival.number)).toBe('receipt');
    // Byte for byte what the mall sealed, and what the mall stored.
    const { contents: sealed } = await group.mall.storage.read
      .selectFrom('settlement')
      .select('contents')
      .where('order_id', '=', offer.orderId)
      .executeTakeFirstOrThrow();
    expect(contents).toBe(toBase64Url(new Uint8Array(sealed)));
    expect(Buffer.from(row.contents!).equals(Buffer.from(sealed))).toBe(true);
  });

  test('seal the customer’s name so that it opens at the credit company, under this receipt, and nowhere else', async () => {
    const arrival = await arrive();
    expectOk(await pay(arrival));
    const [answer] = await answersTo(arrival);
    const envelope = fromBase64Url(answer!.data['customer'] as string)!;
    const binding = { kind: 'customer', recipient: group.credit.id, number: arrival.number } as const;
    const { customer } = await cardRow(group, HANAKO);
    const opened = expectOk(await group.credit.vault.open(envelope, binding));
    expect(decodeCustomer(opened)).toEqual({ ok: true, value: { name: '見本 花子', reference: customer } });
    // Header and tag around the smallest bucket: a longer name would not show before 96 bytes.
    expect(envelope.length).toBe(96 + 54);
    const other = { ...binding, number: (await arrive()).number };
    expect(await group.credit.vault.open(envelope, other)).toEqual(fail('not-authentic'));
    expect(await group.mall.vault.open(envelope, binding)).toMatchObject({ error: { code: 'unknown-key' } });
    expect(answer!.json).not.toContain('花子');
    expect(answer!.json).not.toContain(customer);
  });

  test('show up at the desk with the card’s last four digits, and neither name nor product', async () => {
    const arrival = await arrive(1234);
    expectOk(await pay(arrival));
    const [row] = (await listSettlements(group.credit.credit, { limit: 1 })).rows;
    expect(row).toMatchObject({ receipt: arrival.number, mall: '見本マーケット' });
    expect(row).toMatchObject({ lastFour: '3902', amount: yen(1234), captured: yen(0), state: 'held' });
    expect(JSON.stringify(row)).not.toContain('花子');
  });

  test('are taken as people type them: the card in groups or full width', async () => {
    expectOk(await pay(await arrive(), { ...HANAKO, card: '4111 0072 6951 3902' }));
    expectOk(await pay(await arrive(), { ...HANAKO, card: '４１１１-００７２-６９５１-３９０２' }));
    expect(await pay(await arrive(), { ...HANAKO, card: '4111007269513903' })).toEqual(fail('bad-number', 'card'));
    expect(await pay(await arrive(), { ...HANAKO, password: '' })).toEqual(fail('field-missing', 'password'));
  });
});

describe('a wrong password, or a card of nobody', () => {
  test('is refused alike, decides nothing, and may be tried again', async () => {
    const arrival = await arrive();
    const before = await availableOf(HANAKO);
    expect(await pay(arrival, { ...HANAKO, password: 'tsubaki-8' })).toEqual(fail('card-refused'));
    expect(await pay(arrival, { ...HANAKO, password: 'TSUBAKI-7' })).toEqual(fail('card-refused'));
    expect(await pay(arrival, { card: UNKNOWN_CARD, password: 'tsubaki-7' })).toEqual(fail('card-refused'));
    // Whoever has not the password learns neither of a block nor of an expiry.
    for (const { card } of [EXPIRED, BLOCKED]) {
      expect(await pay(arrival, { card, password: 'wrong' })).toEqual(fail('card-refused'));
    }
    expect([await availableOf(HANAKO), await answersTo(arrival)]).toEqual([before, []]);
    expectOk(await pay(arrival));
    expect(await answersTo(arrival)).toHaveLength(1);
  });

  test('ends after ten tries of a card in an hour, the right password included; a free card still pays', async () => {
    const arrival = await arrive();
    const wrong = { ...HANAKO, password: 'wrong' };
    for (let tried = 0; tried < 10; tried++) expect(await pay(arrival, wrong)).toEqual(fail('card-refused'));
    expect(await pay(arrival, wrong)).toEqual(fail('too-many'));
    expect(await pay(await arrive(), HANAKO)).toEqual(fail('too-many'));
    expect(await answersTo(arrival)).toEqual([]);
    group.clock.advance({ minutes: 59 });
    const later = await arrive();
    expect(await pay(later, HANAKO)).toEqual(fail('too-many'));
    expectOk(await pay(later, SAMPLE_PERSON));
    group.clock.advance({ minutes: 1 });
    expectOk(await pay(await arrive(), HANAKO));
  });

  test('at once gets no more tries', async () => {
    const arrival = await arrive();
    const wrong = { ...HANAKO, password: 'wrong' };
    const answers = await Promise.all(Array.from({ length: 15 }, () => pay(arrival, wrong)));
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(codes.filter((code) => code === 'card-refused')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too-many')).toHaveLength(5);
  });

  test('is not what a right one is: whoever pays rightly pays as often as they like', async () => {
    for (let bought = 0; bought < 12; bought++) expectOk(await pay(await arrive(10)));
    const arrival = await arrive(10);
    const wrong = { ...HANAKO, password: 'wrong' };
    for (let tried = 0; tried < 9; tried++) expect(await pay(arrival, wrong)).toEqual(fail('card-refused'));
    expectOk(await pay(await arrive(10)));
    expect(await pay(arrival, wrong)).toEqual(fail('card-refused'));
    expect(await pay(arrival, wrong)).toEqual(fail('too-many'));
    const left = await group.credit.storage.read.selectFrom('attempt').selectAll().execute();
    expect(left.filter(({ kind, at }) => kind === 'payment' && at === group.clock().toISOString())).toHaveLength(10);
  });

  test('hidden among right ones sent at once still counts', async () => {
    const arrivals = await Promise.all(Array.from({ length: 14 }, () => arrive(10)));
    const answers = await Promise.all(
      arrivals.map((arrival, at) => pay(arrival, at % 2 === 0 ? HANAKO : { ...HANAKO, password: 'wrong' })),
    );
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
    // Ten at a time, right or wrong: a right one frees its place only once it was right.
    expect(codes.filter((code) => code === 'too-many').length).toBeGreaterThan(0);
    for (let tried = 0; tried < 10; tried++) await pay(arrivals[1]!, { ...HANAKO, password: 'wrong' });
    expect(await pay(arrivals[1]!)).toEqual(fail('too-many'));
  });

  test('of a card that there is not is limited as often', async () => {
    const arrival = await arrive();
    const nobody = { card: UNKNOWN_CARD, password: 'x' };
    for (let tried = 0; tried < 10; tried++) expect(await pay(arrival, nobody)).toEqual(fail('card-refused'));
    expect(await pay(arrival, nobody)).toEqual(fail('too-many'));
  });
});

describe('a right card that can’t pay', () => {
  test.each([
    ['has expired', EXPIRED, 1000],
    ['is blocked', BLOCKED, 1000],
    ['has one yen too little', TARO, 1200],
    ['has far too little', TARO, 50_000],
  ])('since it %s ends as NO, which tells nothing but that', async (_, entry, amount) => {
    const arrival = await arrive(amount);
    const before = await cardRow(group, entry);
    expect(await pay(arrival, entry)).toEqual({ ok: true, value: { result: 'no' } });
    expect((await answersTo(arrival)).map(({ data }) => data)).toEqual([{ purchase: arrival.claims.jti, ...DECLINED }]);
    expect(await cardRow(group, entry)).toEqual(before);
    expect(await settlementOf(arrival)).toBeUndefined();
    // It ended: another card can't pay it any more.
    expect(await pay(arrival, HANAKO)).toEqual(fail('already-decided'));
    expect(await answersTo(arrival)).toHaveLength(1);
  });

  test('pays with its last yen', async () => {
    const arrival = await arrive(1199);
    expect(await pay(arrival, TARO)).toEqual({ ok: true, value: { result: 'ok' } });
    expect(await availableOf(TARO)).toBe(0);
    expect(await pay(await arrive(1), TARO)).toEqual({ ok: true, value: { result: 'no' } });
  });

  test('may be blocked between the check of its password and the hold', async () => {
    const arrival = await arrive();
    const { id } = await cardRow(group, SAMPLE_PERSON);
    const order = { card: id, blocked: true, reason: 'lost' };
    const [, settled] = await Promise.all([blockCard(group.credit.credit, 'sato', order), pay(arrival, SAMPLE_PERSON)]);
    expect(settled).toEqual({ ok: true, value: { result: 'no' } });
    expectOk(await blockCard(group.credit.credit, 'sato', { ...order, blocked: false }));
  });

  test('pays through the last day of its month and not a second longer', async () => {
    const own = await aSettlingGroup();
    const card = aCardNumber(1);
    const [header, hanako] = CUSTOMERS.split('\n');
    const row = hanako!.replace(HANAKO.card, card).replace('2029-03', '2026-11');
    expectOk(await importCustomers(own.credit.credit, 'mori', `${header}\n${row}\n`));
    own.clock.set('2026-11-30T23:59:59.000Z');
    const [last, late] = [await arrive(1000, own), await arrive(1000, own)];
    expect(await pay(last, { ...HANAKO, card }, own)).toEqual({ ok: true, value: { result: 'ok' } });
    own.clock.advance({ seconds: 1 });
    expect(await pay(late, { ...HANAKO, card }, own)).toEqual({ ok: true, value: { result: 'no' } });
  });
});

describe('many at once', () => {
  test('two purchases that race for the last of a balance: one wins', async () => {
    const own = await aSettlingGroup();
    const arrivals = [await arrive(700, own), await arrive(700, own), await arrive(700, own)];
    const results = await Promise.all(arrivals.map((arrival) => pay(arrival, TARO, own)));
    expect(results.map((result) => expectOk(result).result).sort()).toEqual(['no', 'no', 'ok']);
    expect((await cardRow(own, TARO)).available).toBe(499);
    const told = (await sentEvents(own.credit, 'settlement.result')).map(({ data }) => data['result']);
    expect(told.sort()).toEqual(['no', 'no', 'ok']);
  });

  test('a double click, a reload and a lost answer settle once', async () => {
    const arrival = await arrive();
    const before = await availableOf(HANAKO);
    const clicks = await Promise.all([pay(arrival), pay(arrival), pay(arrival)]);
    expect(clicks.filter(({ ok }) => ok)).toHaveLength(1);
    expect(clicks.filter(({ ok }) => !ok)).toEqual([fail('already-decided'), fail('already-decided')]);
    expect(await pay(arrival)).toEqual(fail('already-decided'));
    expect(await availableOf(HANAKO)).toBe(before - 1000);
    expect(await answersTo(arrival)).toHaveLength(1);
  });

  test('two windows of one instruction, with two cards, settle once', async () => {
    const jws = await aPayInstruction(group, { yen: 2000 });
    const first = expectOk(await openPayWindow(group.credit, jws));
    const second = expectOk(await openPayWindow(group.credit, jws));
    expect(second.arrival.number).not.toBe(first.arrival.number);
    const before = [await availableOf(HANAKO), await availableOf(SAMPLE_PERSON)];
    const results = await Promise.all([pay(first.arrival, HANAKO), pay(second.arrival, SAMPLE_PERSON)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter(({ ok }) => !ok)).toEqual([fail('already-decided')]);
    const [winner, loser] = results[0]!.ok ? [first, second] : [second, first];
    expect((await settlementOf(first.arrival))!.receipt).toBe(winner.arrival.number);
    expect((await answersTo(first.arrival)).map(({ data }) => data['receipt'])).toEqual([winner.arrival.number]);
    const after = [await availableOf(HANAKO), await availableOf(SAMPLE_PERSON)];
    expect(before[0]! + before[1]! - after[0]! - after[1]!).toBe(2000);
    const { credit } = group.credit;
    expect(await findPayArrival(credit, winner.place)).toMatchObject({ state: 'ok', decided: true });
    expect(await findPayArrival(credit, loser.place)).toMatchObject({ state: 'ok', decided: false });
  });

  test('one browser that posts the instruction again goes on where it stood', async () => {
    const jws = await aPayInstruction(group);
    const first = expectOk(await openPayWindow(group.credit, jws));
    const again = expectOk(await openPayWindow(group.credit, jws, first.place.browser));
    expect(again.arrival.number).toBe(first.arrival.number);
  });
});

describe('"refuse"', () => {
  test('tells the mall NG, without a reason, and ends it', async () => {
    const arrival = await arrive();
    expectOk(await refuseToPay(group.credit.credit, arrival));
    const told = { purchase: arrival.claims.jti, result: 'refused' };
    expect((await answersTo(arrival)).map(({ data }) => data)).toEqual([told]);
    expect(await refuseToPay(group.credit.credit, arrival)).toEqual(fail('already-decided'));
    expect(await pay(arrival)).toEqual(fail('already-decided'));
    expect(await settlementOf(arrival)).toBeUndefined();
  });

  test('after the payment is too late', async () => {
    const arrival = await arrive();
    expectOk(await pay(arrival));
    expect(await refuseToPay(group.credit.credit, arrival)).toEqual(fail('already-decided'));
    expect((await settlementOf(arrival))!.state).toBe('held');
    expect(await answersTo(arrival)).toHaveLength(1);
  });

  test('is what silence comes to: NO after an hour', async () => {
    const arrival = await arrive();
    group.clock.advance({ minutes: 61 });
    await endStalePayments(group.credit.credit);
    await endStalePayments(group.credit.credit);
    expect((await answersTo(arrival)).map(({ data }) => data)).toEqual([{ purchase: arrival.claims.jti, ...DECLINED }]);
    expect(await pay(arrival)).toEqual(fail('already-decided'));
  });
});

describe('an instruction', () => {
  const receive = (jws: string) => receivePayInstruction(group.credit.credit, { jws });

  test('whose amount was altered on its way is refused', async () => {
    const [header, , signature] = (await aPayInstruction(group)).split('.');
    const claims = payClaims(await aPayInstruction(group));
    const cheaper = toBase64Url(utf8(JSON.stringify({ ...claims, amount: yen(1) })));
    expect(await receive(`${header}.${cheaper}.${signature}`)).toEqual(fail('instruction-invalid', 'signature'));
  });

  test('that names another mall, or another credit company, is refused', async () => {
    const other = await aMall({ id: 'other-mall.localhost', clock: group.clock, press: group.mall.mall.press });
    await introduce(other, group.credit);
    const forged = await aPayInstruction(group, { by: other, changes: { iss: group.mall.id } });
    expect(await receive(forged)).toEqual(fail('instruction-invalid', 'key'));
    const elsewhere = await aPayInstruction(group, { changes: { aud: 'other-credit.localhost' } });
    expect(await receive(elsewhere)).toEqual(fail('instruction-foreign', 'aud'));
    const stranger = await aMall({ id: 'stranger.localhost', clock: group.clock, press: group.mall.mall.press });
    expect(await receive(await aPayInstruction(group, { by: stranger }))).toEqual(fail('partner-unknown'));
  });

  test('of a purchase that came before with another amount is refused', async () => {
    const { claims } = await arrive(1000);
    expect(await receive(await aPayInstruction(group, { changes: { ...claims, amount: yen(10) } }))).toEqual(
      fail('instruction-reused'),
    );
  });

  test('of nothing, of less, or with more than it should say is refused', async () => {
    const wrongs = [
      { amount: yen(0) },
      { amount: yen(-5) },
      { amount: undefined },
      { pay: 'settled' },
      { act: 'ship' },
    ];
    for (const changes of wrongs) {
      expect(await receive(await aPayInstruction(group, { changes }))).toEqual(fail('instruction-invalid', 'claims'));
    }
  });

  test('in a currency that is not served is answered NO at once', async () => {
    const jws = await aPayInstruction(group, { changes: { amount: { value: 5, currency: 'USD' } } });
    const arrival = await aPayArrival(group, jws);
    expect(arrival.state).toBe('no');
    expect((await answersTo(arrival)).map(({ data }) => data['result'])).toEqual(['no']);
    expect(await pay(arrival)).toEqual(fail('already-decided'));
  });

  test('of a mall that was suspended while the customer typed is not settled', async () => {
    const arrival = await arrive();
    expectOk(await suspendPartner(group.credit.post, 'staff', group.mall.id));
    const before = await availableOf(HANAKO);
    expect(await pay(arrival)).toEqual(fail('partner-suspended'));
    expect(await refuseToPay(group.credit.credit, arrival)).toEqual(fail('partner-suspended'));
    expect([await availableOf(HANAKO), await answersTo(arrival)]).toEqual([before, []]);
    expectOk(await approveNow(group.credit, group.mall));
    expectOk(await pay(arrival));
  });
});

describe('in variant', () => {
  const settled = async (variant: 'a' | 'b' | 'c') => {
    const arrival = await aPayArrival(group, await aPayInstruction(group, { variant }));
    expectOk(await pay(arrival, SAMPLE_PERSON));
    const [answer] = await answersTo(arrival);
    expect(EVENTS['settlement.result'].safeParse(answer!.data).success).toBe(true);
    return { arrival, answer: answer!, row: (await settlementOf(arrival))! };
  };

  test('a number, contents and customer travel', async () => {
    const { arrival, answer } = await settled('a');
    expect(Object.keys(answer.data).sort()).toEqual(
      ['amount', 'contents', 'customer', 'purchase', 'receipt', 'result', 'until'].sort(),
    );
    expect(numberKind(arrival.claims.jti)).toBe('purchase');
  });

  test('b the numbers alone', async () => {
    const { answer, row } = await settled('b');
    expect(Object.keys(answer.data).sort()).toEqual(['amount', 'purchase', 'receipt', 'result', 'until']);
    expect(row.contents).toBeNull();
  });

  test('c the envelopes alone; the receipt is the one that both sides derive', async () => {
    const { arrival, answer, row } = await settled('c');
    expect(Object.keys(answer.data).sort()).toEqual(['amount', 'contents', 'customer', 'purchase', 'result', 'until']);
    const derived = numberFromDigits('receipt', variantCDigits(fromBase64Url(arrival.claims.jti)!));
    expect([arrival.number, row.receipt]).toEqual([derived, derived]);
    expect(answer.json).not.toContain(derived);
    const binding = { kind: 'customer', recipient: group.credit.id, number: derived } as const;
    expectOk(await group.credit.vault.open(new Uint8Array(row.sealed_customer), binding));
  });
});

test('what two credit companies know of one card has nothing in common', async () => {
  const other = await aCredit({ id: 'other-credit.localhost', clock: group.clock, press: group.mall.mall.press });
  expectOk(await importCustomers(other.credit, 'mori', CUSTOMERS));
  const of = async (party: typeof other) => {
    const cards = await party.storage.read.selectFrom('card').select(['id', 'customer', 'password']).execute();
    return cards.flatMap(Object.values<string>);
  };
  const own = new Set(await of(group.credit));
  expect((await of(other)).filter((value) => own.has(value))).toEqual([]);
});
