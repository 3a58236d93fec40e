import { canMove, PURCHASE } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import type { MallTables } from './tables.ts';

const STATE = { accepted: 'shipped', delivered: 'delivered', returned: 'returned' } as const;

/** The carrier has, delivered or returned a parcel. Order of arrival is not order of sending: it never moves back. */
export async function noteParcelStatus(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'parcel.status'>,
): Promise<Result<void>> {
  const purchase = await db
    .selectFrom('purchase')
    .select(['number', 'state'])
    .where('counterparty', '=', event.partner.id)
    .where('shipping', '=', event.subject)
    .executeTakeFirst();
  if (!purchase) return fail('event-unknown-number');
  const state = STATE[event.data.status];
  if (!canMove(PURCHASE, purchase.state, state)) return ok();
  await db
    .updateTable('purchase')
    .set({ state, changed_at: mall.clock().toISOString() })
    .where('number', '=', purchase.number)
    .execute();
  mall.changes.announce('packing');
  return ok();
}
