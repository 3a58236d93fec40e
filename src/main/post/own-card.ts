import type { PartyCard } from '#shared/protocol/party-card.ts';
import { signPartyCard } from '#main/vault/index.ts';
import { sendEvent } from './outbox.ts';
import type { Post } from './post.ts';

/** The part of the card that configuration decides; keys and pins come from the vault. */
export type CardProfile = Pick<PartyCard, 'id' | 'role' | 'name' | 'public' | 'partner' | 'services'>;

/** This party's card, signed now, with every key in force or to come. */
export async function ownCard(post: Post, profile: CardProfile): Promise<string> {
  const certificate = post.vault.certificate('partner');
  if (!certificate) throw new Error('no certificate for the partner door');
  const now = post.clock().getTime();
  const keys = post.vault.publicKeys().filter((key) => Date.parse(key.exp) > now);
  return signPartyCard(post.vault, { ...profile, keys, tls: [certificate.pin] });
}

/** Tells every approved partner about new keys. */
export async function sendOwnCard(post: Post, profile: CardProfile): Promise<void> {
  const card = await ownCard(post, profile);
  await post.storage.write(async (db) => {
    const partners = await db.selectFrom('partner').select('id').where('state', '=', 'approved').execute();
    for (const { id } of partners)
      await sendEvent(post, db, { to: id, type: 'party.keys', subject: post.self, data: { card } });
  });
}
