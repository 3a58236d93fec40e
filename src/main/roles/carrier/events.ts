import { answerChallenge, type EventHandlers } from '#main/post/index.ts';
import type { Carrier } from './carrier.ts';
import { cancelParcel } from './cancel.ts';
import { acceptOrderParts } from './order-parts.ts';
import { voidLabel } from './parcels.ts';
import { acceptCashRefund } from './refunds.ts';
import type { CarrierTables } from './tables.ts';

/** What partners may tell a carrier. */
export function carrierEvents(carrier: Carrier): EventHandlers<CarrierTables> {
  return {
    'order.challenge': answerChallenge(carrier.post),
    'order.parts': acceptOrderParts(carrier),
    'shipping.cancel': (db, event) => cancelParcel(carrier, db, event),
    'cod.refund': (db, event) => acceptCashRefund(carrier, db, event),
    'label.voided': (db, event) => voidLabel(db, event),
  };
}
