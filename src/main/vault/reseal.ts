/** Sealing anew what somebody else will open: the plaintext exists between the two ciphers alone, and is overwritten. */
import { concatBytes, toHex } from '#shared/bytes.ts';
import {
  ENVELOPE_KINDS,
  type EnvelopeBinding,
  envelopeAad,
  envelopeInfo,
  padPlaintext,
  unpadPlaintext,
} from '#shared/protocol/envelope.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { hpkeSeal, isUnusableKey, sealingKeyId } from './hpke.ts';
import { type KeyRing, openPadded } from './party-keys.ts';

/** From whom to whom an envelope goes on. */
export interface Resealing {
  readonly from: EnvelopeBinding;
  /** X25519, 32 raw bytes. */
  readonly publicKey: Uint8Array;
  readonly to: EnvelopeBinding;
}

export async function resealEnvelope(
  ring: KeyRing,
  envelope: Uint8Array,
  { from, publicKey, to }: Resealing,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const opened = await openPadded(ring, envelope, from);
  if (!opened.ok) return opened;
  const plaintext = unpadPlaintext(opened.value);
  const padded = plaintext.ok ? padPlaintext(to.kind, plaintext.value) : plaintext;
  try {
    if (!padded.ok) return padded;
    const header = concatBytes(Uint8Array.of(1, ENVELOPE_KINDS[to.kind]), sealingKeyId(publicKey));
    const aad = envelopeAad(header, to);
    const sealed = await hpkeSeal({ publicKey, info: envelopeInfo(to.kind), aad, plaintext: padded.value });
    return ok(concatBytes(header, sealed.enc, sealed.ciphertext));
  } catch (cause) {
    if (isUnusableKey(cause)) return fail('unknown-key', toHex(sealingKeyId(publicKey)));
    throw cause;
  } finally {
    opened.value.fill(0);
    if (padded.ok) padded.value.fill(0);
  }
}
