/**
 * Passkeys of cards: how a holder gets one after paying with the password, and pays with it later. Challenges lie here,
 * each for one window, five minutes and one use; a card without passkeys, or one that nobody knows, is asked for
 * passkeys that look like others and open nothing.
 */
import { parseCardNumber } from '#shared/domain/card.ts';
import { fail, ok, type Result, UnexpectedFailure } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import {
  acceptPasskey,
  askForNewPasskey,
  askForPasskey,
  checkPasskey,
  type Passkey,
  PASSKEY_MS,
  type PasskeyCreation,
  type PasskeyName,
  type PasskeyPlace,
  type PasskeyRequest,
  randomToken,
  readAssertion,
} from '#main/vault/index.ts';
import { countAttempt } from './attempts.ts';
import { cardId } from './cards.ts';
import type { Credit } from './credit.ts';
import { pretendPasskeys, PRETENDED_PASSKEY } from './pretended-passkeys.ts';
import type { PasskeyChallengeTable, PasskeyTable } from './proof-tables.ts';
import type { CreditTables } from './tables.ts';

/** How long a window that paid with the password may add a passkey. */
const OFFER_MS = 15 * 60_000;
const MOST_PASSKEYS = 10;

function placeOf({ publicUrl }: Credit): PasskeyPlace {
  // Only windows ask, and without public pages there are none.
  if (publicUrl === undefined) throw new UnexpectedFailure({ code: 'no-public-pages' });
  const { hostname: host, origin } = new URL(publicUrl);
  return { host, origin };
}

// Adding one

/** In the unit of work in which a window paid with the password. */
export async function offerPasskey(
  credit: Credit,
  db: Writable<CreditTables>,
  window: string,
  card: string,
): Promise<void> {
  const until = new Date(credit.clock().getTime() + OFFER_MS).toISOString();
  await db.insertInto('passkey_offer').values({ window, card, until }).execute();
}

/** The card for which a window may add a passkey. */
async function offeredCard(db: Readable<CreditTables>, credit: Credit, window: string): Promise<string | undefined> {
  const offer = await db
    .selectFrom('passkey_offer')
    .select('card')
    .where('window', '=', window)
    .where('until', '>', credit.clock().toISOString())
    .executeTakeFirst();
  return offer?.card;
}

export async function isPasskeyOffered(credit: Credit, window: string): Promise<boolean> {
  return (await offeredCard(credit.storage.read, credit, window)) !== undefined;
}

function passkeysOf(db: Readable<CreditTables>, card: string): Promise<PasskeyTable[]> {
  return db.selectFrom('passkey').selectAll().where('card', '=', card).orderBy('created_at').execute();
}

/** What the window's browser needs to make a passkey. Fails with `session-missing` or, at ten passkeys, `too-many`. */
export async function askToAddPasskey(credit: Credit, window: string): Promise<Result<PasskeyCreation>> {
  const db = credit.storage.read;
  const card = await offeredCard(db, credit, window);
  if (card === undefined) return fail('session-missing');
  const known = await passkeysOf(db, card);
  if (known.length >= MOST_PASSKEYS) return fail('too-many', 'passkey');
  const { last_four } = await db
    .selectFrom('card')
    .select('last_four')
    .where('id', '=', card)
    .executeTakeFirstOrThrow();
  const creation = await askForNewPasskey(placeOf(credit), {
    party: credit.name,
    handle: known[0]?.handle ?? randomToken(),
    // Stays in the holder's own authenticator: enough to tell two cards apart, and no name.
    label: `•••• ${last_four}`,
    known: known.map(toPasskey),
  });
  await keepChallenge(credit, { window, purpose: 'register', card, challenge: creation.challenge }, creation.user.id);
  return ok(creation);
}

/** Takes in the passkey that the browser made. Fails with `session-missing`, `passkey-refused` or `too-many`. */
export async function addPasskey(credit: Credit, window: string, brought: unknown): Promise<Result<void>> {
  const asked = await takeChallenge(credit, window, 'register');
  if (!asked) return fail('session-missing');
  const accepted = await acceptPasskey(placeOf(credit), asked.challenge, brought);
  if (!accepted.ok) return accepted;
  const { id, publicKey, counter, transports } = accepted.value;
  const { card } = asked;
  return writeResult(credit.storage, async (db) => {
    // Staff may have removed the card's passkeys, or the holder set a new password, since it was asked for.
    if ((await offeredCard(db, credit, window)) !== card) return fail('session-missing');
    const known = await passkeysOf(db, card);
    if (known.length >= MOST_PASSKEYS) return fail('too-many', 'passkey');
    const row: PasskeyTable = {
      id,
      card,
      handle: known[0]?.handle ?? asked.handle!,
      public_key: publicKey,
      counter,
      transports: transports.join(' '),
      created_at: credit.clock().toISOString(),
      last_used_at: null,
    };
    const added = await db
      .insertInto('passkey')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 0n) return fail('passkey-refused');
    await db.deleteFrom('passkey_offer').where('window', '=', window).execute();
    await recordDeed(db, { at: credit.clock(), who: 'customer', action: 'card.passkey-added', subject: card });
    credit.changes.announce('customers');
    return ok();
  });
}

// Paying with one

