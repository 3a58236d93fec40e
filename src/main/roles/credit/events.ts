import type { EventHandlers } from '#main/post/index.ts';
import type { Credit } from './credit.ts';
import { acceptClaim } from './settle.ts';
import type { CreditTables } from './tables.ts';

/** What partners may tell a credit company. */
export function creditEvents(credit: Credit): EventHandlers<CreditTables> {
  return {
    claim: (db, { data, partner }) =>
      acceptClaim(credit, db, {
        id: data.claim,
        mall: partner.id,
        purchase: data.purchase,
        amount: data.amount,
        date: data.date,
      }),
  };
}
