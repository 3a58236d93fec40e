/**
 * What a customer's balance means for claims, cards and statements. Every movement on a customer's account is followed
 * by `clearAccount` in the same unit of work; what is paid covers the oldest claims first.
 */
import { canMove, STATEMENT } from '#shared/domain/states.ts';
import { balanceOf } from '#main/ledger/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { CreditTables } from './tables.ts';

/**
 * Brings claims and statements in line with the ledger, after a payment, a claim or a refund was booked on
 * `customer:<id>` and, for a refund, its settlement says so. Resolves to what of each card's claims became covered, in
 * minor units: whoever books a payment or a claim gives so much back to the cards (`followAccount`); a refund has given
 * back what it does already.
 */
export async function clearAccount(
  db: Writable<CreditTables>,
  customer: string,
  currency: string,
): Promise<ReadonlyMap<string, number>> {
  const { value: balance } = await balanceOf(db, `customer:${customer}`, currency);
  const covered = await coverClaims(db, customer, currency, Math.max(balance, 0));
  await settleStatements(db, customer, currency, balance);
  return covered;
}

interface OpenClaim {
  readonly claim: string;
  readonly receipt: string;
  readonly card: string;
  readonly amount: number;
  readonly refunded: number;
  readonly covered: number;
  readonly payable: number;
  /** Of the whole settlement. */
  readonly givenBack: number;
}

async function coverClaims(
  db: Writable<CreditTables>,
  customer: string,
  currency: string,
  owed: number,
): Promise<ReadonlyMap<string, number>> {
  // Paid ones change only where a refund made them smaller.
  const claims: readonly OpenClaim[] = await db
    .selectFrom('settlement')
    .innerJoin('claim', 'claim.receipt', 'settlement.receipt')
    .select(['claim.claim', 'claim.receipt', 'claim.amount', 'claim.refunded', 'claim.covered', 'claim.payable'])
    .select(['settlement.card', 'settlement.refunded as givenBack'])
    .where('settlement.customer', '=', customer)
    .where('claim.currency', '=', currency)
    .where((eb) => eb.or([eb('claim.payable', '=', 0), eb('settlement.refunded', '>', 0)]))
    .orderBy('claim.date')
    .orderBy('claim.claim')
    .execute();
  const refunded = spreadRefunds(claims);
  const due = ({ claim, amount }: OpenClaim): number => amount - refunded.get(claim)!;
  const waiting = claims.filter(({ payable }) => payable === 0).reduce((sum, claim) => sum + due(claim), 0);
  let paid = Math.max(0, waiting - owed);
  const cards = new Map<string, number>();
  for (const row of claims) {
    const { claim, card, covered, payable } = row;
    const now = payable === 1 ? due(row) : Math.min(due(row), paid);
    if (payable === 0) paid -= now;
    const isPaid = now === due(row);
    if (now === covered && refunded.get(claim) === row.refunded && isPaid === (payable === 1)) continue;
    await db
      .updateTable('claim')
      .set({ refunded: refunded.get(claim)!, covered: now, payable: isPaid ? 1 : 0 })
      .where('claim', '=', claim)
      .execute();
    cards.set(card, (cards.get(card) ?? 0) + now - covered);
  }
  return cards;
}

/**
 * What went back of each claim. A new refund takes from its settlement's newest claims first; where it has taken it
 * stays, so that a claim made afterwards is owed in full.
 */
function spreadRefunds(claims: readonly OpenClaim[]): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  for (const { receipt, givenBack, refunded } of claims) {
    left.set(receipt, (left.get(receipt) ?? givenBack) - refunded);
  }
  const spread = new Map<string, number>();
  for (const { claim, receipt, amount, refunded } of claims.toReversed()) {
    const more = Math.min(left.get(receipt)!, amount - refunded);
    left.set(receipt, left.get(receipt)! - more);
    spread.set(claim, refunded + more);
  }
  return spread;
}

/**
 * A statement is owed as far as the balance without everything claimed after it, less what of that went back; paying the
 * oldest comes first.
 */
async function settleStatements(
  db: Writable<CreditTables>,
  customer: string,
  currency: string,
  balance: number,
): Promise<void> {
  const open = await db
    .selectFrom('statement')
    .select(['reference', 'month', 'amount', 'paid', 'state'])
    .where('customer', '=', customer)
    .where('currency', '=', currency)
    .where('state', '!=', 'paid')
    .orderBy('month')
    .execute();
  const [oldest] = open;
  if (!oldest) return;
  const claimed = await db
    .selectFrom('settlement')
    .innerJoin('claim', 'claim.receipt', 'settlement.receipt')
    .leftJoin('statement', 'statement.reference', 'claim.statement')
    .select((eb) => [
      'statement.month',
      eb.fn.sum<number>(eb('claim.amount', '-', eb.ref('claim.refunded'))).as('amount'),
    ])
    .where('settlement.customer', '=', customer)
    .where('claim.currency', '=', currency)
    .where((eb) => eb.or([eb('claim.statement', 'is', null), eb('statement.month', '>', oldest.month)]))
    .groupBy('statement.month')
    .execute();
  for (const { reference, month, amount, paid, state } of open) {
    const after = claimed
      .filter((later) => later.month === null || later.month > month)
      .reduce((sum, later) => sum + Number(later.amount), 0);
    const rest = Math.min(Math.max(balance - after, 0), amount);
    const now = amount - rest;
    if (now === paid && rest > 0) continue;
    await db
      .updateTable('statement')
      .set({ paid: now, state: rest === 0 && canMove(STATEMENT, state, 'paid') ? 'paid' : state })
      .where('reference', '=', reference)
      .execute();
  }
}
