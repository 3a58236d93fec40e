import { beforeAll, describe, expect, test } from 'vitest';
import { creditCommands } from '#shared/desk/credit.ts';
import type { ListPage } from '#shared/desk/list.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { listClaims, listSettlements } from '#main/roles/credit/lists.ts';
import type { ClaimTable, SettlementTable } from '#main/roles/credit/tables.ts';
import { aSettlingGroup, cardRow, HANAKO, type SettlingGroup, TARO } from '../../builders/a-payment.ts';

const OTHER = 'other-mall.localhost';
const receiptOf = (n: number): string => numberFromDigits('receipt', String(n).padStart(12, '0'));

let group: SettlingGroup;
/** Thirty settlements and claims, ten at each of three instants, in no order. */
beforeAll(async () => {
  group = await aSettlingGroup();
  const [hanako, taro] = [await cardRow(group, HANAKO), await cardRow(group, TARO)];
  const numbers = Array.from({ length: 30 }, (_, n) => (n * 7) % 30);
  await group.credit.storage.write(async (db) => {
    for (const n of numbers) {
      const card = n % 2 === 0 ? hanako : taro;
      const mall = n % 5 === 0 ? OTHER : group.mall.id;
      const settlement: SettlementTable = {
        receipt: receiptOf(n),
        mall,
        jti: numberFromDigits('purchase', String(900 + n).padStart(12, '0')),
        card: card.id,
        customer: card.customer,
        contents: null,
        sealed_customer: new Uint8Array(1),
        amount: 1000,
        captured: n < 15 ? 1000 : 0,
        released: 0,
        refunded: 0,
        currency: 'JPY',
        state: n < 15 ? 'captured' : 'held',
        held_at: `2026-11-2${n % 3}T09:00:00.000Z`,
        hold_until: '2026-12-05T09:00:00.000Z',
      };
      await db.insertInto('settlement').values(settlement).execute();
      const claim = {
        claim: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        mall,
        receipt: settlement.receipt,
        amount: 1000,
        currency: 'JPY',
        date: `2026-11-2${n % 3}`,
        payable: n < 20 ? 1 : 0,
        payout: n < 10 ? `payout ${n}` : null,
      } satisfies Partial<Record<keyof ClaimTable, unknown>>;
      await db.insertInto('claim').values(claim).execute();
    }
  });
});

type SettlementAsked = Partial<Parameters<typeof listSettlements>[1]>;
const settlements = async (asked: SettlementAsked = {}) =>
  (await listSettlements(group.credit.credit, { limit: 200, ...asked })).rows;
const claims = async (asked: Partial<Parameters<typeof listClaims>[1]> = {}) =>
  (await listClaims(group.credit.credit, { limit: 200, ...asked })).rows;

/** Page after page, as a screen asks for them; every cursor has to pass the desk door. */
async function pages<T>(list: (before?: string) => Promise<ListPage<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let before: string | undefined; ;) {
    for (const name of ['settlements.list', 'claims.list'] as const) creditCommands[name].input.parse({ before });
    const page = await list(before);
    all.push(...page.rows);
    if (page.next === undefined) return all;
    before = page.next;
  }
}

describe('the settlements', () => {
  test.each([1, 3, 7, 10, 29])('come %i at a time without leaving one of an instant out', async (limit) => {
    const all = await pages((before) => listSettlements(group.credit.credit, { limit, before }));
    expect(all).toEqual(await settlements());
    expect(new Set(all.map(({ receipt }) => receipt)).size).toBe(30);
    const order = all.map(({ at, receipt }) => `${at}|${receipt}`);
    expect(order).toEqual([...order].sort().reverse());
  });

  test('are shown by state, mall, customer, number and card', async () => {
    expect(await settlements({ states: ['held'] })).toHaveLength(15);
    expect(await settlements({ states: ['refunded'] })).toEqual([]);
    expect(await settlements({ states: ['held', 'captured'] })).toHaveLength(30);
    expect(await settlements({ partner: OTHER })).toHaveLength(6);
    expect(await settlements({ partner: OTHER, states: ['held'] })).toHaveLength(3);
    const { customer } = await cardRow(group, TARO);
    expect(await settlements({ customer })).toHaveLength(15);
    expect(await settlements({ search: receiptOf(4) })).toMatchObject([{ receipt: receiptOf(4) }]);
    expect(await settlements({ search: '２ 0000 0000' })).toHaveLength(30);
    expect(await settlements({ search: '10000000009' })).toHaveLength(30);
    expect(await settlements({ search: '1204' })).toHaveLength(15);
    for (const search of ['%', '_', '9999']) expect(await settlements({ search })).toEqual([]);
    expect(await settlements({ least: 1001 })).toEqual([]);
  });

  test('name no customer: that takes an opening', async () => {
    expect(JSON.stringify(await settlements())).not.toContain('見本 花子');
    expect(await settlements({ search: '見本 花子' })).toEqual([]);
  });
});

describe('the claims', () => {
  test.each([1, 4, 10, 29])('come %i at a time without leaving one of a day out', async (limit) => {
    const all = await pages((before) => listClaims(group.credit.credit, { limit, before }));
    expect(all).toEqual(await claims());
    expect(new Set(all.map(({ claim }) => claim)).size).toBe(30);
  });

  test('are shown by state, mall, number and day', async () => {
    expect(await claims({ states: ['claimed'] })).toHaveLength(10);
    expect(await claims({ states: ['payable'] })).toHaveLength(10);
    const paid = await claims({ states: ['paid'] });
    expect(paid).toHaveLength(10);
    expect(paid.every(({ state, payout }) => state === 'paid' && payout !== undefined)).toBe(true);
    expect(await claims({ partner: OTHER })).toHaveLength(6);
    expect(await claims({ search: receiptOf(4) })).toHaveLength(1);
    expect(await claims({ from: '2026-11-20T15:00:00.000Z', until: '2026-11-21T15:00:00.000Z' })).toHaveLength(10);
  });
});

test('a cursor without both halves stops at the desk door', () => {
  for (const before of ['2026-11-21T09:00:00.000Z', '|2', '2026-11-21|', 'a|b|c']) {
    expect(creditCommands['claims.list'].input.safeParse({ before }).success).toBe(false);
  }
});
