/** Challenges of a customer's terminal and the parties' answers: the mall carries both, and answers its own itself. */
import type { z } from 'zod';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import type { Sealer } from '#shared/protocol/order-part.ts';
import type { Answers, challengeRequestSchema } from '#shared/protocol/order-sheet.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type IncomingEvent, readyAnswer, sendEvent } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { sha256 } from '#main/vault/index.ts';
import type { Mall } from './mall.ts';
import { checkOpen, findByToken, readSealedOrder } from './sealed-order.ts';
import type { SealedPartTable } from './sealed-tables.ts';
import type { MallTables } from './tables.ts';

/** For each part: a terminal that is reloaded, or given a key file, asks again. Beyond that it only floods partners. */
const MOST_CHALLENGES = 20;

type Challenges = z.infer<typeof challengeRequestSchema>['challenges'];

/**
 * Whether these bytes have the frame of an order part or a challenge by this sealer: kind `order`, and the version of the
 * scheme. Says nothing about who can open them.
 */
export function isOrderEnvelope(envelope: string, by: Sealer): boolean {
  const bytes = fromBase64Url(envelope);
  const parsed = bytes && parseEnvelope(bytes);
  if (!parsed?.ok) return false;
  return parsed.value.kind === 'order' && parsed.value.version === (by.scheme === 'hpke' ? 1 : 2);
}

/** One challenge and where it goes; `answer` is there where it is the mall's own. */
interface Relay {
  readonly part: SealedPartTable;
  readonly by: Sealer;
  readonly envelope: string;
  /** SHA-256, base64url. */
  readonly digest: string;
  readonly answer: { readonly result: 'ok' | 'no'; readonly envelope?: string | undefined } | undefined;
}

/**
 * Brings challenges to their parties. A party's newest counts: what was answered to an earlier one is void. Fails with
 * `purchase-unknown`, `already-decided`, `instruction-expired`, `bundle-foreign` (about: a party that is not of this
 * order), `bundle-invalid` (about: the party) for what is no sealed challenge, or `too-many`.
 */
export async function relayChallenges(mall: Mall, token: string, challenges: Challenges): Promise<Result<void>> {
  const found = await findByToken(mall, token);
  if (!found.ok) return found;
  const open = checkOpen(mall, found.value);
  if (!open.ok) return open;
  const relays: Relay[] = [];
  for (const { party, by, envelope } of challenges) {
    const part = found.value.parts.find((each) => each.party === party);
    if (!part) return fail('bundle-foreign', party);
    if (!isOrderEnvelope(envelope, by) || relays.some((each) => each.part === part))
      return fail('bundle-invalid', party);
    const digest = toBase64Url(sha256(fromBase64Url(envelope)!));
    const own = party === mall.self;
    const answer = own
      ? await readyAnswer(mall.post, { mall: mall.self, purchase: part.number, by, envelope })
      : undefined;
    relays.push({ part, by, envelope, digest, answer });
  }
  return writeResult(mall.storage, async (db) => {
    const now = await readSealedOrder(db, found.value.order.order_id);
    const stillOpen = now ? checkOpen(mall, now) : fail('purchase-unknown');
    if (!stillOpen.ok) return stillOpen;
    for (const relay of relays) {
      const relayed = await relayOne(mall, db, relay);
      if (!relayed.ok) return relayed;
    }
    return ok();
  });
}

async function relayOne(mall: Mall, db: Writable<MallTables>, relay: Relay): Promise<Result<void>> {
  const { by, envelope, digest, answer } = relay;
  const { order_id, position, party, number } = relay.part;
  const part = await db
    .selectFrom('sealed_part')
    .select(['challenge', 'challenges'])
    .where('order_id', '=', order_id)
    .where('position', '=', position)
    .executeTakeFirstOrThrow();
  // Sent twice over a bad line.
  if (part.challenge === digest) return ok();
  if (part.challenges >= MOST_CHALLENGES) return fail('too-many', party);
  await db
    .updateTable('sealed_part')
    .set({
      state: answer?.result === 'ok' ? 'confirmed' : 'awaited',
      sealer: JSON.stringify(by),
      challenge: digest,
      challenges: part.challenges + 1,
      answer: answer?.result ?? null,
      answer_envelope: answer?.envelope ?? null,
      changed_at: mall.clock().toISOString(),
    })
    .where('order_id', '=', order_id)
    .where('position', '=', position)
    .execute();
  if (!answer) {
    await sendEvent(mall.post, db, {
      to: party,
      type: 'order.challenge',
      subject: number,
      data: { purchase: number, by, envelope },
    });
  }
  mall.changes.announce('packing');
  return ok();
}

/** A party has answered; to any but the newest challenge nobody waits for an answer. */
export async function noteAnswer(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'order.answer'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  if (event.subject !== data.purchase) return fail('event-invalid', 'subject');
  const part = await findPart(db, partner.id, data.purchase);
  if (!part) return fail('event-unknown-number');
  if (part.challenge !== data.challenge || (part.state !== 'awaited' && part.state !== 'confirmed')) return ok();
  if (part.answer !== null) return ok();
  const isProven = data.result === 'ok' && data.envelope !== undefined;
  await db
    .updateTable('sealed_part')
    .set({
      state: isProven ? 'confirmed' : 'awaited',
      answer: isProven ? 'ok' : 'no',
      answer_envelope: isProven ? data.envelope : null,
      changed_at: mall.clock().toISOString(),
    })
    .where('order_id', '=', part.order_id)
    .where('position', '=', part.position)
    .execute();
  mall.changes.announce('packing');
  return ok();
}

export async function findPart(
  db: Writable<MallTables>,
  party: string,
  number: string,
): Promise<SealedPartTable | undefined> {
  return db
    .selectFrom('sealed_part')
    .selectAll()
    .where('party', '=', party)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** What came back so far, for the parties that were challenged. */
export async function listAnswers(mall: Mall, token: string): Promise<Result<Answers>> {
  const found = await findByToken(mall, token);
  if (!found.ok) return found;
  const challenged = found.value.parts.filter(({ challenge }) => challenge !== null);
  return ok({
    answers: challenged.map(({ party, answer, answer_envelope }) => ({
      party: party as Answers['answers'][number]['party'],
      result: answer ?? 'waiting',
      ...(answer_envelope !== null && { envelope: answer_envelope }),
    })),
  });
}
