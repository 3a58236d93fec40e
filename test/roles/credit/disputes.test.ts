/** A customer contests a charge: what was claimed goes back, whatever the mall says. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import type { DisputeEnd } from '#shared/desk/disputes.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { balanceOf, checkLedger } from '#main/ledger/index.ts';
import { addDisputeNote, askMall, decideDispute, openDispute } from '#main/roles/credit/disputes.ts';
import { listDisputes, openDisputeFile } from '#main/roles/credit/dispute-lists.ts';
import { openSettlement } from '#main/roles/credit/lists.ts';
import { previewPayouts } from '#main/roles/credit/payouts.ts';
import { acceptClaim, endHolds, settle } from '#main/roles/credit/settle.ts';
import { answerDispute, listAskedDisputes } from '#main/roles/mall/disputes.ts';
import { randomUuid } from '#main/vault/index.ts';
import { sentEvents } from '../../builders/a-group.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettledOrder,
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

const contest = (receipt: string, amount: number, currency = 'JPY') =>
  openDispute(group.credit.credit, 'sato', {
    receipt,
    amount: { value: amount, currency },
    about: 'not-mine',
    note: 'called on Monday',
  });
/** Opened and decided for the customer at once. */
async function dispute(receipt: string, amount: number, currency = 'JPY'): Promise<Result<{ dispute: string }>> {
  const opened = await contest(receipt, amount, currency);
  if (!opened.ok) return opened;
  const decided = await decide(opened.value.dispute, 'won');
  return decided.ok ? opened : decided;
}
const decide = (id: string, end: DisputeEnd) =>
  decideDispute(group.credit.credit, 'sato', { dispute: id, end, reason: 'not ordered' });
const file = async (id: string) => expectOk(await openDisputeFile(group.credit.credit, 'sato', id));
const read = () => group.credit.storage.read;
const open = async (receipt: string) => expectOk(await openSettlement(group.credit.credit, 'sato', receipt));
const books = async (): Promise<number[]> => {
  const { customer, available } = await cardRow(group, HANAKO);
  const owed = await balanceOf(read(), `customer:${customer}`, 'JPY');
  const toMall = await balanceOf(read(), `mall:${group.mall.id}`, 'JPY');
  return [owed.value, 0 - toMall.value, available];
};

const trailOf = (limit: number) =>
  read().selectFrom('trail').select(['who', 'action', 'detail']).orderBy('id', 'desc').limit(limit).execute();

describe('a contested charge', () => {
  test('goes back whole: nobody owes it, it can be spent again, and the mall is told', async () => {
    const { receipt, jti } = await aCharge(5000);
    expect(await books()).toEqual([5000, 5000, 295_000]);
    const { refund } = await file(expectOk(await dispute(receipt, 5000)).dispute);
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
    const deeds = await trailOf(3);
    expect(deeds.map(({ who, action, detail }) => [who, action, detail])).toEqual([
      ['sato', 'settlement.opened', null],
      ['sato', 'dispute.won', 'not ordered'],
      ['sato', 'dispute.opened', receipt],
    ]);
    expect(await openSettlement(group.credit.credit, 'sato', '20000000000000')).toEqual(fail('not-found'));
  });
});

/** Of an order that the mall has, claimed whole and paid by its customer. */
async function aPaidCharge(): Promise<{ receipt: string; total: number }> {
  const { receipt, jti } = await aSettledOrder(group);
  const row = await read()
    .selectFrom('settlement')
    .select('amount')
    .where('receipt', '=', receipt)
    .executeTakeFirstOrThrow();
  const claim = { id: randomUuid(), mall: group.mall.id, purchase: jti, amount: yen(row.amount), date: '2026-11-21' };
  expectOk(await group.credit.storage.write((db) => acceptClaim(group.credit.credit, db, claim)));
  await group.credit.storage.write((db) => db.updateTable('claim').set({ payable: 1 }).execute());
  return { receipt, total: row.amount };
}
const payable = async () => (await previewPayouts(group.credit.credit)).map(({ claims, waiting }) => [claims, waiting]);
const asked = async () => (await listAskedDisputes(group.mall.mall, { limit: 10 })).rows;
const all = { limit: 10 } as const;

