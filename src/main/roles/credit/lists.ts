import type { ClaimRow, SettlementRow } from '#shared/desk/credit.ts';
import type { Credit } from './credit.ts';

interface Page {
  readonly limit: number;
  readonly before?: string | undefined;
}

/** Newest first; `before` pages on. */
export async function listSettlements(credit: Credit, page: Page): Promise<SettlementRow[]> {
  let query = credit.storage.read
    .selectFrom('settlement')
    .innerJoin('card', 'card.id', 'settlement.card')
    .innerJoin('customer', 'customer.id', 'settlement.customer')
    .leftJoin('partner', 'partner.id', 'settlement.mall')
    .selectAll('settlement')
    .select(['card.last_four', 'customer.name as customer_name', 'partner.name as mall_name'])
    .orderBy('held_at', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('held_at', '<', page.before);
  return (await query.execute()).map((row) => ({
    receipt: row.receipt,
    mall: row.mall_name ?? row.mall,
    customer: row.customer_name,
    lastFour: row.last_four,
    amount: { value: row.amount, currency: row.currency },
    captured: { value: row.captured, currency: row.currency },
    state: row.state,
    at: row.held_at,
    until: row.hold_until,
  }));
}

export async function listClaims(credit: Credit, page: Page): Promise<ClaimRow[]> {
  let query = credit.storage.read
    .selectFrom('claim')
    .leftJoin('partner', 'partner.id', 'claim.mall')
    .selectAll('claim')
    .select('partner.name as mall_name')
    .orderBy('date', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('date', '<', page.before);
  return (await query.execute()).map((row) => ({
    claim: row.claim,
    mall: row.mall_name ?? row.mall,
    receipt: row.receipt,
    amount: { value: row.amount, currency: row.currency },
    date: row.date,
    payable: row.payable === 1,
    ...(row.payout !== null && { payout: row.payout }),
  }));
}
