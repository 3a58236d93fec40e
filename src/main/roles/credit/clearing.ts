/**
 * What a customer's balance means for claims, cards and statements. Every movement on a customer's account is followed
 * by `clearAccount` in the same unit of work; what is paid covers the oldest claims first.
 */
import { canMove, REOPENED, STATEMENT, type StatementState } from '#shared/domain/states.ts';
import { balanceOf } from '#main/ledger/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { StatementTable } from './billing-tables.ts';
import type { CreditTables } from './tables.ts';

/**
 * Brings claims and statements in line with the ledger, after a payment, a claim or a refund was booked on
 * `customer:<id>` and, for a refund, its settlement says so. Resolves to what of each card's claims became covered, in
 * minor units, below zero where a payment was taken back: whoever books a payment or a claim gives so much back to the
 * cards (`followAccount`); a refund has given back what it does already.
 */
export async function clearAccount(
  db: Writable<CreditTables>,
  customer: string,
  currency: string,
): Promise<ReadonlyMap<string, number>> {
  const { value: balance } = await balanceOf(db, `customer:${customer}`, currency);
  const cards = new Map<string, number>();
  const owed = Math.max(balance, 0);
  const lacking = owed - (await readOpenClaims(db, customer, currency)).due;
  if (lacking > 0) await uncoverClaims(db, { customer, currency, lacking, cards });
  await coverClaims(db, { customer, currency, owed, cards });
  await settleStatements(db, { customer, currency, balance, reopens: lacking > 0 });
  return cards;
}

interface OpenClaim {
  readonly claim: string;
  readonly receipt: string;
  readonly card: string;
  readonly amount: number;
  readonly refunded: number;
  readonly covered: number;
  readonly payable: number;
  readonly payout: string | null;
  /** Of the whole settlement. */
  readonly givenBack: number;
}

interface OpenClaims {
  readonly claims: readonly OpenClaim[];
  /** What went back of each. */
  readonly refunded: ReadonlyMap<string, number>;
  /** What those that are not covered in full come to. */
  readonly due: number;
}

/** Not covered in full. One that was paid out can still be: its payment turned out to be another's. */
function isWaiting({ amount, refunded, covered, payable }: OpenClaim): boolean {
  return payable === 0 || covered < amount - refunded;
}

/** Oldest first; with them those of which something went back. */
async function readOpenClaims(db: Writable<CreditTables>, customer: string, currency: string): Promise<OpenClaims> {
  const claims: readonly OpenClaim[] = await db
    .selectFrom('settlement')
    .innerJoin('claim', 'claim.receipt', 'settlement.receipt')
    .select(['claim.claim', 'claim.receipt', 'claim.amount', 'claim.refunded', 'claim.covered', 'claim.payable'])
    .select(['claim.payout', 'settlement.card', 'settlement.refunded as givenBack'])
    .where('settlement.customer', '=', customer)
    .where('claim.currency', '=', currency)
    .where((eb) =>
      eb.or([
        eb('claim.payable', '=', 0),
        eb('claim.covered', '<', eb('claim.amount', '-', eb.ref('claim.refunded'))),
        eb('settlement.refunded', '>', 0),
      ]),
    )
    .orderBy('claim.date')
    .orderBy('claim.claim')
    .execute();
  const refunded = spreadRefunds(claims);
  const due = claims
    .filter(isWaiting)
    .reduce((sum, { claim, amount }) => sum + Math.max(0, amount - refunded.get(claim)!), 0);
  return { claims, refunded, due };
}

interface Covering {
  readonly customer: string;
  readonly currency: string;
  /** What became covered of each card's claims, in minor units. */
  readonly cards: Map<string, number>;
}

/**
 * More is owed than the open claims come to, for a payment was taken back: the newest claims wait again, and before those
 * that were paid out those that were not, so that no mall gets more than its customers have paid.
 */
