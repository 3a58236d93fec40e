/** Envelope version 2 on Node's cryptography, and every source of a common key behind the one interface. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { concatBytes, fromBase64Url } from '#shared/bytes.ts';
import {
  DERIVED_BYTES,
  type Derivation,
  type PairwiseCipher,
  type PairwiseScheme,
  pairwiseScheme,
  type SealingScheme,
} from '#shared/protocol/pairwise.ts';
import type { AgreedKey } from '#shared/protocol/personal-key.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { sha256 } from './digest.ts';
import { sealTo } from './hpke.ts';

const TAG_BYTES = 16;

function derive({ commonKey, salt, info }: Derivation): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const { key, nonce } = DERIVED_BYTES;
  const derived = new Uint8Array(hkdfSync('sha256', commonKey, salt, info, key + nonce));
  return { key: derived.subarray(0, key), nonce: derived.subarray(key) };
}

/** HKDF-SHA256 and AES-256-GCM of the platform. */
export const pairwiseCipher: PairwiseCipher = {
  randomBytes: (count) => new Uint8Array(randomBytes(count)),
  sha256: async (bytes) => sha256(bytes),
  seal: async (from, plaintext, aad) => {
    const { key, nonce } = derive(from);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
    return concatBytes(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
  },
  open: async (from, ciphertext, aad) => {
    const { key, nonce } = derive(from);
    const end = ciphertext.length - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(aad).setAuthTag(ciphertext.subarray(end));
    const plaintext = decipher.update(ciphertext.subarray(0, end));
    try {
      return concatBytes(plaintext, decipher.final());
    } catch {
      return undefined;
    }
  },
};

/** Sealing to a public key. @param publicKey X25519, 32 raw bytes */
export function hpkeScheme(publicKey: Uint8Array): SealingScheme {
  return { scheme: 'hpke', seal: (binding, plaintext) => sealTo(publicKey, binding, plaintext) };
}

/** Sealing under a key that was agreed beforehand. Fails with `unknown-key` when it is not between these two. */
export function agreedScheme(agreed: AgreedKey, own: string, peer: string): Result<PairwiseScheme> {
  if (!isBetween(agreed, own, peer)) return fail('unknown-key');
  return ok(pairwiseScheme(pairwiseCipher, 'agreed', { own, peer, commonKey: fromBase64Url(agreed.key)! }));
}

export function isBetween({ ends }: AgreedKey, one: string, other: string): boolean {
  return one !== other && ends.includes(one) && ends.includes(other);
}
