/** A mall calls a parcel off before it hands it over. */
import { canMove, PARCEL } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { noteParcelChange } from './station-copy-tables.ts';
import type { CarrierTables } from './tables.ts';

/**
 * The mall will not hand a parcel over, and is told that nothing will be delivered or collected. A parcel that is here
 * already stays: with `wrong-state`, so that the mall's staff see that their order is on its way after all. Of an order
 * that ended unanswered there is nothing that could be here.
 */
export async function cancelParcel(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  event: IncomingEvent<'shipping.cancel'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const parcel = await db
    .selectFrom('parcel')
    .select(['number', 'jti', 'state'])
    .where('mall', '=', partner.id)
    .where('number', '=', event.subject)
    .executeTakeFirst();
  if (!parcel) return fail('event-unknown-number');
  if (parcel.jti !== data.purchase) return fail('event-invalid', 'purchase');
  if (parcel.state === 'cancelled') return ok();
  if (!canMove(PARCEL, parcel.state, 'cancelled')) {
    return data.reason === 'cancelled' ? fail('wrong-state', parcel.state) : ok();
  }
  const at = carrier.clock().toISOString();
  const { number } = parcel;
  await db.updateTable('parcel').set({ state: 'cancelled', changed_at: at }).where('number', '=', number).execute();
  await noteParcelChange(db, number);
  await db
    .insertInto('parcel_step')
    .values({ number, state: 'cancelled', at, who: partner.id, reason: data.reason })
    .execute();
  if (data.reason === 'cancelled') {
    await sendEvent(carrier.post, db, {
      to: partner.id,
      type: 'shipping.cancelled',
      subject: number,
      data: { purchase: data.purchase, date: at.slice(0, 10) },
    });
  }
  carrier.changes.announce('parcels');
  return ok();
}
