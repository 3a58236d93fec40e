/**
 * Another card in the place of one that was lost, stolen or ran out. The old one ends at once; its limit, and whatever
 * malls hold or the customer owes on it, goes over to the new one, so that nothing is lost and nothing counts twice.
 */
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { cardInUse } from './card-in-use.ts';
import { cardId, isKnownCard } from './cards.ts';
import { endAccess } from './closing.ts';
import type { CardReplacementTable } from './closing-tables.ts';
import type { Credit } from './credit.ts';
import { enterCardFace } from './customer-entry.ts';
import type { CreditTables } from './tables.ts';

/** Password and check words go on; passkeys of the old card don't. Fails with `card-known`, and as `cardInUse`. */
export async function replaceCard(
  credit: Credit,
  who: string,
  order: { card: string; number: string; expiry: string; why: CardReplacementTable['why'] },
): Promise<Result<{ card: string }>> {
  const face = enterCardFace(order, credit.clock());
  if (!face.ok) return face;
  const { number, expiry } = face.value;
  const id = await cardId(credit, number);
  return writeResult(credit.storage, async (db) => {
    const used = await cardInUse(db, order.card);
    if (!used.ok) return used;
    if (await isKnownCard(db, id)) return fail('card-known', 'number');
    const old = await db.selectFrom('card').selectAll().where('id', '=', order.card).executeTakeFirstOrThrow();
    // One that was lost or stolen is blocked for that. A block that stood when it merely ran out was for something else.
    const staysBlocked = (order.why === 'renewed' && old.blocked === 1) || (await isInCollection(db, old.customer));
    await db
      .insertInto('card')
      .values({ ...old, id, last_four: number.slice(-4), expiry, blocked: staysBlocked ? 1 : 0 })
      .execute();
    const words = await db.selectFrom('check_word').selectAll().where('card', '=', old.id).execute();
    if (words.length > 0) {
      await db
        .insertInto('check_word')
        .values(words.map((word) => ({ ...word, card: id })))
        .execute();
    }
    await db.updateTable('card').set({ blocked: 1, card_limit: 0, available: 0 }).where('id', '=', old.id).execute();
    await db
      .updateTable('settlement')
      .set((eb) => ({ card: id, paid_with: eb.fn.coalesce('paid_with', 'card') }))
      .where('card', '=', old.id)
      .execute();
    await endAccess(db, old.id);
    const at = credit.clock();
    const { why } = order;
    await db
      .insertInto('card_replacement')
      .values({ card: old.id, replaced_by: id, why, at: at.toISOString() })
      .execute();
    await recordDeed(db, { at, who, action: 'card.replaced', subject: old.id, detail: why });
    credit.changes.announce('customers');
    credit.changes.announce('settlements');
    return ok({ card: id });
  });
}

/** Cards of such a customer are blocked until a clerk finds it paid: no new number is a way round. */
async function isInCollection(db: Writable<CreditTables>, customer: string): Promise<boolean> {
  const found = await db
    .selectFrom('statement')
    .select('reference')
    .where('customer', '=', customer)
    .where('state', '=', 'collection')
    .executeTakeFirst();
  return found !== undefined;
}
