import { fromBase64Url } from '#shared/bytes.ts';
import { CLOCK_SKEW_SECONDS } from '#shared/protocol/instruction.ts';
import type { SealedPart } from '#shared/protocol/order-part.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import {
  answerChallenge,
  type EventHandler,
  type EventHandlers,
  findPartner,
  readied,
  sendEvent,
} from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { openGift } from './open-gift.ts';
import type { WrapperTables } from './tables.ts';
import type { Wrapper } from './wrapper.ts';

/** What partners may tell a gift-wrapper. */
export function wrapperEvents(wrapper: Wrapper): EventHandlers<WrapperTables> {
  return {
    'order.challenge': answerChallenge(wrapper.post),
    'order.parts': acceptGift(wrapper),
  };
}

/**
 * Handler of `order.parts`: a card to be written, kept sealed, and the verdict on it. Fails with `event-foreign` where it
 * is no mall that asks, `event-invalid` with another subject, `partner-suspended`, `already-decided` for another part of the same purchase.
 */
function acceptGift(wrapper: Wrapper): EventHandler<WrapperTables, 'order.parts'> {
  return readied(async ({ partner, subject, data }) => {
    if (partner.role !== 'mall') return async () => fail('event-foreign', 'role');
    if (subject !== data.purchase) return async () => fail('event-invalid', 'subject');
    const { purchase: number, by, part: envelope } = data;
    const part: SealedPart = {
      tokumei: 'order-part/1',
      party: wrapper.self,
      mall: partner.id,
      number,
      by,
      envelope,
    };
    const isTaken = await canWrite(wrapper, part);
    return (db) => keepGift(wrapper, db, part, isTaken);
  });
}

async function canWrite(wrapper: Wrapper, part: SealedPart): Promise<boolean> {
  const envelope = fromBase64Url(part.envelope);
  const gift = envelope && (await openGift(wrapper, part, envelope));
  const now = wrapper.clock().getTime() / 1000;
  return gift?.ok === true && gift.value.expires >= now - CLOCK_SKEW_SECONDS;
}

async function keepGift(
  wrapper: Wrapper,
  db: Writable<WrapperTables>,
  part: SealedPart,
  isTaken: boolean,
): Promise<Result<void>> {
  const { mall, number: purchase } = part;
  if ((await findPartner(db, mall))?.state !== 'approved') return fail('partner-suspended');
  const known = await db
    .selectFrom('gift')
    .select('part')
    .where('mall', '=', mall)
    .where('purchase', '=', purchase)
    .executeTakeFirst();
  // The same part once more was answered already, and the post keeps that answer.
  if (known) return known.part === JSON.stringify(part) ? ok() : fail('already-decided');
  if (isTaken) {
    await db
      .insertInto('gift')
      .values({
        mall,
        purchase,
        part: JSON.stringify(part),
        received_at: wrapper.clock().toISOString(),
        state: 'open',
        done_at: null,
      })
      .execute();
    wrapper.changes.announce('gifts');
  }
  await sendEvent(wrapper.post, db, {
    to: mall,
    type: 'order.verdict',
    subject: purchase,
    data: { purchase, verdict: isTaken ? 'yes' : 'no' },
  });
  return ok();
}
