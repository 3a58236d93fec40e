/**
 * The end of a hold. Messages that crossed it are refused by the credit company: a claim then comes to nothing, and what
 * was to be given up is the customer's already. Which of them crossed it follows from the amount that the company names.
 */
import { canMove, type GoodsState, PAYMENT } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import { type Account, isClaimed, pendingRefunds, readAccount } from './account.ts';
import type { Mall } from './mall.ts';
import { findPaymentNamed } from './payment.ts';
import { finishRefund, paymentState } from './refund-events.ts';
import type { MallTables } from './tables.ts';

/** The credit company has the package. */
const WITH_COMPANY: readonly GoodsState[] = ['sent', 'forwarded', 'failed'];
/** An order has two parts; what staff ask for beside them is little. */
const MOST_DOUBTFUL = 16;

/** What was not claimed of a hold goes back to the customer, and can't be claimed any more. It ends once. */
export async function noteSettlementExpired(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'settlement.expired'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const payment = await findPaymentNamed(db, partner.id, data.purchase);
  // Its OK is still on the way.
  if (!payment || payment.state === 'offered') return fail('event-unknown-number');
  // A hold of an order that had ended before its OK came.
  if (payment.state === 'expired') return ok();
  const { value: ended, currency } = data.amount;
  if (ended < 1 || currency !== payment.currency) return fail('event-invalid', 'amount');
  const { number, state, claimed } = payment;
  const released = payment.released + ended;
  const doubtful = await readDoubtful(db, (await readAccount(db, payment.order_id))!);
  const waived = sum(doubtful.filter(({ kind }) => kind === 'refund'));
  const lost = findLost(doubtful, claimed + waived + released - payment.amount);
  if (!lost) return fail('event-invalid', 'amount');
  const changed_at = mall.clock().toISOString();
  for (const { kind, id, amount } of lost) {
    if (kind === 'claim') await db.updateTable('claim').set({ lapsed: 1 }).where('claim', '=', id).execute();
    else await finishRefund(db, id, changed_at, amount);
  }
  const after = { ...payment, released, claimed: claimed - sum(lost.filter(({ kind }) => kind === 'claim')) };
  await db
    .updateTable('settlement')
    .set({
      released,
      claimed: after.claimed,
      state: after.claimed === 0 && canMove(PAYMENT, state, 'lapsed') ? 'lapsed' : paymentState(after),
      changed_at,
    })
    .where('number', '=', number)
    .execute();
  await endUnclaimed(db, payment.order_id, lost, changed_at);
  mall.changes.announce('money');
  mall.changes.announce('refunds');
  mall.changes.announce('goods');
  return ok();
}

/** A message about a hold of which nobody has said what became of it. */
interface Doubtful {
  readonly kind: 'claim' | 'refund';
  readonly id: string;
  readonly part: string | null;
  readonly amount: number;
  /** The credit company has accepted it, as far as we have heard. */
  readonly isAccepted: boolean;
}

async function readDoubtful(db: Readable<MallTables>, account: Account): Promise<readonly Doubtful[]> {
  const claims = account.claims
    .filter(({ lapsed, payout }) => lapsed === 0 && payout === null)
    .map(({ claim: id, part, amount }) => ({ kind: 'claim', id, part, amount }) as const);
  const refunds = pendingRefunds(account)
    .filter(({ part }) => !isClaimed(account, part))
    .map(({ refund: id, part, amount }) => ({ kind: 'refund', id, part, amount }) as const);
  const all = [...claims, ...refunds];
  if (all.length === 0) return [];
  const accepted = await db
    .selectFrom('outbox')
    .select('subject')
    .where('partner', '=', account.payment!.counterparty)
    .where('type', 'in', ['claim', 'settlement.refund'])
    .where(
      'subject',
      'in',
      all.map(({ id }) => id),
    )
    .where('accepted_at', 'is not', null)
    .execute();
  const known = new Set(accepted.map(({ subject }) => subject));
  return all.map((one) => ({ ...one, isAccepted: known.has(one.id) }));
}

/** Those that come to what is missing, rather of what was not accepted; `undefined` where none do. */
function findLost(doubtful: readonly Doubtful[], missing: number): readonly Doubtful[] | undefined {
  const sorted = doubtful.toSorted((a, b) => Number(a.isAccepted) - Number(b.isAccepted)).slice(0, MOST_DOUBTFUL);
  return missing <= 0 ? [] : chooseSum(sorted, missing);
}

function chooseSum([first, ...others]: readonly Doubtful[], amount: number): readonly Doubtful[] | undefined {
  if (amount === 0) return [];
  if (!first || amount < 0) return undefined;
  const rest = chooseSum(others, amount - first.amount);
  return rest ? [first, ...rest] : chooseSum(others, amount);
}

function sum(rows: readonly { readonly amount: number }[]): number {
  return rows.reduce((total, { amount }) => total + amount, 0);
}

/** A price whose claim is lost was charged to nobody: what was asked back of it ends, and so do goods that wait for it. */
async function endUnclaimed(
  db: Writable<MallTables>,
  orderId: string,
  lost: readonly Doubtful[],
  at: string,
): Promise<void> {
  const parts = new Set(lost.filter(({ kind }) => kind === 'claim').map(({ part }) => part));
  for (const { refund, part, amount } of pendingRefunds((await readAccount(db, orderId))!)) {
    if (parts.has(part)) await finishRefund(db, refund, at, amount);
  }
  if (!parts.has('goods')) return;
  await db
    .updateTable('goods')
    .set({ state: 'refunded', changed_at: at })
    .where('order_id', '=', orderId)
    .where('state', 'in', WITH_COMPANY)
    .execute();
}
