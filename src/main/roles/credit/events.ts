import { fail } from '#shared/result.ts';
import type { EventHandlers } from '#main/post/index.ts';
import type { Credit } from './credit.ts';
import { acceptClaim } from './settle.ts';
import type { CreditTables } from './tables.ts';

/** What partners may tell a credit company. */
export function creditEvents(credit: Credit): EventHandlers<CreditTables> {
  return {
    claim: async (db, { data, partner, subject }) => {
      if (subject !== data.claim) return fail('event-invalid', 'subject');
      const { claim: id, purchase, amount, date } = data;
      return acceptClaim(credit, db, { id, mall: partner.id, purchase, amount, date });
    },
  };
}
