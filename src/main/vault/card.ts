/** A party's card: signed by its own vault, verified by whoever registers the party (PROTOCOL.md §6). */
import { CARD_TYPE, type PartyCard, partyCardSchema } from '#shared/protocol/party-card.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { peekJws, verifyJws } from './jws.ts';
import type { Vault } from './vault.ts';

/** The card as a JWS compact of the newest signing key, which must be among the card's keys. Members outside the schema are left out. */
export function signPartyCard(vault: Pick<Vault, 'signCard'>, card: PartyCard): Promise<string> {
  return vault.signCard(CARD_TYPE, JSON.stringify(partyCardSchema.parse(card)));
}

/**
 * The card, when one of its own signing keys signed it. That proves consistency and not identity: staff compare the
 * safety number. Fails with `card-invalid`.
 */
export async function verifyPartyCard(jws: string): Promise<Result<PartyCard>> {
  const peeked = peekJws(jws, 'card-invalid');
  if (!peeked.ok) return peeked;
  const claimed = partyCardSchema.safeParse(peeked.value.claims);
  if (!claimed.success) return fail('card-invalid', 'form');
  const { keys } = claimed.data;
  if (!keys.every((key) => key.crv === (key.use === 'seal' ? 'X25519' : 'Ed25519'))) return fail('card-invalid', 'key');
  const verified = await verifyJws(jws, { type: CARD_TYPE, keys, code: 'card-invalid' });
  return verified.ok ? ok(claimed.data) : verified;
}
