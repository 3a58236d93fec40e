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
import { oweStock, returnStock } from './stock.ts';
import type { MallTables, PurchaseTable, SettlementTable } from './tables.ts';

/** From the end of an instruction until no window that was opened with it can answer any more. */
const ANSWERING_MS = ARRIVAL_MINUTES * 60_000 + CLOCK_SKEW_SECONDS * 1000;

/** Nothing comes of it. */
export type Ending = 'refused' | 'declined' | 'expired';

/** When an order can't be answered any more. @param expiresAt the end of its instruction */
export function answerEnd(expiresAt: string): Date {
  return new Date(Date.parse(expiresAt) + ANSWERING_MS);
}

/** Orders that can't be answered any more end, and cookies' rows with them; the stock gets back what it is owed. */
export async function endStaleOffers(mall: Mall): Promise<void> {
  const now = mall.clock();
  const before = new Date(now.getTime() - ANSWERING_MS).toISOString();
  for (const table of ['settlement', 'purchase'] as const) {
    const stale = await mall.storage.read
      .selectFrom(table)
      .select('order_id')
      .where('state', '=', 'offered')
      .where('expires_at', '<=', before)
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
  await mall.storage.write((db) => endOpen(mall, db, orderId, new Date(mall.clock().getTime() - ANSWERING_MS)));
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

/** Ends what waits for an answer: the whole order before its payment, the parcel alone after it. */
async function endOpen(mall: Mall, db: Writable<MallTables>, orderId: string, before?: Date): Promise<boolean> {
  const isDue = ({ expires_at }: { expires_at: string }): boolean =>
    before === undefined || expires_at <= before.toISOString();
  const payment = await db.selectFrom('settlement').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (payment?.state === 'offered') {
    if (!isDue(payment)) return false;
    await endUnpaid(mall, db, payment, 'expired');
    return true;
  }
  const purchase = await db.selectFrom('purchase').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (purchase?.state !== 'offered' || !isDue(purchase)) return false;
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
