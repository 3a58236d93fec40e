import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { handOver, printLabel } from '#main/roles/mall/packing.ts';
import { findPayment } from '#main/roles/mall/payment.ts';
import { listMoneyBreaks, listOpenClaims, listPayouts } from '#main/roles/mall/payouts.ts';
import type { RefundTable } from '#main/roles/mall/tables.ts';
import { randomUuid } from '#main/vault/index.ts';
import { bringEvent } from '../../builders/a-group.ts';
import { aLinkedParcel, aSettlingGroup, type LinkedParcel, type SettlingGroup } from '../../builders/a-payment.ts';
import { anEvent } from '../../post/an-event.ts';

const ITEMS = { 'BK-1': 1, 'FD-1': 2 };
const CHECKED = Object.entries(ITEMS).map(([sku, quantity]) => ({ sku, quantity }));

let group: SettlingGroup;
beforeEach(async () => {
  group = await aSettlingGroup();
});

interface Claimed extends LinkedParcel {
  readonly claim: string;
  readonly amount: number;
}

/** A settled order that has left. */
async function aClaim(): Promise<Claimed> {
  const parcel = await aLinkedParcel(group, { items: ITEMS });
  expectOk(await printLabel(group.mall.mall, 'mori', { purchase: parcel.purchase, checked: CHECKED }));
  expectOk(await handOver(group.mall.mall, 'mori', parcel.purchase));
  const { number } = (await findPayment(group.mall.storage.read, parcel.orderId))!;
  const claims = (await listOpenClaims(group.mall.mall, { limit: 100, order: 'oldest' })).rows;
  const { claim, amount } = claims.find(({ purchase }) => purchase === number)!;
  return { ...parcel, claim, amount: amount.value };
}

async function aRefund({ orderId }: Claimed, amount: number, changes: Partial<RefundTable> = {}): Promise<string> {
  const refund = randomUuid();
  const at = group.clock().toISOString();
  const row: RefundTable = {
    refund,
    order_id: orderId,
    part: 'parcel',
    way: 'settlement',
    amount,
    currency: 'JPY',
    reason: 'returned',
    state: 'done',
    asked_at: at,
    done_at: at,
    released: 0,
    charged: null,
    ...changes,
  };
  await group.mall.storage.write((db) => db.insertInto('refund').values(row).execute());
  return refund;
}

interface PaidOut {
  readonly claims: readonly { claim: string; amount: number }[];
  readonly refunds?: readonly { refund: string; amount: number }[];
  readonly fee?: number;
}

async function payOut({ claims, refunds = [], fee = 0 }: PaidOut, changes: Record<string, unknown> = {}) {
  const payout = randomUuid();
  const total = [...claims].reduce((sum, { amount }) => sum + amount, 0);
  const back = refunds.reduce((sum, { amount }) => sum + amount, 0);
  const data = {
    payout,
    date: '2026-12-28',
    claims: claims.map(({ claim, amount }) => ({ claim, amount: yen(amount) })),
    refunds: refunds.map(({ refund, amount }) => ({ refund, amount: yen(amount) })),
    fee: yen(fee),
    total: yen(total - back - fee),
    ...changes,
  };
  return { payout, answer: await tell(data) };
}
function tell(data: Record<string, unknown>): Promise<Result<void>> {
  const event = anEvent(group.credit, { type: 'payout', subject: data['payout'], data });
  return bringEvent(group.credit, group.mall, JSON.stringify(event));
}
const stateOf = async ({ orderId }: Claimed) => (await findPayment(group.mall.storage.read, orderId))!.state;

