/** How an order ends that nobody agreed to: its time runs out, or the customer gives it up. */
import { CLOCK_SKEW_SECONDS } from '#shared/protocol/instruction.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { ARRIVAL_MINUTES } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import type { MallTables } from './tables.ts';

/** From the end of an instruction until no window that was opened with it can answer any more. */
const ANSWERING_MS = ARRIVAL_MINUTES * 60_000 + CLOCK_SKEW_SECONDS * 1000;

/** The customer has placed it; no counterparty has the last word yet. */
const OPEN: readonly PurchaseState[] = ['awaiting-payment', 'offered'];

export function isOpen(state: PurchaseState): boolean {
  return OPEN.includes(state);
}

/** When an order can't be answered any more. @param expiresAt the end of its instruction */
export function answerEnd(expiresAt: string): Date {
  return new Date(Date.parse(expiresAt) + ANSWERING_MS);
}

/** Orders that can't be answered any more end, and cookies' rows with them. */
export async function endStaleOffers(mall: Mall): Promise<void> {
  const now = mall.clock();
  const stale = await mall.storage.read
    .selectFrom('purchase')
    .select('order_id')
    .where('state', 'in', OPEN)
    .where('expires_at', '<=', new Date(now.getTime() - ANSWERING_MS).toISOString())
    .limit(500)
    .execute();
  for (const { order_id } of stale) await endStaleOrder(mall, order_id);
  await mall.storage.write((db) => db.deleteFrom('shop_session').where('expires_at', '<', now.toISOString()).execute());
}

/**
 * One order, as soon as somebody looks at it: what its page says is what the database holds, so that an OK which comes
 * after that is called off.
 */
export async function endStaleOrder(mall: Mall, orderId: string): Promise<void> {
  await mall.storage.write((db) => endOrder(mall, db, orderId, new Date(mall.clock().getTime() - ANSWERING_MS)));
}

/** The customer wants no answer any more. Fails with `wrong-state` once there is one. */
export async function giveUpOrder(mall: Mall, orderId: string): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => ((await endOrder(mall, db, orderId)) ? ok() : fail('wrong-state')));
}

/** Moves an open order, and its payment while that is open, to `expired`. A hold that stands already lapses by itself. */
async function endOrder(mall: Mall, db: Writable<MallTables>, orderId: string, endedBefore?: Date): Promise<boolean> {
  const ended = { state: 'expired', changed_at: mall.clock().toISOString() } as const;
  let open = db.updateTable('purchase').set(ended).where('order_id', '=', orderId).where('state', 'in', OPEN);
  if (endedBefore) open = open.where('expires_at', '<=', endedBefore.toISOString());
  const { numUpdatedRows } = await open.executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await db
    .updateTable('settlement')
    .set(ended)
    .where('order_id', '=', orderId)
    .where('state', '=', 'offered')
    .execute();
  mall.changes.announce('packing');
  return true;
}