describe('the mall’s side', () => {
  test('is asked for, answered in classes, and told how it ended; nothing is paid out meanwhile', async () => {
    const { receipt, total } = await aPaidCharge();
    expect(await payable()).toEqual([[yen(total), yen(0)]]);
    const { dispute: id } = expectOk(await contest(receipt, 500));
    expect(await payable()).toEqual([[yen(0), yen(total)]]);
    expectOk(await askMall(group.credit.credit, 'sato', { dispute: id, by: '2027-01-15' }));
    await group.exchange();
    expect(await asked()).toMatchObject([
      { dispute: id, amount: yen(500), about: 'not-mine', state: 'asked', answerBy: '2027-01-15' },
    ]);
    const evidence = ['sent', 'delivered', 'sent'] as const;
    const answer = { dispute: id, answer: 'contested', evidence } as const;
    expectOk(await answerDispute(group.mall.mall, 'mori', answer));
    expect(await answerDispute(group.mall.mall, 'mori', answer)).toEqual(fail('wrong-state', 'answered'));
    await group.exchange();
    expect(await file(id)).toMatchObject({
      state: 'answered',
      answer: 'contested',
      evidence: ['sent', 'delivered'],
      customer: { name: expect.any(String) },
    });
    expectOk(await decide(id, 'lost'));
    expect(await payable()).toEqual([[yen(total), yen(0)]]);
    await group.exchange();
    expect(await asked()).toMatchObject([{ state: 'lost' }]);
    const told = JSON.stringify(await sentEvents(group.credit, 'settlement.dispute'));
    expect(told).not.toContain('called on Monday');
    expect(told).not.toContain('not ordered');
    expect(told).not.toContain(receipt);
  });

  test('that gave in loses the amount, and hears of both', async () => {
    const { receipt } = await aPaidCharge();
    const { dispute: id } = expectOk(await contest(receipt, 500));
    expectOk(await askMall(group.credit.credit, 'sato', { dispute: id, by: '2027-01-15' }));
    await group.exchange();
    expectOk(await answerDispute(group.mall.mall, 'mori', { dispute: id, answer: 'accepted', evidence: ['sent'] }));
    await group.exchange();
    expect(await file(id)).toMatchObject({ answer: 'accepted', evidence: [] });
    expectOk(await decide(id, 'won'));
    await group.exchange();
    expect(await asked()).toMatchObject([{ state: 'won', answer: 'accepted' }]);
    expect(await file(id)).toMatchObject({ state: 'won', refund: expect.any(String) });
    const refund = await group.mall.storage.read.selectFrom('refund').select(['amount', 'reason']).execute();
    expect(refund).toEqual([{ amount: 500, reason: 'disputed' }]);
  });
});

describe('a case', () => {
  test('is decided once, and needs no mall', async () => {
    const { receipt } = await aCharge(5000);
    const { dispute: id } = expectOk(await contest(receipt, 4000));
    // What is contested already can't be contested again.
    expect(await contest(receipt, 1001)).toEqual(fail('refund-too-high'));
    expectOk(await addDisputeNote(group.credit.credit, 'abe', { dispute: id, note: 'the card was at home' }));
    expectOk(await decide(id, 'withdrawn'));
    expect(await decide(id, 'won')).toEqual(fail('wrong-state', 'withdrawn'));
    expect(await askMall(group.credit.credit, 'sato', { dispute: id, by: '2027-01-15' })).toEqual(
      fail('wrong-state', 'withdrawn'),
    );
    expect(await books()).toEqual([5000, 5000, 295_000]);
    expect((await file(id)).notes.map(({ kind, note }) => [kind, note])).toEqual([
      ['opened', 'called on Monday'],
      ['note', 'the card was at home'],
      ['withdrawn', 'not ordered'],
    ]);
    expect(await sentEvents(group.credit, 'settlement.dispute')).toEqual([]);
    expectOk(await contest(receipt, 5000));
  });

  test('is found by state, receipt and amount', async () => {
    const { receipt } = await aCharge(5000);
    const { dispute: id } = expectOk(await contest(receipt, 100));
    expectOk(await contest(receipt, 200));
    expectOk(await decide(id, 'lost'));
    const find = async (more: object) =>
      (await listDisputes(group.credit.credit, { ...all, ...more })).rows.map(({ amount }) => amount.value);
    expect((await find({})).sort()).toEqual([100, 200]);
    expect(await find({ states: ['lost'] })).toEqual([100]);
    expect(await find({ least: 150 })).toEqual([200]);
    expect(await find({ search: receipt.slice(0, 9), states: ['open'] })).toEqual([200]);
    expect(await find({ search: '29999' })).toEqual([]);
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