describe('a payout', () => {
  test('pays its claims, charges its refunds and takes its fee', async () => {
    const one = await aClaim();
    const two = await aClaim();
    const refund = await aRefund(one, 500);
    expect((await listOpenClaims(group.mall.mall, { limit: 100, order: 'oldest' })).rows).toHaveLength(2);
    const { payout, answer } = await payOut({ claims: [one, two], refunds: [{ refund, amount: 500 }], fee: 79 });
    expectOk(answer);
    expect(await Promise.all([one, two].map(stateOf))).toEqual(['paid', 'paid']);
    expect((await listPayouts(group.mall.mall, { limit: 100 })).rows).toEqual([
      {
        payout,
        credit: group.credit.id,
        date: '2026-12-28',
        claims: 2,
        claimed: yen(one.amount + two.amount),
        refunded: yen(500),
        fee: yen(79),
        total: yen(one.amount + two.amount - 579),
        breaks: 0,
      },
    ]);
    expect((await listOpenClaims(group.mall.mall, { limit: 100, order: 'oldest' })).rows).toEqual([]);
    const charged = await group.mall.storage.read.selectFrom('refund').select('charged').executeTakeFirstOrThrow();
    expect(charged).toEqual({ charged: payout });
  });

  test('charges of a refund what had been claimed, not what only ended a hold', async () => {
    const one = await aClaim();
    const refund = await aRefund(one, 500, { released: 200 });
    const { payout, answer } = await payOut({ claims: [one], refunds: [{ refund, amount: 300 }] });
    expectOk(answer);
    expect(await listMoneyBreaks(group.mall.mall, payout)).toEqual([]);
  });

  test('leaves what does not match to staff, with the reason, and books none of it', async () => {
    const less = await aClaim();
    const twice = await aClaim();
    const lapsed = await aClaim();
    const refund = await aRefund(less, 500);
    const cash = await aRefund(less, 500, { way: 'cash' });
    await group.mall.storage.write((db) =>
      db.updateTable('claim').set({ lapsed: 1 }).where('claim', '=', lapsed.claim).execute(),
    );
    const unknown = randomUuid();
    const { payout, answer } = await payOut({
      claims: [{ claim: less.claim, amount: less.amount - 1 }, twice, twice, lapsed, { claim: unknown, amount: 5 }],
      refunds: [
        { refund, amount: 400 },
        { refund: cash, amount: 500 },
      ],
    });
    expectOk(answer);
    const numbers = await Promise.all(
      [less, twice, lapsed].map(async ({ orderId }) => (await findPayment(group.mall.storage.read, orderId))!.number),
    );
    const [ofLess, ofTwice, ofLapsed] = numbers;
    const claim = { kind: 'claim' } as const;
    const expected = yen(less.amount);
    expect(await listMoneyBreaks(group.mall.mall, payout)).toEqual([
      {
        ...claim,
        subject: less.claim,
        amount: yen(less.amount - 1),
        reason: 'amount-differs',
        expected,
        number: ofLess,
      },
      { ...claim, subject: twice.claim, amount: expected, reason: 'already-booked', expected, number: ofTwice },
      { ...claim, subject: lapsed.claim, amount: expected, reason: 'lapsed', expected, number: ofLapsed },
      { ...claim, subject: unknown, amount: yen(5), reason: 'unknown' },
      { kind: 'refund', subject: refund, amount: yen(400), reason: 'amount-differs', expected: yen(500) },
      { kind: 'refund', subject: cash, amount: yen(500), reason: 'unknown' },
    ]);
    expect(await Promise.all([less, twice, lapsed].map(stateOf))).toEqual(['claimed', 'paid', 'claimed']);
    expect((await listPayouts(group.mall.mall, { limit: 100 })).rows).toMatchObject([{ claims: 5, breaks: 6 }]);
  });

  test('whose sums do not come out is refused whole', async () => {
    const one = await aClaim();
    for (const changes of [
      { total: yen(one.amount - 1) },
      { fee: yen(10) },
      { total: { value: one.amount, currency: 'USD' } },
    ]) {
      expect((await payOut({ claims: [one] }, changes)).answer).toEqual(fail('event-invalid', 'total'));
    }
    expect((await payOut({ claims: [one] }, { payout: 'x' })).answer).toMatchObject({ ok: false });
    expect((await listPayouts(group.mall.mall, { limit: 100 })).rows).toEqual([]);
    expect(await stateOf(one)).toBe('claimed');
  });

  test('of another company does not pay a claim', async () => {
    const one = await aClaim();
    const event = anEvent(group.carrier, {
      type: 'payout',
      subject: '5a3c7be0-6d2c-4a52-9d1e-0b1f4a52f6a1',
      data: {
        payout: '5a3c7be0-6d2c-4a52-9d1e-0b1f4a52f6a1',
        date: '2026-12-28',
        claims: [{ claim: one.claim, amount: yen(one.amount) }],
        refunds: [],
        fee: yen(0),
        total: yen(one.amount),
      },
    });
    const brought = bringEvent(group.carrier, group.mall, JSON.stringify(event));
    expect(await brought).toEqual(fail('event-foreign', 'role'));
    expect((await listPayouts(group.mall.mall, { limit: 100 })).rows).toEqual([]);
    expect(await stateOf(one)).toBe('claimed');
    expect((await listOpenClaims(group.mall.mall, { limit: 100, order: 'oldest' })).rows).toHaveLength(1);
  });
});