async function uncoverClaims(
  db: Writable<CreditTables>,
  { customer, currency, lacking, cards }: Covering & { readonly lacking: number },
): Promise<void> {
  const covered = await db
    .selectFrom('settlement')
    .innerJoin('claim', 'claim.receipt', 'settlement.receipt')
    .select(['claim.claim', 'claim.covered', 'claim.payout', 'settlement.card'])
    .where('settlement.customer', '=', customer)
    .where('claim.currency', '=', currency)
    .where('claim.covered', '>', 0)
    .where('claim.covered', '=', (eb) => eb('claim.amount', '-', eb.ref('claim.refunded')))
    .orderBy('claim.date', 'desc')
    .orderBy('claim.claim', 'desc')
    .execute();
  let left = lacking;
  const kept = covered.filter(({ payout }) => payout === null);
  for (const row of [...kept, ...covered.filter(({ payout }) => payout !== null)]) {
    if (left <= 0) return;
    left -= row.covered;
    await db
      .updateTable('claim')
      .set({ covered: 0, payable: row.payout === null ? 0 : 1 })
      .where('claim', '=', row.claim)
      .execute();
    cards.set(row.card, (cards.get(row.card) ?? 0) - row.covered);
  }
}

async function coverClaims(
  db: Writable<CreditTables>,
  { customer, currency, owed, cards }: Covering & { readonly owed: number },
): Promise<void> {
  // Paid ones change only where a refund made them smaller.
  const { claims, refunded, due } = await readOpenClaims(db, customer, currency);
  let paid = Math.max(0, due - owed);
  for (const row of claims) {
    const { claim, card, amount, covered, payable, payout } = row;
    const whole = amount - refunded.get(claim)!;
    const now = isWaiting(row) ? Math.min(whole, paid) : whole;
    if (isWaiting(row)) paid -= now;
    const isPayable = now === whole || payout !== null;
    if (now === covered && refunded.get(claim) === row.refunded && isPayable === (payable === 1)) continue;
    await db
      .updateTable('claim')
      .set({ refunded: refunded.get(claim)!, covered: now, payable: isPayable ? 1 : 0 })
      .where('claim', '=', claim)
      .execute();
    cards.set(card, (cards.get(card) ?? 0) + now - covered);
  }
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
 * oldest comes first. Paid ones are looked at only where a payment was taken back.
 */
async function settleStatements(
  db: Writable<CreditTables>,
  account: {
    readonly customer: string;
    readonly currency: string;
    readonly balance: number;
    readonly reopens: boolean;
  },
): Promise<void> {
  const { customer, currency, balance, reopens } = account;
  let statements = db
    .selectFrom('statement')
    .select(['reference', 'month', 'amount', 'paid', 'state', 'paid_from'])
    .where('customer', '=', customer)
    .where('currency', '=', currency);
  statements = reopens ? statements.where('amount', '>', 0) : statements.where('state', '!=', 'paid');
  const open = await statements.orderBy('month').execute();
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
  for (const { reference, month, amount, paid, state, paid_from } of open) {
    const after = claimed
      .filter((later) => later.month === null || later.month > month)
      .reduce((sum, later) => sum + Number(later.amount), 0);
    const rest = Math.min(Math.max(balance - after, 0), amount);
    const now = amount - rest;
    if (now === paid && rest > 0) continue;
    await db
      .updateTable('statement')
      .set({ paid: now, ...settledState(state, rest, paid_from) })
      .where('reference', '=', reference)
      .execute();
  }
}

function settledState(
  state: StatementState,
  rest: number,
  from: StatementTable['paid_from'],
): Partial<Pick<StatementTable, 'state' | 'paid_from'>> {
  if (state === 'paid') return rest === 0 ? {} : { state: REOPENED[from ?? 'open'], paid_from: null };
  return rest === 0 && canMove(STATEMENT, state, 'paid') ? { state: 'paid', paid_from: state } : {};
}
