import { sql } from 'kysely';
import type { ClaimRow, ClaimState, RefundedRow, SettlementFile, SettlementRow } from '#shared/desk/credit.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows, type Readable } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { heldOf } from './refunds.ts';
import type { ClaimTable, CreditTables, SettlementTable } from './tables.ts';

/** What a claim has come to. */
const CLAIM_STATE = sql<ClaimState>`case when claim.payout is not null then 'paid' when claim.payable = 1 then 'payable' else 'claimed' end`;

/** The card that its customer paid with, also where another took its place since. */
export const PAID_WITH = sql<string>`coalesce(settlement.paid_with, settlement.card)`;

export async function listSettlements(
  credit: Credit,
  asked: Input<'settlements.list'>,
): Promise<ListPage<SettlementRow>> {
  let settlements = credit.storage.read
    .selectFrom('settlement')
    .innerJoin('card', (join) => join.on('card.id', '=', PAID_WITH));
  if (asked.customer !== undefined) settlements = settlements.where('settlement.customer', '=', asked.customer);
  const shape = {
    time: 'settlement.held_at',
    id: 'settlement.receipt',
    state: 'settlement.state',
    partner: 'settlement.mall',
    amount: 'settlement.amount',
    numbers: ['settlement.receipt', 'settlement.jti', 'card.last_four'],
  } as const;
  const page = await listRows(settlements, shape, asked, (found) =>
    found
      .leftJoin('partner', 'partner.id', 'settlement.mall')
      .selectAll('settlement')
      .select(['card.last_four', 'partner.name as mall_name']),
  );
  return mapPage(page, toSettlementRow);
}

export function toSettlementRow(
  row: SettlementTable & { readonly last_four: string; readonly mall_name: string | null },
): SettlementRow {
  const money = (value: number): Money => ({ value, currency: row.currency });
  return {
    receipt: row.receipt,
    mall: row.mall_name ?? row.mall,
    lastFour: row.last_four,
    amount: money(row.amount),
    captured: money(row.captured),
    refunded: money(row.refunded),
    state: row.state,
    at: row.held_at,
    until: row.hold_until,
  };
}

/** All of one settlement, with whose it is; recorded in the trail. */
export async function openSettlement(credit: Credit, who: string, receipt: string): Promise<Result<SettlementFile>> {
  const db = credit.storage.read;
  const row = await db
    .selectFrom('settlement')
    .innerJoin('card', (join) => join.on('card.id', '=', PAID_WITH))
    .innerJoin('customer', 'customer.id', 'settlement.customer')
    .leftJoin('partner', 'partner.id', 'settlement.mall')
    .selectAll('settlement')
    .select(['card.last_four', 'customer.name as customer_name', 'partner.name as mall_name'])
    .where('settlement.receipt', '=', receipt)
    .executeTakeFirst();
  if (!row) return fail('not-found');
  const claims = await claimsWithMalls(db).where('claim.receipt', '=', receipt).execute();
  const refunds = await readRefunds(db, receipt);
  const goods = await db.selectFrom('forwarding').select('state').where('receipt', '=', receipt).executeTakeFirst();
  await credit.storage.write((unit) =>
    recordDeed(unit, { at: credit.clock(), who, action: 'settlement.opened', subject: receipt }),
  );
  const money = (value: number): Money => ({ value, currency: row.currency });
  return ok({
    ...toSettlementRow(row),
    customer: { id: row.customer, name: row.customer_name },
    released: money(row.released),
    held: money(heldOf(row)),
    claims: claims.map(toClaimRow),
    refunds,
    ...(goods && { forwarding: goods.state }),
  });
}

async function readRefunds(db: Readable<CreditTables>, receipt: string): Promise<RefundedRow[]> {
  const rows = await db
    .selectFrom('credit_refund')
    .selectAll()
    .where('receipt', '=', receipt)
    .orderBy('at', 'desc')
    .orderBy('refund')
    .execute();
  return rows.map(({ refund, kind, amount, currency, at, payout }) => ({
    refund,
    kind,
    amount: { value: amount, currency },
    at,
    charged: payout !== null,
  }));
}

export async function listClaims(credit: Credit, asked: Input<'claims.list'>): Promise<ListPage<ClaimRow>> {
  const shape = {
    time: 'claim.date',
    id: 'claim.claim',
    state: CLAIM_STATE,
    partner: 'claim.mall',
    amount: 'claim.amount',
    numbers: ['claim.receipt'],
  } as const;
  const page = await listRows(credit.storage.read.selectFrom('claim'), shape, asked, (found) =>
    found.leftJoin('partner', 'partner.id', 'claim.mall').select(CLAIM_COLUMNS),
  );
  return mapPage(page, toClaimRow);
}

const CLAIM_COLUMNS = [
  'claim.claim',
  'claim.mall',
  'claim.receipt',
  'claim.amount',
  'claim.currency',
  'claim.date',
  'claim.payable',
  'claim.payout',
  'partner.name as mall_name',
] as const;

/** Newest day first, and within a day by claim. */
function claimsWithMalls(db: Readable<CreditTables>) {
  return db
    .selectFrom('claim')
    .leftJoin('partner', 'partner.id', 'claim.mall')
    .select(CLAIM_COLUMNS)
    .orderBy('claim.date', 'desc')
    .orderBy('claim.claim', 'desc');
}

type ListedClaim = Pick<
  ClaimTable,
  'claim' | 'mall' | 'receipt' | 'amount' | 'currency' | 'date' | 'payable' | 'payout'
> & { readonly mall_name: string | null };

function toClaimRow({
  claim,
  mall,
  mall_name,
  receipt,
  amount,
  currency,
  date,
  payable,
  payout,
}: ListedClaim): ClaimRow {
  return {
    claim,
    mall: mall_name ?? mall,
    receipt,
    amount: { value: amount, currency },
    date,
    state: payout !== null ? 'paid' : payable === 1 ? 'payable' : 'claimed',
    ...(payout !== null && { payout }),
  };
}
