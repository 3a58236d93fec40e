/** Money that a mall gives back: what was only held ends, what was claimed is booked back, and never more than that. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { EVENT_TYPE, type EventData } from '#shared/protocol/event.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { balanceOf, bookTransfer, checkLedger } from '#main/ledger/index.ts';
import { findPartner, receiveEvent } from '#main/post/index.ts';
import { followAccount } from '#main/roles/credit/account.ts';
import { freeUsed, giveBackCaptured } from '#main/roles/credit/refunds.ts';
import { endHolds, settle } from '#main/roles/credit/settle.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { introduce, sentEvents } from '../../builders/a-group.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  cardRow,
  HANAKO,
  type SettlingGroup,
} from '../../builders/a-payment.ts';
import { aMall, type TestParty } from '../../builders/a-party.ts';

let group: SettlingGroup;
beforeEach(async () => {
  group = await aSettlingGroup();
});
const LIMIT = 300_000;

/** A hold of Hanako's card; resolves to how both sides call the purchase. */
async function aHold(amount: number): Promise<string> {
  const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: amount }));
  expect(expectOk(await settle(group.credit.credit, arrival, HANAKO)).result).toBe('ok');
  return arrival.claims.jti;
}

/** As the partner door brings it. */
async function bring(type: string, subject: string, data: unknown, by: TestParty = group.mall): Promise<Result<void>> {
  const time = group.clock().toISOString();
  const message = JSON.stringify({ specversion: '1.0', id: randomUuid(), source: by.id, type, time, subject, data });
  const { post, events } = group.credit;
  const partner = (await findPartner(post.storage.read, by.id))!;
  return receiveEvent(post, events, partner, await by.vault.sign(EVENT_TYPE, message, { aud: group.credit.id }));
}

async function claim(purchase: string, value: number): Promise<void> {
  const id = randomUuid();
  expectOk(await bring('claim', id, { claim: id, purchase, amount: yen(value), date: '2026-11-21' }));
}

interface Asked {
  readonly refund?: string;
  readonly reason?: EventData<'settlement.refund'>['reason'];
  readonly subject?: string;
  readonly currency?: string;
  readonly by?: TestParty;
}

function refund(purchase: string, value: number, choice: Asked = {}): Promise<Result<void>> {
  const { refund = randomUuid(), reason = 'returned', subject = refund, currency = 'JPY', by } = choice;
  const data = { refund, purchase, amount: { value, currency }, reason };
  return bring('settlement.refund', subject, data, by);
}

const read = () => group.credit.storage.read;
const settlementOf = (jti: string) =>
  read().selectFrom('settlement').selectAll().where('jti', '=', jti).executeTakeFirstOrThrow();
const available = async (): Promise<number> => (await cardRow(group, HANAKO)).available;
async function owed(): Promise<number> {
  const { customer } = await cardRow(group, HANAKO);
  return (await balanceOf(read(), `customer:${customer}`, 'JPY')).value;
}
const owedToMall = async (): Promise<number> => 0 - (await balanceOf(read(), `mall:${group.mall.id}`, 'JPY')).value;
const answers = async () =>
  (await sentEvents(group.credit, 'settlement.refunded')).map(({ data }) => {
    const { purchase, amount, reason } = data as EventData<'settlement.refunded'>;
    return [purchase, amount.value, reason];
  });
const rows = () => read().selectFrom('credit_refund').select(['amount', 'released', 'given_back', 'kind']).execute();

/** The customer pays so much of what it owes. */
async function pay(value: number): Promise<void> {
  const { customer } = await cardRow(group, HANAKO);
  await group.credit.storage.write(async (db) => {
    const [debit, credit] = ['cash', `customer:${customer}`] as const;
    await bookTransfer(db, { at: group.clock(), kind: 'payment', subject: 'x', debit, credit, amount: yen(value) });
    await followAccount(db, customer, 'JPY');
  });
}

