/** A party's sealing key, from the party itself: what a mall says about others' keys is never taken. */
import { fromBase64Url, fromUtf8 } from '#shared/bytes.ts';
import { hostOf, type SheetParty } from '#shared/protocol/make-bundle.ts';
import type { Ask } from '#shared/protocol/order-part.ts';
import { currentKey, partyCardSchema, takesFlow } from '#shared/protocol/party-card.ts';
import type { Role } from '#shared/protocol/party.ts';
import { parseJson } from '#shared/protocol/personal-key.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { FETCHING } from './ask-mall.ts';

const ROLE_OF: Readonly<Record<Ask, Role>> = {
  goods: 'mall',
  card: 'credit',
  destination: 'carrier',
  gift: 'wrapper',
};
const ANSWER_MS = 20_000;
const LARGEST_CARD = 32_768;

/**
 * X25519, 32 bytes, valid at that time. Fails (about: the party id) with `party-unproven` when the host is not the
 * party's or its card is another's, `flow-missing` when it takes no sealed orders, `unavailable` when it can't be
 * reached.
 *
 * TLS vouches for the host, and the host is the party. The card's signature is by a key that stands in the card: over
 * this connection it adds nothing.
 */
export async function fetchKey(party: SheetParty, now: Date): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const { id, url, asks } = party;
  if (url === undefined || hostOf(url) !== id) return fail('party-unproven', id);
  const text = await fetchText(`${new URL(url).origin}/.well-known/tokumei`);
  if (text === undefined) return fail('unavailable', id);
  const card = readCard(text);
  if (card?.id !== id || card.role !== ROLE_OF[asks]) return fail('party-unproven', id);
  if (asks !== 'goods' && !takesFlow(card, 'sealed')) return fail('flow-missing', id);
  const key = currentKey(card, 'seal', now);
  const bytes = key && fromBase64Url(key.x);
  return bytes?.length === 32 ? ok(bytes) : fail('party-unproven', id);
}

async function fetchText(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { ...FETCHING, signal: AbortSignal.timeout(ANSWER_MS) });
    const text = response.ok ? await response.text() : '';
    return text.length > 0 && text.length <= LARGEST_CARD ? text : undefined;
  } catch {
    return undefined;
  }
}

function readCard(jws: string) {
  const payload = fromBase64Url(jws.trim().split('.')[1] ?? '');
  try {
    return payload && parseJson(fromUtf8(payload), partyCardSchema);
  } catch {
    return undefined;
  }
}
