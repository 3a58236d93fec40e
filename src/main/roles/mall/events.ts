import type { EventHandlers } from '#main/post/index.ts';
import { noteAgencyVerdict } from './agency-ask.ts';
import { noteDispute } from './disputes.ts';
import { noteSettlementExpired } from './hold-end.ts';
import { noteInquiryAnswer } from './inquiry.ts';
import { acceptInvoice } from './invoices.ts';
import type { Mall } from './mall.ts';
import { noteReturnStatus } from './customer-return.ts';
import { noteHandoverAnswer } from './manifests.ts';
import { acceptRemittance } from './money.ts';
import { noteParcelStatus } from './parcel-status.ts';
import { acceptSettlementResult } from './payment.ts';
import { acceptPayout } from './payouts.ts';
import { noteForwarded } from './send-goods.ts';
import { noteCashRefunded, noteSettlementRefunded, noteShippingCancelled } from './refund-events.ts';
import { noteAnswer } from './sealed-challenge.ts';
import { noteVerdict } from './sealed-parts.ts';
import { acceptShippingResult } from './shipping-result.ts';
import { noteCorrection } from './size-correction.ts';
import type { MallTables } from './tables.ts';

/** What partners may tell a mall. */
export function mallEvents(mall: Mall): EventHandlers<MallTables> {
  return {
    'shipping.result': (db, event) => acceptShippingResult(mall, db, event),
    'settlement.result': (db, event) => acceptSettlementResult(mall, db, event),
    'settlement.expired': (db, event) => noteSettlementExpired(mall, db, event),
    'goods.forwarded': (db, event) => noteForwarded(mall, db, event),
    'parcel.status': (db, event) => noteParcelStatus(mall, db, event),
    'return.status': (db, event) => noteReturnStatus(mall, db, event),
    'parcel.corrected': (db, event) => noteCorrection(mall, db, event),
    'handover.answer': (db, event) => noteHandoverAnswer(mall, db, event),
    'settlement.refunded': (db, event) => noteSettlementRefunded(mall, db, event),
    'settlement.dispute': (db, event) => noteDispute(mall, db, event),
    'shipping.cancelled': (db, event) => noteShippingCancelled(mall, db, event),
    'cod.refunded': (db, event) => noteCashRefunded(mall, db, event),
    'cod.remittance': (db, event) => acceptRemittance(mall, db, event),
    payout: (db, event) => acceptPayout(mall, db, event),
    'order.answer': (db, event) => noteAnswer(mall, db, event),
    'order.verdict': (db, event) => noteVerdict(mall, db, event),
    'inquiry.answer': (db, event) => noteInquiryAnswer(mall, db, event),
    'agency.verdict': (db, event) => noteAgencyVerdict(mall, db, event),
    invoice: (db, event) => acceptInvoice(mall, db, event),
  };
}
