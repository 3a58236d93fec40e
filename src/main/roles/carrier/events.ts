import { answerChallenge, type EventHandlers } from '#main/post/index.ts';
import type { Carrier } from './carrier.ts';
import { cancelParcel } from './cancel.ts';
import { acceptCorrection } from './correct-size.ts';
import { acceptOrderParts } from './order-parts.ts';
import { acceptManifest } from './pickup.ts';
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
    'parcel.corrected': (db, event) => acceptCorrection(carrier, db, event),
    'handover.manifest': (db, event) => acceptManifest(carrier, db, event),
    'label.voided': (db, event) => voidLabel(db, event),
  };
}
