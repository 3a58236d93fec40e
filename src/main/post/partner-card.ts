/**
 * Partners' cards: which key of one staff compare, which card is the newer, and what of it counts at once. Sealing keys
 * of a card that a known key vouches for do; whatever would let somebody else speak for the partner waits (PROTOCOL.md §6).
 */
import type { CardChange } from '#shared/desk/partners.ts';
import { type CardKey, currentKey, type PartyCard } from '#shared/protocol/party-card.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Writable } from '#main/storage/index.ts';
import { keyThumbprint, peekJws, safetyNumber, verifyPartyCard } from '#main/vault/index.ts';
import { findPartner } from './find-partner.ts';
import type { Post, PostTables } from './post.ts';

/** The key whose fingerprint staff compare: the one in force, or of a card that ran out its latest. */
function signingKey(card: { readonly keys: readonly CardKey[] }, at: Date): Uint8Array {
  const latest = card.keys.filter((key) => key.use === 'sign').sort((a, b) => Date.parse(b.nbf) - Date.parse(a.nbf))[0];
  const key = currentKey(card, 'sign', at) ?? latest;
  const bytes = key && fromBase64Url(key.x);
  if (!bytes) throw new Error('a card without a signing key');
  return bytes;
}

/** 60 digits that both parties' staff compare; of the card that waits, when one does. */
export async function partnerSafetyNumber(post: Post, card: PartyCard): Promise<string> {
  const at = post.clock();
  const self = { id: post.self, role: post.role, signingKey: signingKey({ keys: post.vault.publicKeys() }, at) };
  return safetyNumber(self, { id: card.id, role: card.role, signingKey: signingKey(card, at) });
}

/**
 * A card that was signed by the very key whose fingerprint staff compare: signed by another of its keys, it could carry
 * a stranger's beside the one that everybody knows. Fails with `card-invalid`.
 */
export async function readPartyCard(post: Post, jws: string): Promise<Result<PartyCard>> {
  const card = await verifyPartyCard(jws);
  if (!card.ok) return card;
  const compared = currentKey(card.value, 'sign', post.clock());
  const signed = peekJws(jws, 'card-invalid');
  if (!compared || !signed.ok || signed.value.header.kid !== (await keyThumbprint(compared))) {
    return fail('card-invalid', 'key');
  }
  return card;
}

/** Whether a key of the partner's that staff have compared signed this card. */
export async function isVouchedFor(post: Post, jws: string, id: string): Promise<boolean> {
  const known = await findPartner(post.storage.read, id);
  const signed = peekJws(jws, 'card-invalid');
  if (known?.state !== 'approved' || !signed.ok) return false;
  const signing = known.card.keys.filter(({ use }) => use === 'sign');
  const kids = await Promise.all(signing.map(keyThumbprint));
  return kids.includes(String(signed.value.header.kid));
}

export interface CardSource {
  /** A known key of the partner signed it, or the message that brought it. */
  readonly vouched: boolean;
  /** Time of that message. */
  readonly told?: string;
}

/**
 * Takes in a card whose signature was checked. The same signing keys, pins and places: in force at once. Others: it
 * waits for a comparison, and its sealing keys alone count at once where it is vouched for. A party never changes its
 * role.
 */
export async function storeCard(
  post: Post,
  db: Writable<PostTables>,
  card: PartyCard,
  { vouched, told }: CardSource,
): Promise<Result<void>> {
  post.changes.announce('partners');
  const known = await findPartner(db, card.id);
  if (!known) {
    await db
      .insertInto('partner')
      .values({
        id: card.id,
        role: card.role,
        name: card.name,
        state: 'pending',
        card: JSON.stringify(card),
        next_card: null,
        variant: 'a',
        added_at: post.clock().toISOString(),
        last_sent_at: null,
        last_received_at: null,
      })
      .execute();
    return ok();
  }
  if (known.role !== card.role) return fail('card-invalid', 'role');
  // Order of arrival is not order of sending: the newer keys stay.
  if (isOlder(card, known.card) || (await cameLater(db, card.id, told))) return ok();
  const brought = changesOf(known.card, card);
  const trusted = known.state === 'approved' && brought.length === 0;
  const sealing = known.state === 'approved' && vouched ? withSealingKeys(known.card, card) : known.card;
  await db
    .updateTable('partner')
    .set({
      ...(trusted
        ? { card: JSON.stringify(card), name: card.name, next_card: null }
        : known.state === 'pending'
          ? { card: JSON.stringify(card), name: card.name }
          : { card: JSON.stringify(sealing), next_card: JSON.stringify(card) }),
      ...(told !== undefined && { told_at: told }),
    })
    .where('id', '=', card.id)
    .execute();
  // It may bring no pin by itself, but one that it has dropped opens the door no more.
  if (trusted)
    await db.deleteFrom('partner_pin').where('partner', '=', card.id).where('pin', 'not in', card.tls).execute();
  return ok();
}

async function cameLater(db: Writable<PostTables>, id: string, told: string | undefined): Promise<boolean> {
  if (told === undefined) return false;
  const row = await db.selectFrom('partner').select('told_at').where('id', '=', id).executeTakeFirst();
  return row?.told_at != null && Date.parse(told) < Date.parse(row.told_at);
}

/** Whether the other card has a later sealing key: each month brings one, and each rotation. */
function isOlder(card: PartyCard, than: PartyCard): boolean {
  const [begins, others] = [beginnings(card), beginnings(than)];
  for (const [at, other] of others.entries()) {
    const begin = begins[at];
    if (begin === undefined) return false;
    if (begin !== other) return begin < other;
  }
  return false;
}

/** Of its sealing keys, latest first. */
function beginnings(card: PartyCard): number[] {
  const times = card.keys.filter((key) => key.use === 'seal').map((key) => Date.parse(key.nbf));
  return times.sort((a, b) => b - a);
}

function withSealingKeys(trusted: PartyCard, next: PartyCard): PartyCard {
  const of = (card: PartyCard, use: CardKey['use']): CardKey[] => card.keys.filter((key) => key.use === use);
  const sealing = of(next, 'seal');
  const same =
    of(trusted, 'seal')
      .map(({ x }) => x)
      .join() === sealing.map(({ x }) => x).join();
  return same ? trusted : { ...trusted, keys: [...of(trusted, 'sign'), ...sealing] };
}

/** What of a card would let somebody else speak for the partner, or lead its messages and customers elsewhere. */
export function changesOf(trusted: PartyCard, next: PartyCard): CardChange[] {
  const signingKeys = new Set(trusted.keys.filter((key) => key.use === 'sign').map((key) => key.x));
  const newKey = next.keys.some((key) => key.use === 'sign' && !signingKeys.has(key.x));
  const newPin = next.tls.some((pin) => !trusted.tls.includes(pin));
  const moved = next.partner !== trusted.partner || next.public !== trusted.public;
  return [
    ...(newKey ? ['signing-key' as const] : []),
    ...(newPin ? ['tls' as const] : []),
    ...(moved ? ['places' as const] : []),
  ];
}