describe('a refund of what is held', () => {
  test('ends the hold: the balance is back, nothing was booked, the mall is told', async () => {
    const purchase = await aHold(3415);
    expectOk(await refund(purchase, 3415, { reason: 'cancelled' }));
    expect([await available(), await owed(), await owedToMall()]).toEqual([LIMIT, 0, 0]);
    expect(await settlementOf(purchase)).toMatchObject({ state: 'released', released: 3415, refunded: 0 });
    expect(await answers()).toEqual([[purchase, 3415, 'asked']]);
    expect(await rows()).toEqual([{ amount: 3415, released: 3415, given_back: 0, kind: 'asked' }]);
    expect(await read().selectFrom('transfer').selectAll().execute()).toEqual([]);
  });

  test('in part leaves the rest to be claimed, or to end by itself', async () => {
    const purchase = await aHold(4200);
    expectOk(await refund(purchase, 1200, { reason: 'cancelled' }));
    expect(await settlementOf(purchase)).toMatchObject({ state: 'held', released: 1200 });
    await claim(purchase, 3000);
    expect([await available(), await owed(), await owedToMall()]).toEqual([LIMIT - 3000, 3000, 3000]);
    group.clock.advance({ days: 15 });
    await endHolds(group.credit.credit);
    expect(await sentEvents(group.credit, 'settlement.expired')).toEqual([]);
  });

  test('of one part never pays with what was claimed for another', async () => {
    const purchase = await aHold(4200);
    await claim(purchase, 1200);
    expectOk(await refund(purchase, 3000, { reason: 'cancelled' }));
    expect(await settlementOf(purchase)).toMatchObject({
      state: 'captured',
      captured: 1200,
      released: 3000,
      refunded: 0,
    });
    expect([await owed(), await owedToMall()]).toEqual([1200, 1200]);
  });

  test('that crosses the end of its hold gives nothing back twice', async () => {
    const purchase = await aHold(4200);
    await claim(purchase, 1200);
    group.clock.advance({ days: 15 });
    await endHolds(group.credit.credit);
    expect(await refund(purchase, 1000, { reason: 'cancelled' })).toEqual(fail('refund-too-high'));
    expect([await available(), await owed(), await owedToMall()]).toEqual([LIMIT - 1200, 1200, 1200]);
  });
});

