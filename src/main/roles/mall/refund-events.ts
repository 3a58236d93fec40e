/** What credit company and carrier say of money that went back, and of parcels that were called off. */
import { canMove, GOODS, PAYMENT } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { type Account, priceOf, readAccount } from './account.ts';
import type { Mall } from './mall.ts';
import { findPaymentNamed } from './payment.ts';
import type { MallTables, RefundTable, SettlementTable } from './tables.ts';

/** The customer has the money, or a charge was contested: then the mall learns of it here. */
export async function noteSettlementRefunded(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'settlement.refunded'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const { value: amount, currency } = data.amount;
  if (event.subject !== data.refund) return fail('event-invalid', 'subject');
  const payment = await findPaymentNamed(db, partner.id, data.purchase);
  // Its OK is still on the way.
  if (!payment || payment.state === 'offered') return fail('event-unknown-number');
  const refund = await db.selectFrom('refund').selectAll().where('refund', '=', data.refund).executeTakeFirst();
  const left = payment.amount - payment.released - payment.refunded;
  if (amount < 1 || currency !== payment.currency) return fail('event-invalid', 'amount');
  const { value: released } = data.released;
  if (released < 0 || released > amount || data.released.currency !== currency)
    return fail('event-invalid', 'released');
  if (refund) {
    const isOurs = refund.order_id === payment.order_id && refund.way === 'settlement';
    if (!isOurs || (data.reason === 'disputed') !== (refund.reason === 'disputed')) return fail('event-conflict');
    if (refund.amount !== amount) return fail('event-invalid', 'amount');
    if (refund.state === 'done') return ok();
  } else {
    if (data.reason === 'asked') return fail('event-invalid', 'refund');
    if (amount > left) return fail('event-invalid', 'amount');
  }
  const now = mall.clock().toISOString();
  if (refund) await finishRefund(db, refund.refund, now, released);
  else await insertDisputed(db, payment, { refund: data.refund, amount, at: now });
  const account = (await readAccount(db, payment.order_id))!;
  const after = {
    ...payment,
    released: payment.released + released,
    refunded: payment.refunded + amount - released,
  };
  await db
    .updateTable('settlement')
    .set({ released: after.released, refunded: after.refunded, state: paymentState(after), changed_at: now })
    .where('number', '=', payment.number)
    .execute();
  await endGoods(mall, db, { ...account, payment: after });
  announceMoney(mall);
  return ok();
}

/** @param released what of it only ended a hold, in minor units */
export async function finishRefund(db: Writable<MallTables>, refund: string, at: string, released = 0): Promise<void> {
  await db.updateTable('refund').set({ state: 'done', done_at: at, released }).where('refund', '=', refund).execute();
}

async function insertDisputed(
  db: Writable<MallTables>,
  { order_id, currency }: SettlementTable,
  dispute: { readonly refund: string; readonly amount: number; readonly at: string },
): Promise<void> {
  const { refund, amount, at } = dispute;
  const row: RefundTable = {
    refund,
    order_id,
    part: null,
    way: 'settlement',
    amount,
    currency,
    reason: 'disputed',
    state: 'done',
    asked_at: at,
    done_at: at,
    released: 0,
    charged: null,
  };
  await db.insertInto('refund').values(row).execute();
}

/** Ended once nothing of it is left; while a part can still be claimed it stays what it is. */
export function paymentState({
  state,
  amount,
  claimed,
  released,
  refunded,
}: SettlementTable): SettlementTable['state'] {
  if (released + refunded < amount) return state;
  const end = claimed === 0 ? 'released' : 'refunded';
  return canMove(PAYMENT, state, end) ? end : state;
}

/** Electronic goods whose whole price went back. */
async function endGoods(mall: Mall, db: Writable<MallTables>, account: Account): Promise<void> {
  const { goods, payment, purchase } = account;
  if (!goods || !payment || !canMove(GOODS, goods.state, 'refunded')) return;
  const back = account.refunds
    .filter(({ part, state }) => state === 'done' && (part === 'goods' || (part === null && !purchase)))
    .reduce((sum, { amount }) => sum + amount, 0);
  const all = payment.released + payment.refunded >= payment.amount;
  if (back < priceOf(account, 'goods') && !all) return;
  await db
    .updateTable('goods')
    .set({ state: 'refunded', changed_at: mall.clock().toISOString() })
    .where('number', '=', goods.number)
    .execute();
  mall.changes.announce('goods');
}

function announceMoney(mall: Mall): void {
  mall.changes.announce('refunds');
  mall.changes.announce('money');
  mall.changes.announce('packing');
}

/** The carrier gave cash back at the customer's door. */
export async function noteCashRefunded(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'cod.refunded'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  if (event.subject !== data.refund) return fail('event-invalid', 'subject');
  const refund = await db
    .selectFrom('refund')
    .innerJoin('purchase', 'purchase.order_id', 'refund.order_id')
    .select(['refund.refund', 'refund.amount', 'refund.currency', 'refund.state'])
    .where('refund.refund', '=', data.refund)
    .where('refund.way', '=', 'cash')
    .where('purchase.counterparty', '=', partner.id)
    .where('purchase.shipping', '=', data.shipping)
    .executeTakeFirst();
  if (!refund) return fail('event-invalid', 'refund');
  if (refund.amount !== data.amount.value || refund.currency !== data.amount.currency) {
    return fail('event-invalid', 'amount');
  }
  if (refund.state === 'done') return ok();
  await finishRefund(db, refund.refund, data.date);
  announceMoney(mall);
  return ok();
}

/** The carrier will deliver and collect nothing under a number that was called off. */
export async function noteShippingCancelled(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'shipping.cancelled'>,
): Promise<Result<void>> {
  const { data, partner, subject } = event;
  const purchase = await db
    .selectFrom('purchase')
    .select(['number', 'state'])
    .where('counterparty', '=', partner.id)
    .where('shipping', '=', subject)
    .where('jti', '=', data.purchase)
    .executeTakeFirst();
  if (!purchase) return fail('event-unknown-number');
  // An order that had ended when the carrier's OK came.
  if (purchase.state === 'expired') return ok();
  // Nobody here called it off: a carrier can't end an order by itself.
  if (purchase.state !== 'cancelled') return fail('wrong-state', purchase.state);
  await db
    .updateTable('cancellation')
    .set({ confirmed_on: data.date })
    .where('number', '=', purchase.number)
    .where('confirmed_on', 'is', null)
    .execute();
  mall.changes.announce('refunds');
  return ok();
}
