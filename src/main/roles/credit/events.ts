import { fail } from '#shared/result.ts';
import { answerChallenge, type EventHandlers } from '#main/post/index.ts';
import { acceptConfirmed, acceptInquiry, acceptParts } from './accept-inquiry.ts';
import type { Credit } from './credit.ts';
import { announcePackage } from './goods-in.ts';
import { acceptRefund } from './refunds.ts';
import { acceptClaim } from './settle.ts';
import { acceptDisputeAnswer } from './disputes.ts';
import type { CreditTables } from './tables.ts';

/** What partners may tell a credit company. */
export function creditEvents(credit: Credit): EventHandlers<CreditTables> {
  return {
    claim: async (db, { data, partner, subject }) => {
      if (subject !== data.claim) return fail('event-invalid', 'subject');
      const { claim: id, purchase, amount, date } = data;
      return acceptClaim(credit, db, { id, mall: partner.id, purchase, amount, date });
    },
    'goods.forward': (db, event) => announcePackage(credit, db, event),
    'order.challenge': answerChallenge(credit.post),
    'order.parts': (db, event) => acceptParts(credit, db, event),
    'inquiry.request': (db, event) => acceptInquiry(credit, db, event),
    'agency.request': async (db, { data, partner, subject }) => {
      if (data.step !== 'confirmed') return fail('event-invalid', 'step');
      if (subject !== data.purchase) return fail('event-invalid', 'subject');
      if (partner.role !== 'agency' && !partner.card.agency) return fail('event-foreign', 'role');
      return acceptConfirmed(credit, db, partner.id, data);
    },
    'settlement.dispute-answer': (db, event) => acceptDisputeAnswer(credit, db, event),
    'settlement.refund': (db, event) => acceptRefund(credit, db, event),
  };
}
