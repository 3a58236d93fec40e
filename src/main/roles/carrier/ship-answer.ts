import { sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import type { CarrierTables, ShipRequestTable } from './tables.ts';

/** Tells the mall NO or NG, in the unit of work that decided it. */
export async function tellNotShipped(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  request: Pick<ShipRequestTable, 'mall' | 'jti'>,
  result: 'no' | 'refused',
): Promise<void> {
  const data = { purchase: request.jti, result };
  await sendEvent(carrier.post, db, { to: request.mall, type: 'shipping.result', subject: request.jti, data });
}
