/**
 * Password and check words anew: staff have a one-time link sent by mail or letter, the customer chooses at our own page.
 * The link's token lies nowhere: the vault derives it from a random id when the mail or the letter is written.
 */
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { queueMail } from '#main/post/mail/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { hashSecret, hashSecrets, randomToken, tokenHash } from '#main/vault/index.ts';
import { cardInUse } from './card-in-use.ts';
import { plainWord } from './cards.ts';
import type { Credit } from './credit.ts';
import { MOST_CHECK_WORDS } from './customer-entry.ts';
import { dropPasskeys } from './passkeys.ts';
import type { CardResetTable } from './proof-tables.ts';
import { drawPasswordLetter, drawResetLetter } from './reset-letter.ts';
import { type CardHolder, drawPassword, findHolder, linkOf, tokenOf } from './reset-link.ts';
import type { CreditTables } from './tables.ts';

const HOUR_MS = 3_600_000;
const VALID_MS: Readonly<Record<CardResetTable['way'], number>> = { mail: 24 * HOUR_MS, letter: 7 * 24 * HOUR_MS };
const LEAST_PASSWORD = 8;
const MOST_PASSWORD = 128;
const MOST_WORD = 64;

/**
 * Sends the customer a one-time link; an earlier one of the card ends. Returns the letter to print (PDF, base64) when it
 * is one. Without public pages the letter brings the new password itself. Fails as `cardInUse`, with `no-public-pages` for
 * a mail without a page to lead to, or `field-missing` (about: `address`) for a letter to nowhere.
 */
export async function resetCard(
  credit: Credit,
  who: string,
  order: { card: string; by: 'mail' | 'letter'; reason: string },
): Promise<Result<{ letter?: string }>> {
  const { card, by: way, reason } = order;
  const { publicUrl } = credit;
  const used = await cardInUse(credit.storage.read, card);
  if (!used.ok) return used;
  const holder = await findHolder(credit, card);
  if (!holder) return fail('not-found');
  if (way === 'letter' && holder.address === '') return fail('field-missing', 'address');
  if (publicUrl === undefined) {
    return way === 'mail' ? fail('no-public-pages') : sendNewPassword(credit, who, { card, holder, reason });
  }
  const id = randomToken();
  const token = await tokenOf(credit, id);
  const now = credit.clock();
  const expires = new Date(now.getTime() + VALID_MS[way]);
  const link = linkOf(publicUrl, token);
  const letter = way === 'letter' ? await drawResetLetter(credit, { holder, link, date: now, expires }) : undefined;
  return writeResult(credit.storage, async (db) => {
    const still = await cardInUse(db, card);
    if (!still.ok) return still;
    await db.deleteFrom('card_reset').where('card', '=', card).where('used_at', 'is', null).execute();
    const row: CardResetTable = {
      token_hash: tokenHash(token),
      id,
      card,
      way,
      created_at: now.toISOString(),
      expires_at: expires.toISOString(),
      used_at: null,
    };
    await db.insertInto('card_reset').values(row).execute();
    if (way === 'mail') await queueMail(credit.mailroom, db, { kind: 'reset', subject: id, customer: holder.id });
    await recordDeed(db, { at: now, who, action: 'card.reset-sent', subject: card, detail: `${way} ${reason}` });
    return ok(letter === undefined ? {} : { letter });
  });
}

/** From the moment when the letter is made the old password is over: whoever asks may have lost it to somebody. */
async function sendNewPassword(
  credit: Credit,
  who: string,
  { card, holder, reason }: { readonly card: string; readonly holder: CardHolder; readonly reason: string },
): Promise<Result<{ letter: string }>> {
  const date = credit.clock();
  const password = drawPassword();
  const hashed = await hashSecret(password, credit.scrypt);
  const letter = await drawPasswordLetter(credit, { holder, password, date });
  return writeResult(credit.storage, async (db) => {
    // A colleague may have replaced it, or closed the account, while the letter was drawn.
    const still = await cardInUse(db, card);
    if (!still.ok) return still;
    await db.updateTable('card').set({ password: hashed }).where('id', '=', card).execute();
    await db.deleteFrom('attempt').where('card', '=', card).execute();
    await recordDeed(db, { at: date, who, action: 'card.password-sent', subject: card, detail: reason });
    credit.changes.announce('customers');
    return ok({ letter });
  });
}

