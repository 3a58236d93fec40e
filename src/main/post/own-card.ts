import { z } from 'zod';
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import { canonical } from '#shared/protocol/event.ts';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import { readSetting, writeSetting } from '#main/storage/index.ts';
import { sha256, signPartyCard } from '#main/vault/index.ts';
import { sendEvent } from './outbox.ts';
import type { Post } from './post.ts';

/** The part of the card that configuration decides; keys and pins come from the vault. */
export type CardProfile = Pick<
  PartyCard,
  'id' | 'role' | 'name' | 'public' | 'partner' | 'services' | 'flows' | 'terminal' | 'agency'
>;

/** Digest of the card that partners were told of last. */
const SENT = 'card-sent';

/**
 * Every key in force or to come, and the TLS keys of the partner door: beside the one in use that which waits for its
 * certificate, so that partners know it before they meet it.
 */
function currentCard(post: Post, profile: CardProfile): PartyCard {
  const certificate = post.vault.certificate('partner');
  if (!certificate) throw new Error('no certificate for the partner door');
  const now = post.clock().getTime();
  const keys = post.vault.publicKeys().filter((key) => Date.parse(key.exp) > now);
  const pending = post.vault.pendingPin('partner');
  return { ...profile, keys, tls: [certificate.pin, ...(pending === undefined ? [] : [pending])] };
}

/** This party's card, signed now. */
export async function ownCard(post: Post, profile: CardProfile): Promise<string> {
  return signPartyCard(post.vault, currentCard(post, profile));
}

/** Tells every approved partner about the card as it is, and remembers which that was in the same unit of work. */
export async function sendOwnCard(post: Post, profile: CardProfile): Promise<void> {
  const current = currentCard(post, profile);
  const card = await signPartyCard(post.vault, current);
  await post.storage.write(async (db) => {
    const partners = await db.selectFrom('partner').select('id').where('state', '=', 'approved').execute();
    for (const { id } of partners)
      await sendEvent(post, db, { to: id, type: 'party.keys', subject: post.self, data: { card } });
    await writeSetting(db, SENT, digestOf(current));
  });
}

/** As `sendOwnCard`, when the card is not the one that was sent last. */
export async function sendChangedCard(post: Post, profile: CardProfile): Promise<void> {
  const sent = await readSetting(post.storage.read, SENT, z.string().optional());
  if (sent !== digestOf(currentCard(post, profile))) await sendOwnCard(post, profile);
}

function digestOf(card: PartyCard): string {
  return toBase64Url(sha256(utf8(canonical(card))));
}
