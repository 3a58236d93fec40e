import type { CardRow } from '#shared/desk/credit.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { hashSecret, hashSecrets } from '#main/vault/index.ts';
import { cardInUse, isClosed } from './card-in-use.ts';
import type { Credit } from './credit.ts';
import { type CardEntry, enterCard, EXPIRY } from './customer-entry.ts';
import type { CardTable, CheckWordTable, CreditTables } from './tables.ts';

/** How a card is looked up: its number is never kept. */
export function cardId(credit: Credit, number: string): Promise<string> {
  return credit.vault.keyedHash('card', number);
}

/** How a check word is compared: width and case of letters don't matter. */
export function plainWord(word: string): string {
  return word.normalize('NFKC').trim().toLowerCase();
}

/** A card as it will lie in the database, before anybody has it. */
export interface ReadyCard {
  readonly row: Omit<CardTable, 'customer'>;
  readonly words: readonly string[];
}

/**
 * Hashes, a fifth of a second for each secret; before a unit of work, never inside one. `inTurn` starts each of the two
 * pieces of work when there is room for it.
 */
export async function readyCard(
  credit: Credit,
  card: CardEntry & { readonly available?: number; readonly blocked?: boolean },
  inTurn: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): Promise<ReadyCard> {
  const plainWords = [...new Set(card.checkWords.map(plainWord))];
  const [password, words] = await Promise.all([
    inTurn(() => hashSecret(card.password, credit.scrypt)),
    inTurn(() => hashSecrets(plainWords, credit.scrypt)),
  ]);
  return {
    row: {
      id: await cardId(credit, card.number),
      last_four: card.number.slice(-4),
      expiry: card.expiry,
      card_limit: card.limit.value,
      available: Math.min(card.available ?? card.limit.value, card.limit.value),
      currency: card.limit.currency,
      password,
      blocked: card.blocked ? 1 : 0,
    },
    words,
  };
}

/** Gives a customer a card; fails with `customer-closed`, or with `card-known` and leaves the known one as it is. */
export async function issueCard(db: Writable<CreditTables>, customer: string, ready: ReadyCard): Promise<Result<void>> {
  const card = ready.row.id;
  if (await isClosed(db, customer)) return fail('customer-closed');
  if (await isKnownCard(db, card)) return fail('card-known', 'number');
  await db
    .insertInto('card')
    .values({ ...ready.row, customer })
    .execute();
  const rows: CheckWordTable[] = ready.words.map((word, position) => ({ card, position, word }));
  if (rows.length > 0) await db.insertInto('check_word').values(rows).execute();
  return ok();
}

export async function isKnownCard(db: Readable<CreditTables>, card: string): Promise<boolean> {
  return (await db.selectFrom('card').select('id').where('id', '=', card).executeTakeFirst()) !== undefined;
}

/** A further card of a known customer. */
export async function addCard(
  credit: Credit,
  who: string,
  order: CardEntry & { customer: string },
): Promise<Result<{ card: string }>> {
  const entered = enterCard(order, credit.clock());
  if (!entered.ok) return entered;
  const ready = await readyCard(credit, entered.value);
  return writeResult(credit.storage, async (db) => {
    const known = await db.selectFrom('customer').select('id').where('id', '=', order.customer).executeTakeFirst();
    if (!known) return fail('not-found');
    const issued = await issueCard(db, order.customer, ready);
    if (!issued.ok) return issued;
    const card = ready.row.id;
    await recordDeed(db, { at: credit.clock(), who, action: 'card.added', subject: card });
    credit.changes.announce('customers');
    return ok({ card });
  });
}

export async function blockCard(
  credit: Credit,
  who: string,
  order: { card: string; blocked: boolean; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const used = await cardInUse(db, order.card);
    if (!used.ok) return used;
    await db
      .updateTable('card')
      .set({ blocked: order.blocked ? 1 : 0 })
      .where('id', '=', order.card)
      .execute();
    const action = order.blocked ? 'card.blocked' : 'card.unblocked';
    await recordDeed(db, { at: credit.clock(), who, action, subject: order.card, detail: order.reason });
    credit.changes.announce('customers');
    return ok();
  });
}

