/** A customer contests a charge: what was claimed goes back, whatever the mall says. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { balanceOf, checkLedger } from '#main/ledger/index.ts';
import { disputeSettlement } from '#main/roles/credit/disputes.ts';
import { openSettlement } from '#main/roles/credit/lists.ts';
import { acceptClaim, endHolds, settle } from '#main/roles/credit/settle.ts';
import { randomUuid } from '#main/vault/index.ts';
import { sentEvents } from '../../builders/a-group.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  cardRow,
  HANAKO,
  type SettlingGroup,
} from '../../builders/a-payment.ts';

let group: SettlingGroup;
beforeEach(async () => {
  group = await aSettlingGroup();
});

/** Held for the mall, and claimed as far as `claimed` says. */
async function aCharge(amount: number, claimed = amount): Promise<{ receipt: string; jti: string }> {
  const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: amount }));
  expectOk(await settle(group.credit.credit, arrival, HANAKO));
  const { jti } = arrival.claims;
  if (claimed > 0) {
    const claim = { id: randomUuid(), mall: group.mall.id, purchase: jti, amount: yen(claimed), date: '2026-11-21' };
    expectOk(await group.credit.storage.write((db) => acceptClaim(group.credit.credit, db, claim)));
  }
  return { receipt: arrival.number, jti };
}

const dispute = (receipt: string, amount: number, currency = 'JPY') =>
  disputeSettlement(group.credit.credit, 'sato', {
    receipt,
    amount: { value: amount, currency },
    reason: 'not ordered',
  });
const read = () => group.credit.storage.read;
const open = async (receipt: string) => expectOk(await openSettlement(group.credit.credit, 'sato', receipt));
const books = async (): Promise<number[]> => {
  const { customer, available } = await cardRow(group, HANAKO);
  const owed = await balanceOf(read(), `customer:${customer}`, 'JPY');
  const toMall = await balanceOf(read(), `mall:${group.mall.id}`, 'JPY');
  return [owed.value, 0 - toMall.value, available];
};

describe('a contested charge', () => {
  test('goes back whole: nobody owes it, it can be spent again, and the mall is told', async () => {
    const { receipt, jti } = await aCharge(5000);
    expect(await books()).toEqual([5000, 5000, 295_000]);
    const { refund } = expectOk(await dispute(receipt, 5000));
    expect(await books()).toEqual([0, 0, 300_000]);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
    expect(await open(receipt)).toMatchObject({
      state: 'refunded',
      refunded: yen(5000),
      refunds: [{ refund, kind: 'disputed', amount: yen(5000), charged: false }],
    });
    const [told] = await sentEvents(group.credit, 'settlement.refunded');
    expect(told).toMatchObject({
      subject: refund,
      data: { refund, purchase: jti, amount: yen(5000), released: yen(0), reason: 'disputed' },
    });
    expect(JSON.stringify(told)).not.toContain('not ordered');
  });

  test('goes back in parts, up to what was claimed and not one yen above it', async () => {
    const { receipt } = await aCharge(5000, 3000);
    expectOk(await dispute(receipt, 1000));
    expect(await open(receipt)).toMatchObject({ state: 'captured', held: yen(2000), refunded: yen(1000) });
    expect(await dispute(receipt, 2001)).toEqual(fail('refund-too-high'));
    expectOk(await dispute(receipt, 2000));
    // What is held was not charged: the mall may still claim it.
    expect(await open(receipt)).toMatchObject({ held: yen(2000), refunded: yen(3000) });
    expect(await books()).toEqual([0, 0, 298_000]);
    group.clock.advance({ days: 14, seconds: 1 });
    await endHolds(group.credit.credit);
    expect(await books()).toEqual([0, 0, 300_000]);
  });

  test('of nothing, less, another currency, an unclaimed one or nobody’s changes nothing', async () => {
    const { receipt } = await aCharge(5000);
    for (const value of [0, -1]) expect(await dispute(receipt, value)).toEqual(fail('field-invalid', 'amount'));
    expect(await dispute(receipt, 5, 'USD')).toEqual(fail('field-invalid', 'amount'));
    expect(await dispute('20000000000000', 5)).toEqual(fail('not-found'));
    const held = await aCharge(100, 0);
    expect(await dispute(held.receipt, 100)).toEqual(fail('refund-too-high'));
    expect(await books()).toEqual([5000, 5000, 294_900]);
    expect(await sentEvents(group.credit, 'settlement.refunded')).toEqual([]);
  });

  test('twice at once goes back once', async () => {
    const { receipt } = await aCharge(5000);
    const ends = await Promise.all([dispute(receipt, 5000), dispute(receipt, 5000)]);
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await books()).toEqual([0, 0, 300_000]);
  });

  test('is in the trail with its reason, and so is every look at it', async () => {
    const { receipt } = await aCharge(5000);
    expectOk(await dispute(receipt, 1));
    await open(receipt);
    const deeds = await readTrail(read(), { limit: 2 });
    expect(deeds.map(({ who, action, subject, detail }) => [who, action, subject, detail])).toEqual([
      ['sato', 'settlement.opened', receipt, undefined],
      ['sato', 'settlement.disputed', receipt, 'not ordered'],
    ]);
    expect(await openSettlement(group.credit.credit, 'sato', '20000000000000')).toEqual(fail('not-found'));
  });
});

test('a settlement’s file names the customer and never a product', async () => {
  const { receipt } = await aCharge(5000, 2000);
  const file = await open(receipt);
  expect(file).toMatchObject({
    customer: { name: '見本 花子' },
    lastFour: '3902',
    mall: '見本マーケット',
    amount: yen(5000),
    captured: yen(2000),
    held: yen(3000),
    released: yen(0),
    claims: [{ amount: yen(2000), state: 'claimed' }],
    refunds: [],
  });
  expect(Object.keys(file).filter((key) => /content|product|item/.test(key))).toEqual([]);
  expect(file.forwarding).toBeUndefined();
});
