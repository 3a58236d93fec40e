/**
 * How an order ends, or its parcel, that nobody agreed to: a window says NO, its time runs out, or the customer gives it
 * up. What was taken for it goes back: pieces into the stock, and what is held of a payment to the customer.
 */
import { CLOCK_SKEW_SECONDS } from '#shared/protocol/instruction.ts';
import { FUNDED } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { ARRIVAL_MINUTES } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import { askSettlementRefund } from './order-money.ts';
import type { SealedOrderTable } from './sealed-tables.ts';
import { oweStock, returnStock } from './stock.ts';
import type { MallTables, PurchaseTable, SettlementTable } from './tables.ts';

/** From the end of an instruction until no window that was opened with it can answer any more. */
const ANSWERING_MS = ARRIVAL_MINUTES * 60_000 + CLOCK_SKEW_SECONDS * 1000;

/** Nothing comes of it. */
export type Ending = 'refused' | 'declined' | 'expired';

/** An order, or its parcel, that waits for an answer. */
export interface OpenOffer {
  readonly expires_at: string;
  /** Its customer has brought nothing yet that anybody could answer. */
  readonly unanswerable: boolean;
}

/** When nothing can come of it any more. */
export function offerEnd({ expires_at, unanswerable }: OpenOffer): Date {
  return new Date(Date.parse(expires_at) + (unanswerable ? CLOCK_SKEW_SECONDS * 1000 : ANSWERING_MS));
}

/** @param sealed the parts of an order that goes in parts */
export function paymentOffer(
  { expires_at }: Pick<SettlementTable, 'expires_at'>,
  sealed: Pick<SealedOrderTable, 'bundle_digest'> | undefined,
): OpenOffer {
  return { expires_at, unanswerable: sealed?.bundle_digest === null };
}

export function parcelOffer({ expires_at }: Pick<PurchaseTable, 'expires_at'>): OpenOffer {
  return { expires_at, unanswerable: false };
}

/** Orders that can't be answered any more end, and cookies' rows with them; the stock gets back what it is owed. */
export async function endStaleOffers(mall: Mall): Promise<void> {
  const now = mall.clock();
  const before = new Date(now.getTime() - CLOCK_SKEW_SECONDS * 1000).toISOString();
  for (const table of ['settlement', 'purchase'] as const) {
    const stale = await mall.storage.read
      .selectFrom(table)
      .select('order_id')
      .where('state', '=', 'offered')
      .where('expires_at', '<=', before)
      .orderBy('expires_at')
      .limit(500)
      .execute();
    for (const { order_id } of stale) await endStaleOrder(mall, order_id);
  }
  await mall.storage.write((db) => db.deleteFrom('shop_session').where('expires_at', '<', now.toISOString()).execute());
  await returnStock(mall);
}

/**
 * One order, as soon as somebody looks at it: what its page says is what the database holds, so that an OK which comes
 * after that is called off.
 */
export async function endStaleOrder(mall: Mall, orderId: string): Promise<void> {
  await mall.storage.write((db) => endOpen(mall, db, orderId, mall.clock()));
  await returnStock(mall);
}

/** The customer wants no answer any more. Fails with `wrong-state` once there is one. */
export async function giveUpOrder(mall: Mall, orderId: string): Promise<Result<void>> {
  const ended = await writeResult(mall.storage, async (db) =>
    (await endOpen(mall, db, orderId)) ? ok() : fail('wrong-state'),
  );
  if (ended.ok) await returnStock(mall);
  return ended;
}

/**
 * Ends what waits for an answer: the whole order before its payment, the parcel alone after it.
 *
 * @param at then it must be over; left out, it ends whatever its time
 */
async function endOpen(mall: Mall, db: Writable<MallTables>, orderId: string, at?: Date): Promise<boolean> {
  const isDue = (offer: OpenOffer): boolean => at === undefined || offerEnd(offer) <= at;
  const payment = await db.selectFrom('settlement').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (payment?.state === 'offered') {
    const sealed = await db
      .selectFrom('sealed_order')
      .select('bundle_digest')
      .where('order_id', '=', orderId)
      .executeTakeFirst();
    if (!isDue(paymentOffer(payment, sealed))) return false;
    await endUnpaid(mall, db, payment, 'expired');
    return true;
  }
  const purchase = await db.selectFrom('purchase').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (purchase?.state !== 'offered' || !isDue(parcelOffer(purchase))) return false;
  await endParcel(mall, db, purchase, 'expired');
  return true;
}

/** No payment: no part of the order comes to anything. */
export async function endUnpaid(
  mall: Mall,
  db: Writable<MallTables>,
  payment: Pick<SettlementTable, 'number' | 'order_id'>,
  ending: Ending,
): Promise<void> {
  const ended = { state: ending, changed_at: mall.clock().toISOString() };
  await db.updateTable('settlement').set(ended).where('number', '=', payment.number).execute();
  for (const [table, part] of [
    ['purchase', 'parcel'],
    ['goods', 'goods'],
  ] as const) {
    const { numUpdatedRows } = await db
      .updateTable(table)
      .set(ended)
      .where('order_id', '=', payment.order_id)
      .where('state', '=', 'awaiting-payment')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await oweStock(db, payment.order_id, part);
  }
  mall.changes.announce('packing');
}

/** No parcel: what a payment holds for it goes back. Electronic goods of the same order take their own way. */
export async function endParcel(
  mall: Mall,
  db: Writable<MallTables>,
  { number, order_id, total }: Pick<PurchaseTable, 'number' | 'order_id' | 'total'>,
  ending: Ending,
): Promise<void> {
  const now = mall.clock().toISOString();
  await db
    .updateTable('purchase')
    .set({ state: ending, changed_at: now, ...(ending !== 'expired' && { decided_at: now }) })
    .where('number', '=', number)
    .execute();
  await oweStock(db, order_id, 'parcel');
  const payment = await db
    .selectFrom('settlement')
    .selectAll()
    .where('order_id', '=', order_id)
    .where('state', 'in', FUNDED)
    .executeTakeFirst();
  if (payment) await askSettlementRefund(mall, db, payment, { amount: total, reason: 'cancelled', part: 'parcel' });
  mall.changes.announce('packing');
}
