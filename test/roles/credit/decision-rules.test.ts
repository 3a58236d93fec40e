/** The rules behind decisions: data that staff move, looked at with what is known of the customer, shown as they stood. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { CreditFacts, DecisionRules } from '#shared/desk/inquiries.ts';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { endHolds, acceptClaim } from '#main/roles/credit/settle.ts';
import { pressForPayment } from '#main/roles/credit/dunning.ts';
import { inquiryDesk } from '#main/roles/credit/inquiry-desk.ts';
import { forgetInquiries } from '#main/roles/credit/inquiry-lists.ts';
import { receivePayment } from '#main/roles/credit/payments.ts';
import { brokenRule } from '#main/roles/credit/rules.ts';
import { makeStatements } from '#main/roles/credit/statements.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { aDecidedInquiry, aRelayedPart, tellPart } from '../../builders/an-inquiry.ts';
import { aSettlingGroup, HANAKO, type SettlingGroup, TARO } from '../../builders/a-payment.ts';

const RULES: DecisionRules = { overdueDays: 30, debtPercent: 90, reminders: 3 };
const FACTS: CreditFacts = {
  available: yen(100_000),
  limit: yen(100_000),
  debt: yen(0),
  overdueDays: 0,
  reminders: 0,
  expiry: '2029-03',
};

describe('a rule', () => {
  test.each([
    ['nothing against it', {}, 1000, undefined],
    ['overdue as long as may be', { overdueDays: 30 }, 1000, undefined],
    ['overdue a day more', { overdueDays: 31 }, 1000, 'overdue'],
    ['debt up to the share', { debt: yen(80_000) }, 10_000, undefined],
    ['debt a yen above it', { debt: yen(80_000) }, 10_001, 'debt'],
    ['no debt: the whole limit', {}, 100_000, undefined],
    ['reminded of as often as may be', { reminders: 3 }, 1000, undefined],
    ['reminded of once more', { reminders: 4 }, 1000, 'history'],
    ['everything at once: the first', { overdueDays: 99, debt: yen(99_999), reminders: 9 }, 1000, 'overdue'],
  ] as const)('%s', (_, facts, asked, broken) => {
    expect(brokenRule(RULES, { ...FACTS, ...facts }, yen(asked))).toBe(broken);
  });

  test('that is left out is not looked at', () => {
    const bad = { ...FACTS, overdueDays: 99, debt: yen(99_999), reminders: 9 };
    expect(brokenRule({}, bad, yen(1000))).toBeUndefined();
    expect(brokenRule({ reminders: 0 }, bad, yen(1000))).toBe('history');
    expect(brokenRule({ overdueDays: 0 }, FACTS, yen(1000))).toBeUndefined();
  });
});

describe('a customer’s history', () => {
  let group: SettlingGroup;
  beforeAll(async () => {
    group = await aSettlingGroup();
    // Longer than the usual month: these tests walk through years.
    await group.credit.vault.newSealingKey({ nbf: group.clock().toISOString(), exp: '2031-01-01T00:00:00.000Z' });
  });
  const desk = () => inquiryDesk(group.credit.credit);
  const mori = { who: 'mori' };
  const ask = (value: number) => aDecidedInquiry(group, { yen: value });
  const claim = (purchase: string, value: number) =>
    writeResult(group.credit.storage, (db) => {
      const date = group.clock().toISOString().slice(0, 10);
      return acceptClaim(group.credit.credit, db, {
        id: randomUuid(),
        mall: group.mall.id,
        purchase,
        amount: yen(value),
        date,
      });
    });

  test('what was claimed and not paid counts, what is only held does not', async () => {
    const { jti } = await ask(100_000);
    expect(await ask(175_000)).toMatchObject({ state: 'yes' });
    group.clock.advance({ days: 1 });
    expectOk(await claim(jti, 100_000));
    // The second hold is given up: 200,000 are available again, of a limit of 300,000.
    group.clock.advance({ days: 15 });
    await endHolds(group.credit.credit);
    const refused = await ask(170_001);
    expect(refused).toMatchObject({ state: 'no', reason: 'debt' });
    expect(JSON.parse(refused.facts!)).toMatchObject({ debt: yen(100_000), available: yen(200_000) });
    const opened = expectOk(await desk()['inquiries.open'](mori, { id: refused.id }));
    expect(opened).toMatchObject({
      state: 'no',
      reason: 'debt',
      lastFour: '3902',
      mall: '見本マーケット',
      rules: RULES,
      facts: { debt: yen(100_000), limit: yen(300_000), overdueDays: 0, reminders: 0, expiry: '2029-03' },
    });
    expect(opened).not.toHaveProperty('receipt');
    expect(await ask(170_000)).toMatchObject({ state: 'yes' });
  });

  test('a statement that is overdue, and what it was reminded of, also after it was paid', async () => {
    group.clock.set('2027-01-05T03:00:00.000Z');
    expectOk(await makeStatements(group.credit.credit, 'mori'));
    const [statement] = await group.credit.storage.read.selectFrom('statement').selectAll().execute();
    const due = Date.parse(statement!.due_on);
    const later = (days: number) => group.clock.set(new Date(due + days * 86_400_000 + 3_600_000).toISOString());

    later(30);
    expect(await ask(1000)).toMatchObject({ state: 'yes' });
    later(31);
    const overdue = await ask(1000);
    expect(overdue).toMatchObject({ state: 'no', reason: 'overdue' });
    expect(JSON.parse(overdue.facts!)).toMatchObject({ overdueDays: 31, reminders: 0 });

    await pressForPayment(group.credit.credit);
    const date = group.clock().toISOString().slice(0, 10);
    const { reference, amount } = statement!;
    expectOk(await receivePayment(group.credit.credit, 'mori', { reference, amount: yen(amount), date }));
    const order = { rules: { reminders: 0 }, reason: 'a stricter month' };
    expectOk(await desk()['inquiries.set-rules'](mori, order));
    const reminded = await ask(1000);
    expect(reminded).toMatchObject({ state: 'no', reason: 'history' });
    expect(JSON.parse(reminded.facts!)).toMatchObject({ debt: yen(0), overdueDays: 0, reminders: 1 });

    // Decisions made before keep the rules as they stood.
    expect(JSON.parse(reminded.rules!)).toEqual({ reminders: 0 });
    expect(JSON.parse(overdue.rules!)).toEqual(RULES);
    expect(expectOk(await desk()['inquiries.rules'](mori, {}))).toEqual({ reminders: 0 });
    // A year later it is forgotten.
    group.clock.advance({ days: 366 });
    expect(await ask(1000)).toMatchObject({ state: 'yes' });
  });

  test('every opening and every change of the rules is in the trail', async () => {
    const row = await ask(500);
    expectOk(await desk()['inquiries.open'](mori, { id: row.id }));
    expect(await desk()['inquiries.open'](mori, { id: randomUuid() })).toEqual(fail('not-found'));
    const deeds = await group.credit.storage.read
      .selectFrom('trail')
      .select(['who', 'action', 'subject', 'detail'])
      .where('action', 'in', ['inquiry.opened', 'inquiry.rules'])
      .orderBy('id', 'desc')
      .execute();
    expect(deeds[0]).toEqual({ who: 'mori', action: 'inquiry.opened', subject: row.jti, detail: null });
    expect(deeds).toContainEqual({
      who: 'mori',
      action: 'inquiry.rules',
      subject: group.credit.id,
      detail: '–/–/0 a stricter month',
    });
  });

  test('the list shows newest first, page by page, by state, mall and number; whose it is shows nowhere', async () => {
    group.clock.advance({ minutes: 1 });
    const no = await aDecidedInquiry(group, { entry: TARO, yen: 40_000 });
    const page = async (asked: object) =>
      expectOk(await desk()['inquiries.list'](mori, { limit: 100, ...asked } as never));
    const list = async (asked: object) => (await page(asked)).rows;
    const all = await list({});
    expect(all[0]).toMatchObject({
      id: no.id,
      state: 'no',
      purchase: no.jti,
      mall: '見本マーケット',
      amount: yen(40_000),
    });
    const pages = [];
    for (let before: string | undefined; ;) {
      const { rows, next } = await page({ limit: 2, ...(before !== undefined && { before }) });
      pages.push(...rows);
      if (next === undefined) break;
      before = next;
    }
    expect(pages.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect((await list({ states: ['no'] })).every(({ state }) => state === 'no')).toBe(true);
    expect(await list({ search: no.jti.slice(0, 9) })).toMatchObject([{ id: no.id }]);
    expect(await list({ search: '%' })).toEqual([]);
    expect(await list({ partner: 'other.example' })).toEqual([]);
    expect(await list({ partner: group.mall.id })).toHaveLength(all.length);
    for (const told of ['3902', HANAKO.card, '花子', '太郎']) expect(JSON.stringify(all)).not.toContain(told);
  });

  test('decisions are forgotten after thirteen months, what waits is not', async () => {
    const data = await aRelayedPart(group);
    expectOk(await tellPart(group, data));
    group.clock.advance({ days: 401 });
    await forgetInquiries(group.credit.credit);
    const rows = await group.credit.storage.read.selectFrom('inquiry').select('jti').execute();
    expect(rows).toEqual([{ jti: data.purchase }]);
  });
});
