import type { EventHandlers } from '#main/post/index.ts';
import type { Mall } from './mall.ts';
import { acceptRemittance } from './money.ts';
import { noteParcelStatus } from './parcel-status.ts';
import { acceptShippingResult } from './shipping-result.ts';
import type { MallTables } from './tables.ts';

/** What partners may tell a mall. */
export function mallEvents(mall: Mall): EventHandlers<MallTables> {
  return {
    'shipping.result': (db, event) => acceptShippingResult(mall, db, event),
    'parcel.status': (db, event) => noteParcelStatus(mall, db, event),
    'cod.remittance': (db, event) => acceptRemittance(mall, db, event),
  };
}
