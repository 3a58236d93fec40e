import type { ClaimRow, ClaimState, RefundedRow, SettlementFile, SettlementRow } from '#shared/desk/credit.ts';
import type { Money } from '#shared/domain/money.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import type { SettlementState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Readable } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { heldOf } from './refunds.ts';
import type { ClaimTable, CreditTables, SettlementTable } from './tables.ts';

interface Page {
  readonly limit: number;
  /** `<time>|<id>` of the last row of the page before. */
  readonly before?: string | undefined;
}

export interface SettlementFilter extends Page {
  readonly state?: SettlementState | undefined;
  readonly mall?: string | undefined;
  /** The beginning of a receipt or purchase number, or the last four digits of a card. */
  readonly number?: string | undefined;
  readonly customer?: string | undefined;
}

export interface ClaimFilter extends Page {
  readonly state?: ClaimState | undefined;
  readonly mall?: string | undefined;
  readonly number?: string | undefined;
}

/** As it was typed or scanned: blanks, hyphens and wide digits don't matter, and nothing of it is a wildcard. */
function beginning(number: string): string {
  return `${normalizeNumber(number).replace(/[%_\\]/g, '')}%`;
}

/** `<time>|<id>` of the last row of the page before. */
export function readCursor(before: string): [time: string, id: string] {
  const at = before.indexOf('|');
  return [before.slice(0, at), before.slice(at + 1)];
}

/** Newest first, and within one instant by number, so that no page leaves a row out. */
export async function listSettlements(credit: Credit, filter: SettlementFilter): Promise<SettlementRow[]> {
  const { limit, before, state, mall, number, customer } = filter;
  let query = credit.storage.read
    .selectFrom('settlement')
    .innerJoin('card', 'card.id', 'settlement.card')
    .leftJoin('partner', 'partner.id', 'settlement.mall')
    .selectAll('settlement')
    .select(['card.last_four', 'partner.name as mall_name'])
    .orderBy('settlement.held_at', 'desc')
    .orderBy('settlement.receipt', 'desc')
    .limit(limit);
  if (state !== undefined) query = query.where('settlement.state', '=', state);
  if (mall !== undefined) query = query.where('settlement.mall', '=', mall);
  if (customer !== undefined) query = query.where('settlement.customer', '=', customer);
  if (number !== undefined && number.trim() !== '') {
    const like = beginning(number);
    query = query.where((eb) =>
      eb.or([
        eb('settlement.receipt', 'like', like),
        eb('settlement.jti', 'like', like),
        eb('card.last_four', '=', normalizeNumber(number)),
      ]),
    );
  }
  if (before !== undefined) {
    const [time, id] = readCursor(before);
    query = query
      // The bound that an index can use, and within its last instant the number.
      .where('settlement.held_at', '<=', time)
      .where((eb) => eb.or([eb('settlement.held_at', '<', time), eb('settlement.receipt', '<', id)]));
  }
  return (await query.execute()).map(toSettlementRow);
}

function toSettlementRow(
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
    .innerJoin('card', 'card.id', 'settlement.card')
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

/** Newest day first, and within a day by claim. */
export async function listClaims(credit: Credit, filter: ClaimFilter): Promise<ClaimRow[]> {
  const { limit, before, state, mall, number } = filter;
  let query = claimsWithMalls(credit.storage.read).limit(limit);
  if (state === 'paid') query = query.where('claim.payout', 'is not', null);
  else if (state !== undefined) {
    query = query.where('claim.payout', 'is', null).where('claim.payable', '=', state === 'payable' ? 1 : 0);
  }
  if (mall !== undefined) query = query.where('claim.mall', '=', mall);
  if (number !== undefined && number.trim() !== '') query = query.where('claim.receipt', 'like', beginning(number));
  if (before !== undefined) {
    const [date, id] = readCursor(before);
    query = query
      .where('claim.date', '<=', date)
      .where((eb) => eb.or([eb('claim.date', '<', date), eb('claim.claim', '<', id)]));
  }
  return (await query.execute()).map(toClaimRow);
}

function claimsWithMalls(db: Readable<CreditTables>) {
  return db
    .selectFrom('claim')
    .leftJoin('partner', 'partner.id', 'claim.mall')
    .select([
      'claim.claim',
      'claim.mall',
      'claim.receipt',
      'claim.amount',
      'claim.currency',
      'claim.date',
      'claim.payable',
      'claim.payout',
      'partner.name as mall_name',
    ])
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
