import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { RemittanceBreak, RemittanceRow } from '#shared/desk/mall.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import type { Money } from '#shared/domain/money.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Writable, writeResult } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import { matching } from './money-tables.ts';
import type { MallTables, RemittanceBreakTable } from './tables.ts';

/**
 * A carrier remits cash it collected. A parcel counts only when it is this carrier's, on delivery, not yet remitted,
 * and its amount is what the customer owed; all others are breaks for staff to look at.
 */
export async function acceptRemittance(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'cod.remittance'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  if (event.subject !== data.remittance) return fail('event-invalid', 'subject');
  if (data.parcels.some(({ amount }) => amount.currency !== data.total.currency)) return fail('event-invalid', 'total');
  // A line that is not booked is kept for staff: a number, and nothing else that somebody might write there.
  if (data.parcels.some(({ shipping }) => numberFormat(shipping) === undefined))
    return fail('event-invalid', 'shipping');
  const sum = data.parcels.reduce((total, { amount }) => total + amount.value, 0);
  if (sum !== data.total.value) return fail('event-invalid', 'total');
  const earlier = await db
    .selectFrom('remittance')
    .select('remittance')
    .where('remittance', '=', data.remittance)
    .executeTakeFirst();
  if (earlier) return fail('event-conflict', 'remittance');
  const breaks: RemittanceBreakTable[] = [];
  for (const [at, { shipping, amount }] of data.parcels.entries()) {
    const paid = await db
      .updateTable('purchase')
      .set({ remittance: data.remittance, paid_at: mall.clock().toISOString() })
      .where('counterparty', '=', partner.id)
      .where('shipping', '=', shipping)
      .where('pay', '=', 'on-delivery')
      .where('total', '=', amount.value)
      .where('currency', '=', amount.currency)
      .where('remittance', 'is', null)
      .executeTakeFirst();
    if (paid.numUpdatedRows === 0n) {
      const found = await explainBreak(db, partner.id, shipping, amount.currency);
      const { value, currency } = amount;
      breaks.push({ remittance: data.remittance, line: at + 1, shipping, amount: value, currency, ...found });
    }
  }
  await db
    .insertInto('remittance')
    .values({
      remittance: data.remittance,
      carrier: partner.id,
      date: data.date,
      parcels: data.parcels.length,
      total: data.total.value,
      currency: data.total.currency,
      breaks: breaks.length,
    })
    .execute();
  for (const found of breaks) await db.insertInto('remittance_break').values(found).execute();
  mall.changes.announce('money');
  return ok();
}

/** Why a remitted amount was not booked. */
async function explainBreak(
  db: Writable<MallTables>,
  carrier: string,
  shipping: string,
  currency: string,
): Promise<Pick<RemittanceBreakTable, 'reason' | 'purchase' | 'expected'>> {
  const purchase = await db
    .selectFrom('purchase')
    .select(['number', 'pay', 'total', 'currency', 'remittance'])
    .where('counterparty', '=', carrier)
    .where('shipping', '=', shipping)
    .executeTakeFirst();
  if (!purchase) return { reason: 'unknown', purchase: null, expected: null };
  const { number, pay, total } = purchase;
  if (pay !== 'on-delivery') return { reason: 'not-on-delivery', purchase: number, expected: null };
  const expected = purchase.currency === currency ? total : null;
  return { reason: purchase.remittance === null ? 'amount-differs' : 'already-remitted', purchase: number, expected };
}

/** What of a remittance was not booked, in the carrier's order. */
export async function listBreaks(mall: Mall, remittance: string): Promise<RemittanceBreak[]> {
  const rows = await mall.storage.read
    .selectFrom('remittance_break')
    .selectAll()
    .where('remittance', '=', remittance)
    .orderBy('line')
    .execute();
  return rows.map(({ shipping, amount, currency, reason, purchase, expected }) => ({
    shipping,
    amount: { value: amount, currency },
    reason,
    ...(purchase !== null && { purchase }),
    ...(expected !== null && { expected: { value: expected, currency } }),
  }));
}

export async function listRemittances(
  mall: Mall,
  asked: Input<'remittances.received'>,
): Promise<ListPage<RemittanceRow>> {
  const shape: ListShape<MallTables, 'remittance'> = {
    time: 'date',
    days: true,
    id: 'remittance',
    state: matching,
    partner: 'carrier',
    amount: 'total',
    names: ['remittance'],
  };
  const page = await listRows(mall.storage.read.selectFrom('remittance').selectAll(), shape, asked);
  return mapPage(page, ({ total, currency, ...row }) => ({ ...row, total: { value: total, currency } }));
}

const NOTHING_OWED: readonly PurchaseState[] = ['offered', 'refused', 'declined', 'expired', 'cancelled'];

/**
 * Records a pay-later payment, known by its purchase number alone: who paid is nobody's business here. It must be what
 * is due, less what was waived.
 */
export async function recordPayment(
  mall: Mall,
  who: string,
  payment: { purchase: string; amount: Money; date: string },
): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const purchase = await db
      .selectFrom('purchase')
      .selectAll()
      .where('number', '=', payment.purchase)
      .executeTakeFirst();
    if (!purchase) return fail('purchase-unknown');
    if (purchase.paid_at !== null) return fail('wrong-state', 'paid');
    if (purchase.pay !== 'later') return fail('wrong-state', purchase.pay);
    if (NOTHING_OWED.includes(purchase.state)) return fail('wrong-state', purchase.state);
    const due = purchase.total - (await waivedOf(db, purchase.order_id));
    if (due === 0) return fail('wrong-state', 'waived');
    if (due !== payment.amount.value || purchase.currency !== payment.amount.currency) {
      return fail('cash-differs');
    }
    await db.updateTable('purchase').set({ paid_at: payment.date }).where('number', '=', payment.purchase).execute();
    await recordDeed(db, { at: mall.clock(), who, action: 'payment.recorded', subject: payment.purchase });
    mall.changes.announce('money');
    return ok();
  });
}

/** What of a pay-later order need not be paid any more, in minor units. */
async function waivedOf(db: Writable<MallTables>, orderId: string): Promise<number> {
  const { waived } = await db
    .selectFrom('refund')
    .select((eb) => eb.fn.sum<number | null>('amount').as('waived'))
    .where('order_id', '=', orderId)
    .where('way', '=', 'waived')
    .executeTakeFirstOrThrow();
  return Number(waived ?? 0);
}