describe('a refund of what was claimed', () => {
  test('is booked back: the mall owes it, the customer no longer, and the limit is free again', async () => {
    const purchase = await aHold(3415);
    await claim(purchase, 3415);
    expectOk(await refund(purchase, 3415));
    expect([await available(), await owed(), await owedToMall()]).toEqual([LIMIT, 0, 0]);
    expect(await settlementOf(purchase)).toMatchObject({ state: 'refunded', refunded: 3415, released: 0 });
    expect(await rows()).toEqual([{ amount: 3415, released: 0, given_back: 3415, kind: 'asked' }]);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('goes in parts, up to all of it and not one yen above', async () => {
    const purchase = await aHold(1000);
    await claim(purchase, 1000);
    expectOk(await refund(purchase, 400));
    expect(await settlementOf(purchase)).toMatchObject({ state: 'captured', refunded: 400 });
    expect(await refund(purchase, 601)).toEqual(fail('refund-too-high'));
    expectOk(await refund(purchase, 600));
    expect(await settlementOf(purchase)).toMatchObject({ state: 'refunded', refunded: 1000 });
    expect(await refund(purchase, 1)).toEqual(fail('refund-too-high'));
    expect([await owed(), await owedToMall(), (await answers()).length]).toEqual([0, 0, 2]);
  });

  test('that overtakes its claim waits for it: it never takes what another part is to be paid from', async () => {
    const purchase = await aHold(5000);
    const asked = { refund: randomUuid() };
    expect(await refund(purchase, 300, asked)).toEqual(fail('unavailable', 'claim'));
    await claim(purchase, 1000);
    expectOk(await refund(purchase, 300, asked));
    await claim(purchase, 4000);
    expect(await settlementOf(purchase)).toMatchObject({ captured: 5000, refunded: 300, released: 0 });
    expect([await owed(), await owedToMall()]).toEqual([4700, 4700]);
  });

  test('of more than can ever be claimed is refused for good', async () => {
    const purchase = await aHold(1000);
    await claim(purchase, 300);
    expect(await refund(purchase, 1000)).toEqual(fail('unavailable', 'claim'));
    expect(await refund(purchase, 1001)).toEqual(fail('refund-too-high'));
    group.clock.advance({ days: 15 });
    await endHolds(group.credit.credit);
    expect(await refund(purchase, 1000)).toEqual(fail('refund-too-high'));
    expect([await available(), await owed()]).toEqual([LIMIT - 300, 300]);
  });

  test('that the customer had paid is its credit: the limit had been free before', async () => {
    const purchase = await aHold(5000);
    await claim(purchase, 5000);
    await pay(5000);
    expect(await available()).toBe(LIMIT);
    expectOk(await refund(purchase, 2000));
    expect([await available(), await owed(), await owedToMall()]).toEqual([LIMIT, -2000, 3000]);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('that the customer had paid in part frees what it still owed', async () => {
    const purchase = await aHold(5000);
    await claim(purchase, 5000);
    await pay(4000);
    expect(await available()).toBe(LIMIT - 1000);
    expectOk(await refund(purchase, 3000));
    expect([await available(), await owed()]).toEqual([LIMIT, -2000]);
  });
});

describe('a refund', () => {
  test('that comes again has no effect; with other content it is a conflict', async () => {
    const purchase = await aHold(1000);
    await claim(purchase, 1000);
    const again = { refund: randomUuid() };
    expectOk(await refund(purchase, 300, again));
    expectOk(await refund(purchase, 300, again));
    for (const answer of [
      await refund(purchase, 301, again),
      await refund(purchase, 300, { ...again, reason: 'other' }),
      await refund(await aHold(300), 300, again),
    ]) {
      expect(answer).toEqual(fail('event-conflict'));
    }
    expect([await owedToMall(), (await answers()).length]).toEqual([700, 1]);
  });

  test('and another at once never give back more than there is', async () => {
    const purchase = await aHold(1000);
    await claim(purchase, 1000);
    const results = await Promise.all([refund(purchase, 600), refund(purchase, 600), refund(purchase, 400)]);
    expect(results.filter(({ ok }) => !ok)).toEqual([fail('refund-too-high')]);
    expect([await owed(), await owedToMall()]).toEqual([0, 0]);
  });

  test('of nothing, of less, in another currency, or under another subject is refused', async () => {
    const purchase = await aHold(1000);
    for (const value of [0, -1]) expect(await refund(purchase, value)).toEqual(fail('event-invalid', 'amount'));
    expect(await refund(purchase, 5, { currency: 'USD' })).toEqual(fail('event-invalid', 'amount'));
    expect(await refund(purchase, 5, { subject: purchase })).toEqual(fail('event-invalid', 'subject'));
    expect([await available(), await rows()]).toEqual([LIMIT - 1000, []]);
  });

  test('of a purchase that is not known yet, or is another mall’s, may come again', async () => {
    const purchase = await aHold(1000);
    const other = await aMall({ id: 'other-mall.localhost', clock: group.clock, press: group.mall.mall.press });
    await introduce(other, group.credit);
    expect(await refund(purchase, 1000, { by: other })).toEqual(fail('event-unknown-number'));
    expect(await refund('10000000000000', 1)).toEqual(fail('event-unknown-number'));
    expect(await available()).toBe(LIMIT - 1000);
  });
});

describe('a contested charge', () => {
  const dispute = async (jti: string, amount: number, refund = randomUuid()): Promise<Result<void>> => {
    const { receipt } = await settlementOf(jti);
    const order = { refund, receipt, amount, reason: 'disputed', kind: 'disputed' } as const;
    return writeResult(group.credit.storage, (db) => giveBackCaptured(group.credit.credit, db, order));
  };

  test('goes back out of what was claimed, and the mall learns of it', async () => {
    const purchase = await aHold(1000);
    await claim(purchase, 1000);
    expectOk(await dispute(purchase, 400));
    expect(await answers()).toEqual([[purchase, 400, 'disputed']]);
    expect([await available(), await owed(), await owedToMall()]).toEqual([LIMIT - 600, 600, 600]);
    expect(await dispute(purchase, 601)).toEqual(fail('refund-too-high'));
  });

  test('can’t take what nobody has claimed, and its name is no mall’s refund', async () => {
    const purchase = await aHold(1000);
    expect(await dispute(purchase, 1)).toEqual(fail('refund-too-high'));
    await claim(purchase, 1000);
    const name = randomUuid();
    expectOk(await dispute(purchase, 100, name));
    expect(await refund(purchase, 100, { refund: name })).toEqual(fail('event-conflict'));
  });
});

test('what is freed goes to the card first, then to the customer’s others, and never above a limit', async () => {
  const own = await cardRow(group, HANAKO);
  const second = { ...own, id: 'zz', last_four: '0000', card_limit: 1000, available: 400 };
  await group.credit.storage.write(async (db) => {
    await db.insertInto('card').values(second).execute();
    await db
      .updateTable('card')
      .set({ available: LIMIT - 500 })
      .where('id', '=', own.id)
      .execute();
    await freeUsed(db, { customer: own.customer, card: own.id, currency: 'JPY', amount: 700 });
  });
  const cards = await read()
    .selectFrom('card')
    .select('available')
    .where('customer', '=', own.customer)
    .orderBy('card_limit')
    .execute();
  expect(cards.map((card) => card.available)).toEqual([600, LIMIT]);
});