/**
 * What the window's browser needs to let an authenticator sign. Whether there is such a card, and whether it has
 * passkeys, changes nothing but ids. Fails with `bad-number`.
 */
export async function askToPayByPasskey(
  credit: Credit,
  window: string,
  cardNumber: string,
): Promise<Result<PasskeyRequest>> {
  const number = parseCardNumber(cardNumber);
  if (!number.ok) return fail('bad-number', 'card');
  const card = await cardId(credit, number.value);
  const known: PasskeyName[] = (await passkeysOf(credit.storage.read, card)).map(toPasskey);
  const pretended = await pretendPasskeys(credit, card);
  const request = await askForPasskey(placeOf(credit), known.length === 0 ? pretended : known);
  await keepChallenge(credit, { window, purpose: 'pay', card, challenge: request.challenge });
  return ok(request);
}

/**
 * The card's id. Whatever was wrong is `card-refused`, and counts as a wrong try of the card as a wrong password does;
 * also `too-many`.
 */
export async function provePasskey(
  credit: Credit,
  { window, mall }: { readonly window: string; readonly mall: string },
  brought: unknown,
): Promise<Result<string>> {
  const asked = await takeChallenge(credit, window, 'pay');
  if (!asked) return fail('card-refused');
  const { card, challenge } = asked;
  const counted = await countAttempt(credit, { kind: 'payment', card, mall });
  if (!counted.ok) return counted;
  const assertion = readAssertion(brought);
  if (!assertion) return fail('card-refused');
  const known = (await passkeysOf(credit.storage.read, card)).find(({ id }) => id === assertion.id);
  // A card of nobody costs the same work.
  const checked = await checkPasskey(
    placeOf(credit),
    challenge,
    assertion,
    known ? toPasskey(known) : PRETENDED_PASSKEY,
  );
  if (!known || !checked.ok) return fail('card-refused');
  const { userHandle } = assertion.response;
  if (userHandle && userHandle !== known.handle) return fail('card-refused');
  if (!(await noteUse(credit, known.id, checked.value.counter))) return fail('card-refused');
  await counted.value.giveBack();
  return ok(card);
}

/** False when another assertion with this counter or a higher one came first, or the passkey was removed meanwhile. */
async function noteUse(credit: Credit, id: string, counter: number): Promise<boolean> {
  const used = await credit.storage.write((db) =>
    db
      .updateTable('passkey')
      .set({ counter, last_used_at: credit.clock().toISOString() })
      .where('id', '=', id)
      // One that does not count stays at nothing.
      .where('counter', counter === 0 ? '=' : '<', counter)
      .executeTakeFirst(),
  );
  return used.numUpdatedRows > 0n;
}

// Removing them

/** In a unit of work: the card's passkeys, and whatever was under way to make or use one. Returns how many. */
export async function dropPasskeys(db: Writable<CreditTables>, card: string): Promise<number> {
  for (const table of ['passkey_offer', 'passkey_challenge'] as const) {
    await db.deleteFrom(table).where('card', '=', card).execute();
  }
  const dropped = await db.deleteFrom('passkey').where('card', '=', card).executeTakeFirst();
  return Number(dropped.numDeletedRows);
}

/** By staff, when a device was lost; the password stays. Fails with `not-found`. */
export async function removePasskeys(
  credit: Credit,
  who: string,
  order: { card: string; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    if ((await dropPasskeys(db, order.card)) === 0) return fail('not-found');
    await recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'card.passkeys-removed',
      subject: order.card,
      detail: order.reason,
    });
    credit.changes.announce('customers');
    return ok();
  });
}

// Challenges

type Challenge = Pick<PasskeyChallengeTable, 'window' | 'purpose' | 'card' | 'challenge'>;

/** Another one for the same window takes its place. */
async function keepChallenge(credit: Credit, challenge: Challenge, handle: string | null = null): Promise<void> {
  const until = new Date(credit.clock().getTime() + PASSKEY_MS).toISOString();
  const row = { ...challenge, handle, until };
  await credit.storage.write((db) =>
    db
      .insertInto('passkey_challenge')
      .values(row)
      .onConflict((conflict) => conflict.columns(['window', 'purpose']).doUpdateSet(row))
      .execute(),
  );
}

/** Once: whoever comes second, or late, finds none. */
async function takeChallenge(
  credit: Credit,
  window: string,
  purpose: Challenge['purpose'],
): Promise<PasskeyChallengeTable | undefined> {
  const taken = await credit.storage.write((db) =>
    db
      .deleteFrom('passkey_challenge')
      .where('window', '=', window)
      .where('purpose', '=', purpose)
      .returningAll()
      .executeTakeFirst(),
  );
  return taken && taken.until > credit.clock().toISOString() ? taken : undefined;
}

export async function forgetPasskeyChallenges(credit: Credit): Promise<void> {
  const now = credit.clock().toISOString();
  await credit.storage.write(async (db) => {
    for (const table of ['passkey_offer', 'passkey_challenge'] as const) {
      await db.deleteFrom(table).where('until', '<=', now).execute();
    }
  });
}

function toPasskey({ id, public_key, counter, transports }: PasskeyTable): Passkey {
  return {
    id,
    publicKey: new Uint8Array(public_key),
    counter,
    transports: transports === '' ? [] : transports.split(' '),
  };
}
