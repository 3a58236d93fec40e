/** Which cards anything may still be done with. */
import { fail, ok, type Result } from '#shared/result.ts';
import type { Readable } from '#main/storage/index.ts';
import type { CreditTables } from './tables.ts';

export async function isClosed(db: Readable<CreditTables>, customer: string): Promise<boolean> {
  const row = await db
    .selectFrom('closed_account')
    .select('customer')
    .where('customer', '=', customer)
    .executeTakeFirst();
  return row !== undefined;
}

/** A card whose customer's account is open, and that no other has replaced. Fails with `not-found`, `customer-closed`, `card-replaced`. */
export async function cardInUse(db: Readable<CreditTables>, card: string): Promise<Result<{ customer: string }>> {
  const row = await db
    .selectFrom('card')
    .leftJoin('card_replacement', 'card_replacement.card', 'card.id')
    .select(['card.customer', 'card_replacement.replaced_by'])
    .where('card.id', '=', card)
    .executeTakeFirst();
  if (!row) return fail('not-found');
  if (row.replaced_by !== null) return fail('card-replaced');
  return (await isClosed(db, row.customer)) ? fail('customer-closed') : ok({ customer: row.customer });
}
