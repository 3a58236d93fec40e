import { z } from 'zod';
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import { canonical } from '#shared/protocol/event.ts';
import { type CardKey, currentKey, isValidAt, type PartyCard } from '#shared/protocol/party-card.ts';
import { type Readable, readSetting, writeSetting } from '#main/storage/index.ts';
import { sha256, signPartyCard } from '#main/vault/index.ts';
import { sendEvent, writeMessage } from './outbox.ts';
import type { Post, PostTables } from './post.ts';

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
    const next = nextSigningKey(post);
    const compared = next ? await comparedBy(db, next) : new Set<string>();
    for (const { id } of partners) {
      const message = { to: id, type: 'party.keys', subject: post.self, data: { card } } as const;
      await sendEvent(post, db, message);
      if (!next || compared.has(id)) continue;
      // Tried again and again until staff there have compared the new key: then it is taken, and we know.
      await db
        .deleteFrom('outbox')
        .where('partner', '=', id)
        .where('newest_key', '=', 1)
        .where('accepted_at', 'is', null)
        .execute();
      await writeMessage(post, db, message, undefined, true);
    }
    await writeSetting(db, SENT, digestOf(current));
  });
}

/** The signing key that partners are comparing, where there is one beside the key that signs. */
export function nextSigningKey(post: Post): CardKey | undefined {
  const valid = post.vault.publicKeys().filter((key) => key.use === 'sign' && isValidAt(key, post.clock()));
  return valid.length < 2 ? undefined : currentKey({ keys: valid }, 'sign', post.clock());
}

/** Partners that have taken a message which this key signed: their staff have compared it. */
export async function comparedBy(db: Readable<PostTables>, key: Pick<CardKey, 'nbf'>): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('outbox')
    .select('partner')
    .distinct()
    .where('newest_key', '=', 1)
    .where('accepted_at', 'is not', null)
    .where('created_at', '>=', new Date(key.nbf).toISOString())
    .execute();
  return new Set(rows.map(({ partner }) => partner));
}

/** As `sendOwnCard`, when the card is not the one that was sent last. */
export async function sendChangedCard(post: Post, profile: CardProfile): Promise<void> {
  const sent = await readSetting(post.storage.read, SENT, z.string().optional());
  if (sent !== digestOf(currentCard(post, profile))) await sendOwnCard(post, profile);
}

/** Of each partner the newest card that was sent to it, and when its server took that. */
export async function cardsSent({
  self,
  storage,
}: Post): Promise<ReadonlyMap<string, { readonly sentAt: string; readonly takenAt?: string }>> {
  const rows = await storage.read
    .selectFrom('outbox')
    .select(['partner', 'created_at', 'accepted_at'])
    .where('type', '=', 'party.keys')
    .where('subject', '=', self)
    .where('newest_key', '=', 0)
    .orderBy('created_at')
    .execute();
  return new Map(
    rows.map(({ partner, created_at: sentAt, accepted_at: takenAt }) => [
      partner,
      { sentAt, ...(takenAt !== null && { takenAt }) },
    ]),
  );
}

function digestOf(card: PartyCard): string {
  return toBase64Url(sha256(utf8(canonical(card))));
}
