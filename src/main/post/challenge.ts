/**
 * A customer's terminal makes sure of every party before it cuts an order into parts (MISSION.md C6): it seals a nonce to
 * the party, and the party seals it back. Any role answers so; nothing but a challenge is ever answered, so that nobody
 * can have an order part opened by sending it as one.
 */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { answerBinding, type Challenge, decodeChallenge, encodeAnswer } from '#shared/protocol/challenge.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { CLOCK_SKEW_SECONDS } from '#shared/protocol/instruction.ts';
import { partBinding, sealerPeer } from '#shared/protocol/order-part.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Writable } from '#main/storage/index.ts';
import { sealTo, sha256 } from '#main/vault/index.ts';
import { type EventHandler, readied } from './inbox.ts';
import { sendEvent } from './outbox.ts';
import type { Post, PostTables } from './post.ts';

/** What a terminal wants this party to open, and which mall relayed it. */
export type RelayedChallenge = EventData<'order.challenge'> & { readonly mall: PartyId };

/**
 * The answer to one challenge, before any unit of work: opening and sealing take their time. Whatever can't be opened, is
 * no challenge, names another mall or came too late is `no`, without saying which. The mall calls it for its own part.
 */
export async function readyAnswer(post: Post, relayed: RelayedChallenge): Promise<EventData<'order.answer'>> {
  const { purchase, envelope } = relayed;
  const bytes = fromBase64Url(envelope);
  const challenge = toBase64Url(sha256(bytes ?? new Uint8Array()));
  const sealed = bytes && (await sealAnswer(post, relayed, bytes));
  if (!sealed?.ok) return { purchase, challenge, result: 'no' };
  return { purchase, challenge, result: 'ok', envelope: toBase64Url(sealed.value) };
}

async function sealAnswer(post: Post, relayed: RelayedChallenge, envelope: Uint8Array): Promise<Result<Uint8Array>> {
  const { mall, purchase: number, by } = relayed;
  const peer = sealerPeer(by);
  const opened = await post.vault.open(envelope, partBinding({ party: post.self, number, mall }), peer);
  if (!opened.ok) return opened;
  const challenge = decodeChallenge(opened.value);
  if (!challenge.ok) return challenge;
  if (!isOwn(post, mall, challenge.value)) return fail('damaged');
  const { nonce, replyKey } = challenge.value;
  const answer = encodeAnswer({ party: post.self, nonce });
  if (peer) {
    const scheme = await post.vault.pairwise(post.self, peer);
    return scheme.ok ? scheme.value.seal(answerBinding(peer.id, number, mall), answer) : scheme;
  }
  return replyKey ? sealTo(replyKey, answerBinding('buyer', number, mall), answer) : fail('damaged');
}

function isOwn(post: Post, mall: PartyId, challenge: Challenge): boolean {
  return challenge.mall === mall && challenge.expires >= post.clock().getTime() / 1000 - CLOCK_SKEW_SECONDS;
}

/**
 * Handler of `order.challenge` in any role but the mall: tells the mall the answer, made ready before the unit of work.
 * Fails with `event-foreign` where it is no mall that asks, `event-invalid` with another subject.
 */
export function answerChallenge<DB extends PostTables>(post: Post): EventHandler<DB, 'order.challenge'> {
  return readied(async ({ partner, subject, data }) => {
    if (partner.role !== 'mall') return async () => fail('event-foreign', 'role');
    if (subject !== data.purchase) return async () => fail('event-invalid', 'subject');
    const answer = await readyAnswer(post, { ...data, mall: partner.id });
    return async (db) => {
      const unit = db as unknown as Writable<PostTables>;
      await sendEvent(post, unit, { to: partner.id, type: 'order.answer', subject, data: answer });
      return ok();
    };
  });
}
