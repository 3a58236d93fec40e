/** What becomes of a hold: claimed at dispatch, whole or in parts, or ended. Money is never made and never lost. */
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { EVENT_TYPE, type EventData } from '#shared/protocol/event.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { balanceOf, bookTransfer, checkLedger } from '#main/ledger/index.ts';
import { findPartner, receiveEvent } from '#main/post/index.ts';
import { followAccount } from '#main/roles/credit/account.ts';
import { decideDispute, openDispute } from '#main/roles/credit/disputes.ts';
import { listClaims, listSettlements } from '#main/roles/credit/lists.ts';
import { acceptRefund } from '#main/roles/credit/refunds.ts';
import { endHolds, settle } from '#main/roles/credit/settle.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { START } from '../../builders/a-clock.ts';
import { introduce, sentEvents } from '../../builders/a-group.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  type CardEntry,
  cardRow,
  HANAKO,
  SAMPLE_PERSON,
  type SettlingGroup,
} from '../../builders/a-payment.ts';
import { aMall, type TestParty } from '../../builders/a-party.ts';

let group: SettlingGroup;
beforeEach(async () => {
  group = await aSettlingGroup();
});

/** A hold; resolves to how both sides call the purchase. */
async function aHold(amount: number, entry: CardEntry = HANAKO): Promise<string> {
  const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: amount }));
  const settled = await settle(group.credit.credit, arrival, entry);
  return settled.ok && settled.value.result === 'ok' ? arrival.claims.jti : '';
}

interface Claimed {
  readonly claim?: string;
  readonly event?: string;
  readonly subject?: string;
  readonly currency?: string;
  readonly by?: TestParty;
}

/** As the partner door brings it. */
async function claim(purchase: string, value: number, choice: Claimed = {}): Promise<Result<void>> {
  const { claim = randomUuid(), event = randomUuid(), subject = claim, currency = 'JPY', by = group.mall } = choice;
  const message = JSON.stringify({
    specversion: '1.0',
    id: event,
    source: by.id,
    type: 'claim',
    time: group.clock().toISOString(),
    subject,
    data: { claim, purchase, amount: { value, currency }, date: group.clock().toISOString().slice(0, 10) },
  });
  const { post, events } = group.credit;
  const partner = (await findPartner(post.storage.read, by.id))!;
  return receiveEvent(post, events, partner, await by.vault.sign(EVENT_TYPE, message, { aud: group.credit.id }));
}

const read = () => group.credit.storage.read;
const settlementOf = (jti: string) =>
  read().selectFrom('settlement').selectAll().where('jti', '=', jti).executeTakeFirstOrThrow();
const availableOf = async (entry: CardEntry): Promise<number> => (await cardRow(group, entry)).available;
const owedBy = async (entry: CardEntry): Promise<number> => {
  const { customer } = await cardRow(group, entry);
  return (await balanceOf(read(), `customer:${customer}`, 'JPY')).value;
};
const owedToMall = async (mall = group.mall.id): Promise<number> =>
  0 - (await balanceOf(read(), `mall:${mall}`, 'JPY')).value;
const expirations = async () =>
  (await sentEvents(group.credit, 'settlement.expired')).map(({ data, subject }) => ({
    ...(data as EventData<'settlement.expired'>),
    subject,
  }));
const ended = (purchase: string, value: number) => ({ purchase, subject: purchase, amount: yen(value) });
const endOfHolds = async (): Promise<void> => {
  group.clock.advance({ days: 14, seconds: 1 });
  await endHolds(group.credit.credit);
};

