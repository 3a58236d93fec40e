import { canMove, PURCHASE, type PurchaseState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { keepWindowOpen } from './customer-return.ts';
import type { Mall } from './mall.ts';
import { claimParcel } from './payment.ts';
import { refundShortCash } from './shortage.ts';
import type { MallTables } from './tables.ts';

const STATE = { accepted: 'shipped', delivered: 'delivered', returned: 'returned' } as const;
/** The bench has not recorded that the parcel left, which claims the price of a settled order. */
const NOT_DISPATCHED: readonly PurchaseState[] = ['accepted', 'packed'];

/**
 * The carrier has, delivered or returned a parcel. Order of arrival is not order of sending: it never moves back, and
 * the same again is fine. A parcel that was delivered and returned is refused, so that the carrier's staff see it.
 */
export async function noteParcelStatus(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'parcel.status'>,
): Promise<Result<void>> {
  const purchase = await db
    .selectFrom('purchase')
    .select(['number', 'state', 'order_id', 'pay', 'total', 'shipped_on'])
    .where('counterparty', '=', event.partner.id)
    .where('shipping', '=', event.subject)
    .executeTakeFirst();
  if (!purchase) return fail('event-unknown-number');
  const state = STATE[event.data.status];
  // The carrier's word on the day counts; a later step says it only while nothing else does.
  if (state === 'shipped' || purchase.shipped_on === null) {
    const shipped_on = event.data.date;
    await db.updateTable('purchase').set({ shipped_on }).where('number', '=', purchase.number).execute();
  }
  if (purchase.state === state || isEarlier(state, purchase.state)) return ok();
  if (!canMove(PURCHASE, purchase.state, state)) return fail('wrong-state', purchase.state);
  await db
    .updateTable('purchase')
    .set({
      state,
      ...(state === 'returned' && { return_reason: event.data.reason ?? null }),
      changed_at: mall.clock().toISOString(),
    })
    .where('number', '=', purchase.number)
    .execute();
  // The parcel has gone, whether or not there is still a hold to claim.
  if (NOT_DISPATCHED.includes(purchase.state) && state !== 'returned') await claimParcel(mall, db, purchase);
  if (state === 'delivered') {
    await refundShortCash(mall, db, purchase);
    await keepWindowOpen(mall, db, purchase.order_id);
  }
  mall.changes.announce('packing');
  return ok();
}

/** A purchase that stands at `now` has been at `state`, or could have been. */
function isEarlier(state: PurchaseState, now: PurchaseState): boolean {
  return canMove(PURCHASE, state, now);
}