/** The card that a link is for. Wrong, used, replaced or too old is one failure, `link-expired`. */
export async function findReset(credit: Credit, token: string): Promise<Result<{ card: string; lastFour: string }>> {
  const row = await credit.storage.read
    .selectFrom('card_reset')
    .innerJoin('card', 'card.id', 'card_reset.card')
    .select(['card.id', 'card.last_four'])
    .where('token_hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', credit.clock().toISOString())
    .executeTakeFirst();
  return row ? ok({ card: row.id, lastFour: row.last_four }) : fail('link-expired');
}

export interface NewSecrets {
  readonly password: string;
  readonly again: string;
  readonly words: readonly string[];
}

interface EnteredSecrets {
  readonly password: string;
  readonly words: readonly string[];
}

/** Fails with `field-missing`, `field-too-long` or `field-invalid`, about `newPassword`, `again` or `newWord`. */
function enterSecrets({ password, again, words }: NewSecrets): Result<EnteredSecrets> {
  if (password === '') return fail('field-missing', 'newPassword');
  const length = [...password.normalize('NFKC')].length;
  if (length < LEAST_PASSWORD) return fail('field-invalid', 'newPassword');
  if (length > MOST_PASSWORD) return fail('field-too-long', 'newPassword');
  if (again.normalize('NFKC') !== password.normalize('NFKC')) return fail('field-invalid', 'again');
  const plain = [...new Set(words.map(plainWord))].filter((word) => word !== '');
  if (plain.length === 0) return fail('field-missing', 'newWord');
  const tooLong = plain.length > MOST_CHECK_WORDS || plain.some((word) => [...word].length > MOST_WORD);
  if (tooLong) return fail('field-too-long', 'newWord');
  // Check words are shown to whoever claims to be us; the password never may be.
  if (plain.includes(plainWord(password))) return fail('field-invalid', 'newWord');
  return ok({ password, words: plain });
}

/**
 * The customer chose. Once per link; passkeys go, for a device may be why it was asked for, and wrong tries are
 * forgotten. A blocked card stays blocked.
 */
export async function takeNewSecrets(credit: Credit, token: string, typed: NewSecrets): Promise<Result<void>> {
  const found = await findReset(credit, token);
  if (!found.ok) return found;
  const entered = enterSecrets(typed);
  if (!entered.ok) return entered;
  const { card } = found.value;
  const password = await hashSecret(entered.value.password, credit.scrypt);
  const words = await hashSecrets(entered.value.words, credit.scrypt);
  return writeResult(credit.storage, async (db) => {
    const at = credit.clock();
    const used = await db
      .updateTable('card_reset')
      .set({ used_at: at.toISOString() })
      .where('token_hash', '=', tokenHash(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', at.toISOString())
      .executeTakeFirst();
    if (used.numUpdatedRows === 0n) return fail('link-expired');
    await replaceSecrets(db, card, password, words);
    await dropPasskeys(db, card);
    await db.deleteFrom('attempt').where('card', '=', card).execute();
    await recordDeed(db, { at, who: 'customer', action: 'card.reset', subject: card });
    credit.changes.announce('customers');
    return ok();
  });
}

async function replaceSecrets(
  db: Writable<CreditTables>,
  card: string,
  password: string,
  words: readonly string[],
): Promise<void> {
  await db.updateTable('card').set({ password }).where('id', '=', card).execute();
  await db.deleteFrom('check_word').where('card', '=', card).execute();
  await db
    .insertInto('check_word')
    .values(words.map((word, position) => ({ card, position, word })))
    .execute();
}

export async function forgetResets(credit: Credit): Promise<void> {
  const now = credit.clock().toISOString();
  await credit.storage.write((db) => db.deleteFrom('card_reset').where('expires_at', '<=', now).execute());
}
