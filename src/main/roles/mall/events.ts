import type { EventHandlers } from '#main/post/index.ts';
import type { Mall } from './mall.ts';
import { acceptRemittance } from './money.ts';
import { noteParcelStatus } from './parcel-status.ts';
import { acceptSettlementResult, noteSettlementExpired } from './payment.ts';
import { acceptShippingResult } from './shipping-result.ts';
import type { MallTables } from './tables.ts';

/** What partners may tell a mall. */
export function mallEvents(mall: Mall): EventHandlers<MallTables> {
  return {
    'shipping.result': (db, event) => acceptShippingResult(mall, db, event),
    'settlement.result': (db, event) => acceptSettlementResult(mall, db, event),
    'settlement.expired': (db, event) => noteSettlementExpired(mall, db, event),
    'parcel.status': (db, event) => noteParcelStatus(mall, db, event),
    'cod.remittance': (db, event) => acceptRemittance(mall, db, event),
  };
}
