import type { Writable } from '#main/storage/index.ts';
import { clearAccount } from './clearing.ts';
import { freeUsed, useFreed } from './refunds.ts';
import type { CreditTables } from './tables.ts';

/**
 * After a payment or a claim was booked on a customer's account: claims, statements and cards follow, in the same unit
 * of work. All cards of a customer together have available what their limits leave above what is held and owed.
 */
export async function followAccount(db: Writable<CreditTables>, customer: string, currency: string): Promise<void> {
  const covered = await clearAccount(db, customer, currency);
  for (const [card, amount] of covered) {
    if (amount > 0) await freeUsed(db, { customer, card, currency, amount });
    else if (amount < 0) await useFreed(db, { customer, card, currency, amount: -amount });
  }
}