/** Moves the limit and, by as much, what is available; never below what is already used. */
export async function changeLimit(
  credit: Credit,
  who: string,
  order: { card: string; limit: Money; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const used = await cardInUse(db, order.card);
    if (!used.ok) return used;
    const card = await db.selectFrom('card').selectAll().where('id', '=', order.card).executeTakeFirstOrThrow();
    if (card.currency !== order.limit.currency) return fail('not-found');
    const available = card.available + order.limit.value - card.card_limit;
    if (order.limit.value < 0 || available < 0) return fail('field-invalid', 'limit');
    await db
      .updateTable('card')
      .set({ card_limit: order.limit.value, available })
      .where('id', '=', order.card)
      .execute();
    await recordDeed(db, { at: credit.clock(), who, action: 'card.limit', subject: order.card, detail: order.reason });
    credit.changes.announce('customers');
    return ok();
  });
}

/** Another expiry; a month that has passed closes the card. */
export async function renewCard(
  credit: Credit,
  who: string,
  order: { card: string; expiry: string; reason: string },
): Promise<Result<void>> {
  const expiry = order.expiry.trim();
  if (!EXPIRY.test(expiry)) return fail('field-invalid', 'expiry');
  return writeResult(credit.storage, async (db) => {
    const used = await cardInUse(db, order.card);
    if (!used.ok) return used;
    await db.updateTable('card').set({ expiry }).where('id', '=', order.card).execute();
    await recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'card.renewed',
      subject: order.card,
      detail: `${expiry} ${order.reason}`,
    });
    credit.changes.announce('customers');
    return ok();
  });
}

/** A customer's cards, with what malls hold on each. */
export async function readCards(db: Readable<CreditTables>, customer: string): Promise<CardRow[]> {
  const cards = await db
    .selectFrom('card')
    .leftJoin('card_replacement', 'card_replacement.card', 'card.id')
    .leftJoin('card as newer', 'newer.id', 'card_replacement.replaced_by')
    .selectAll('card')
    .select(['newer.last_four as newer_four', 'card_replacement.why', 'card_replacement.at as replaced_at'])
    .where('card.customer', '=', customer)
    .orderBy((eb) => eb('card_replacement.at', 'is not', null))
    .orderBy('card_replacement.at', 'desc')
    .orderBy('card.last_four')
    .execute();
  const words = await db
    .selectFrom('check_word')
    .innerJoin('card', 'card.id', 'check_word.card')
    .select((eb) => ['check_word.card', eb.fn.countAll<number>().as('count')])
    .where('card.customer', '=', customer)
    .groupBy('check_word.card')
    .execute();
  const passkeys = await db
    .selectFrom('passkey')
    .innerJoin('card', 'card.id', 'passkey.card')
    .select((eb) => ['passkey.card', eb.fn.countAll<number>().as('count')])
    .where('card.customer', '=', customer)
    .groupBy('passkey.card')
    .execute();
  const holds = await db
    .selectFrom('settlement')
    .select((eb) => [
      'card',
      eb.fn.sum<number>(eb(eb('amount', '-', eb.ref('captured')), '-', eb.ref('released'))).as('held'),
    ])
    .where('customer', '=', customer)
    .where((eb) => eb('amount', '>', eb('captured', '+', eb.ref('released'))))
    .groupBy('card')
    .execute();
  const wordsOf = new Map(words.map(({ card, count }) => [card, Number(count)]));
  const passkeysOf = new Map(passkeys.map(({ card, count }) => [card, Number(count)]));
  const heldOn = new Map(holds.map(({ card, held }) => [card, Number(held)]));
  return cards.map((card) => {
    const money = (value: number): Money => ({ value, currency: card.currency });
    return {
      id: card.id,
      lastFour: card.last_four,
      expiry: card.expiry,
      limit: money(card.card_limit),
      available: money(card.available),
      held: money(heldOn.get(card.id) ?? 0),
      blocked: card.blocked === 1,
      checkWords: wordsOf.get(card.id) ?? 0,
      passkeys: passkeysOf.get(card.id) ?? 0,
      ...(card.newer_four !== null && {
        replaced: { by: card.newer_four, why: card.why!, at: card.replaced_at! },
      }),
    };
  });
}
