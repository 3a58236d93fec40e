/** Whether a ciphertext that came from a partner can stand on a label and open there, as far as its outside shows. */
import { fromBase64Url, toHex } from '#shared/bytes.ts';
import { type BUCKETS, parseEnvelope } from '#shared/protocol/envelope.ts';
import type { Partner } from '#main/post/index.ts';
import { sealingKeyId } from '#main/vault/index.ts';

/** The largest bucket that a label has room for, in bytes (PROTOCOL.md §2, §3). */
const LARGEST_BUCKET: Readonly<Record<'addressee' | 'customer', (typeof BUCKETS)[number]>> = {
  addressee: 384,
  customer: 192,
};
const TAG_BYTES = 16;

/** Of that kind, small enough, and sealed to a key on this partner's card. Whom it names nobody here can see. */
export function isPrintable(envelope: Uint8Array, kind: 'addressee' | 'customer', { card }: Partner): boolean {
  const parts = parseEnvelope(envelope);
  if (!parts.ok) return false;
  const { value } = parts;
  const keys = card.keys.filter(({ use }) => use === 'seal').map(({ x }) => toHex(sealingKeyId(fromBase64Url(x)!)));
  const fits = value.ciphertext.length - TAG_BYTES <= LARGEST_BUCKET[kind];
  return value.version === 1 && value.kind === kind && fits && keys.includes(value.keyId);
}