describe('a claim', () => {
  test('books the price: the customer owes it and the mall is owed it; what is available stays', async () => {
    const purchase = await aHold(3415);
    expect([await owedBy(HANAKO), await owedToMall()]).toEqual([0, 0]);
    expectOk(await claim(purchase, 3415));
    expect([await owedBy(HANAKO), await owedToMall()]).toEqual([3415, 3415]);
    expect(await availableOf(HANAKO)).toBe(300_000 - 3415);
    expect(await settlementOf(purchase)).toMatchObject({ state: 'captured', captured: 3415 });
    const [row] = (await listClaims(group.credit.credit, { limit: 10 })).rows;
    expect(row).toMatchObject({ mall: '見本マーケット', amount: yen(3415), state: 'claimed', date: '2026-11-21' });
    const [listed] = (await listSettlements(group.credit.credit, { limit: 1 })).rows;
    expect(listed).toMatchObject({ captured: yen(3415), state: 'captured', receipt: row!.receipt });
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('may come in parts, up to the amount and not one yen above it', async () => {
    const purchase = await aHold(1000);
    expectOk(await claim(purchase, 400));
    expect(await claim(purchase, 601)).toEqual(fail('claim-too-high'));
    expectOk(await claim(purchase, 600));
    expect(await claim(purchase, 1)).toEqual(fail('claim-too-high'));
    expect([await owedBy(HANAKO), await owedToMall()]).toEqual([1000, 1000]);
    expect(await settlementOf(purchase)).toMatchObject({ captured: 1000 });
    expect((await listClaims(group.credit.credit, { limit: 10 })).rows).toHaveLength(2);
  });

  test('of more than was settled, of nothing, of less or in another currency books nothing', async () => {
    const purchase = await aHold(1000);
    for (const value of [1001, 0, -1]) expect(await claim(purchase, value)).toEqual(fail('claim-too-high'));
    expect(await claim(purchase, 5, { currency: 'USD' })).toEqual(fail('claim-too-high'));
    expect(await settlementOf(purchase)).toMatchObject({ state: 'held', captured: 0 });
    expect(await owedToMall()).toBe(0);
    expect((await listClaims(group.credit.credit, { limit: 10 })).rows).toEqual([]);
  });

  test('that comes again has no effect, in the same message or in another', async () => {
    const purchase = await aHold(1000);
    const again = { claim: randomUuid(), event: randomUuid() };
    expectOk(await claim(purchase, 300, again));
    expectOk(await claim(purchase, 300, again));
    expectOk(await claim(purchase, 300, { claim: again.claim }));
    expect(await owedToMall()).toBe(300);
    // One name for two claims: neither is lost unseen.
    expect(await claim(purchase, 200, { claim: again.claim })).toEqual(fail('event-conflict'));
    expect(await claim(await aHold(300), 300, { claim: again.claim })).toEqual(fail('event-conflict'));
    expect(await owedToMall()).toBe(300);
  });

  test('under another subject than its own is refused', async () => {
    const purchase = await aHold(1000);
    expect(await claim(purchase, 300, { subject: purchase })).toEqual(fail('event-invalid', 'subject'));
  });

  test('of another mall finds nothing', async () => {
    const purchase = await aHold(1000);
    const other = await aMall({ id: 'other-mall.localhost', clock: group.clock, press: group.mall.mall.press });
    await introduce(other, group.credit);
    expect(await claim(purchase, 1000, { by: other })).toEqual(fail('event-unknown-number'));
    expect(await claim('10000000000000', 1)).toEqual(fail('event-unknown-number'));
    expect([await owedToMall(other.id), await owedToMall()]).toEqual([0, 0]);
  });

  test('and another at once never book more than the amount', async () => {
    const purchase = await aHold(1000);
    const answers = await Promise.all([claim(purchase, 600), claim(purchase, 600), claim(purchase, 400)]);
    const booked = (await settlementOf(purchase)).captured;
    expect(answers.filter(({ ok }) => !ok)).toEqual([fail('claim-too-high')]);
    expect([booked, await owedToMall()]).toEqual([1000, 1000]);
  });
});

describe('a hold that nobody claims', () => {
  test('ends after fourteen days: the balance is back, the mall is told once, a claim is refused', async () => {
    const purchase = await aHold(5000);
    group.clock.advance({ days: 14 });
    await endHolds(group.credit.credit);
    expect([await availableOf(HANAKO), await expirations()]).toEqual([295_000, []]);
    group.clock.advance({ seconds: 1 });
    await Promise.all([endHolds(group.credit.credit), endHolds(group.credit.credit)]);
    await endHolds(group.credit.credit);
    expect(await availableOf(HANAKO)).toBe(300_000);
    expect(await expirations()).toEqual([ended(purchase, 5000)]);
    expect(await settlementOf(purchase)).toMatchObject({ state: 'expired', captured: 0 });
    expect(await claim(purchase, 5000)).toEqual(fail('wrong-state', 'expired'));
    expect([await owedBy(HANAKO), await owedToMall()]).toEqual([0, 0]);
  });

  test('is another’s than one that was claimed, which stays', async () => {
    const [kept, lost] = [await aHold(1000), await aHold(2000)];
    expectOk(await claim(kept, 1000));
    await endOfHolds();
    expect(await expirations()).toEqual([ended(lost, 2000)]);
    expect(await availableOf(HANAKO)).toBe(299_000);
  });

  test('in part ends in part: the rest is back, the mall is told of the rest, and can’t claim it any more', async () => {
    const purchase = await aHold(5000);
    expectOk(await claim(purchase, 1500));
    await endOfHolds();
    await endHolds(group.credit.credit);
    expect(await availableOf(HANAKO)).toBe(300_000 - 1500);
    expect(await expirations()).toEqual([ended(purchase, 3500)]);
    expect(await claim(purchase, 1)).toEqual(fail('claim-too-high'));
    expect(await settlementOf(purchase)).toMatchObject({ state: 'captured', captured: 1500, amount: 5000 });
    expect([await owedBy(HANAKO), await owedToMall()]).toEqual([1500, 1500]);
  });

  test('can be claimed as long as it has not ended', async () => {
    const purchase = await aHold(5000);
    group.clock.advance({ days: 14, minutes: 1 });
    expectOk(await claim(purchase, 5000));
    await endHolds(group.credit.credit);
    expect([await expirations(), await owedToMall()]).toEqual([[], 5000]);
  });
});

describe('over any history', () => {
  /** A part of one of the settlements so far: none, all, more than all, less than nothing. */
  interface Part {
    readonly of: number;
    readonly percent: number;
  }
  type Step =
    | { readonly does: 'settle'; readonly amount: number; readonly card: number }
    | ({ readonly does: 'claim' | 'dispute' | 'cancel' | 'return' } & Part)
    | { readonly does: 'pay'; readonly card: number; readonly percent: number }
    | { readonly does: 'wait'; readonly days: number };
  const settling = fc.record({
    does: fc.constant('settle' as const),
    amount: fc.integer({ min: 1, max: 150_000 }),
    card: fc.nat({ max: 1 }),
  });
  const step: fc.Arbitrary<Step> = fc.oneof(
    settling,
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constantFrom('claim' as const, 'dispute' as const, 'cancel' as const, 'return' as const),
        of: fc.nat({ max: 9 }),
        percent: fc.oneof(fc.constant(100), fc.integer({ min: -5, max: 110 })),
      }),
    },
    fc.record({
      does: fc.constant('pay' as const),
      card: fc.nat({ max: 1 }),
      percent: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 150 })),
    }),
    fc.record({ does: fc.constant('wait' as const), days: fc.nat({ max: 9 }) }),
  );
  const CARDS = [HANAKO, SAMPLE_PERSON];
  /** The keys of the group’s parties are good for the month and the next. */
  const END = '2026-12-20T00:00:00.000Z';

  test('the ledger’s sum is zero, and every yen of a limit is available, held or owed; in the end none is held', async () => {
    await fc.assert(
      fc.asyncProperty(settling, fc.array(step, { maxLength: 16 }), async (first, rest) => {
        await beginAnew();
        const purchases: { jti: string; amount: number }[] = [];
        for (const each of [first, ...rest]) {
          if (each.does === 'settle') {
            const jti = await aHold(each.amount, CARDS[each.card]);
            purchases.push({ jti, amount: each.amount });
          } else if (each.does === 'pay') {
            await pay(CARDS[each.card]!, each.percent);
          } else if (each.does === 'wait') {
            if (Date.parse(END) <= group.clock().getTime()) continue;
            group.clock.advance({ days: each.days });
            await endHolds(group.credit.credit);
          } else {
            const { jti, amount } = purchases[each.of % purchases.length]!;
            const value = Math.round((amount * each.percent) / 100);
            if (each.does === 'claim') await claim(jti, value);
            else if (each.does === 'dispute') await contest(jti, value);
            else await askBack(jti, value, each.does === 'cancel' ? 'cancelled' : 'returned');
          }
          await balances();
        }
        await endOfHolds();
        await balances();
        for (const entry of CARDS) {
          const { card_limit, available } = await cardRow(group, entry);
          expect(available).toBe(card_limit - Math.max(0, await owedBy(entry)));
        }
      }),
      { numRuns: 30 },
    );
  });

  async function balances(): Promise<void> {
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
    const settlements = await read().selectFrom('settlement').selectAll().execute();
    const claims = await read().selectFrom('claim').selectAll().execute();
    const refunds = await read().selectFrom('credit_refund').selectAll().execute();
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    for (const { receipt, captured, released, refunded, amount } of settlements) {
      expect(sum(claims.filter((row) => row.receipt === receipt).map((row) => row.amount))).toBe(captured);
      const given = refunds.filter((row) => row.receipt === receipt);
      expect(sum(given.map((row) => row.given_back))).toBe(refunded);
      expect(captured + released).toBeLessThanOrEqual(amount);
      expect(refunded).toBeLessThanOrEqual(captured);
    }
    const payments = await read().selectFrom('transfer').selectAll().where('kind', '=', 'payment').execute();
    const told = await expirations();
    for (const entry of CARDS) {
      const { id, card_limit, available } = await cardRow(group, entry);
      const own = settlements.filter(({ card }) => card === id);
      const given = refunds.filter(({ receipt }) => own.some((row) => row.receipt === receipt));
      const back = told.filter(({ purchase }) => own.some(({ jti }) => jti === purchase));
      const released = sum(back.map(({ amount }) => amount.value)) + sum(given.map((row) => row.released));
      expect(sum(own.map((row) => row.released))).toBe(released);
      const paid = sum(payments.filter(({ subject }) => subject === id).map(({ amount }) => amount));
      const owed = await owedBy(entry);
      expect(owed).toBe(sum(own.map(({ captured, refunded }) => captured - refunded)) - paid);
      const held = sum(own.map((row) => row.amount - row.captured - row.released));
      expect(available).toBe(card_limit - held - Math.max(0, owed));
      expect(available).toBeGreaterThanOrEqual(0);
      expect(available).toBeLessThanOrEqual(card_limit);
    }
    expect(await owedToMall()).toBe(
      sum(claims.map(({ amount }) => amount)) - sum(refunds.map((row) => row.given_back)),
    );
  }

  /** A part of what is owed, or more: what a payment books, whatever statement it came for. */
  async function pay(entry: CardEntry, percent: number): Promise<void> {
    const { id, customer } = await cardRow(group, entry);
    const value = Math.ceil((Math.max(await owedBy(entry), 10) * percent) / 100);
    await group.credit.storage.write(async (db) => {
      const account = `customer:${customer}` as const;
      const paid = { at: group.clock(), kind: 'payment', subject: id, amount: yen(value) };
      await bookTransfer(db, { ...paid, debit: 'cash', credit: account });
      await followAccount(db, customer, 'JPY');
    });
  }

  /** At the credit desk. */
  async function contest(jti: string, value: number): Promise<void> {
    const row = await read().selectFrom('settlement').select('receipt').where('jti', '=', jti).executeTakeFirst();
    const order = { receipt: row?.receipt ?? '', amount: yen(value), about: 'not-mine', note: 'not ordered' } as const;
    const opened = await openDispute(group.credit.credit, 'sato', order);
    if (!opened.ok) return;
    await decideDispute(group.credit.credit, 'sato', { ...opened.value, end: 'won', reason: 'not ordered' });
  }

  /** By the mall, as the partner door hands it on. */
  async function askBack(purchase: string, value: number, reason: 'cancelled' | 'returned'): Promise<void> {
    const refund = randomUuid();
    const partner = (await findPartner(group.credit.post.storage.read, group.mall.id))!;
    const data = { refund, purchase, amount: yen(value), reason };
    await writeResult(group.credit.storage, (db) =>
      acceptRefund(group.credit.credit, db, { subject: refund, partner, data, time: group.clock().toISOString() }),
    );
  }

  async function beginAnew(): Promise<void> {
    group.clock.set(START);
    await group.credit.storage.write(async (db) => {
      for (const table of [
        'dispute_note',
        'dispute',
        'credit_refund',
        'claim',
        'settlement',
        'transfer',
        'account_balance',
        'attempt',
        'outbox',
      ] as const) {
        await db.deleteFrom(table).execute();
      }
      await db
        .updateTable('card')
        .set((eb) => ({ available: eb.ref('card_limit') }))
        .execute();
    });
  }
});
