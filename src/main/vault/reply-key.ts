/** For whoever plays a customer on Node's cryptography – the demo, tests; a party never has such a key. */
import type { ReplyKey } from '#shared/protocol/make-bundle.ts';
import { importKeyRing, newKey, openEnvelope, publicKeyBytes } from './party-keys.ts';

const ALWAYS = { nbf: '2000-01-01T00:00:00Z', exp: '2100-01-01T00:00:00Z' };

/** A key pair for one answer to a challenge (`challenge.ts` of shared): kept nowhere, gone with what is returned. */
export async function drawReplyKey(): Promise<ReplyKey> {
  const key = newKey('seal', ALWAYS);
  const ring = await importKeyRing([key]);
  return { publicKey: publicKeyBytes(key), open: (envelope, binding) => openEnvelope(ring, envelope, binding) };
}
