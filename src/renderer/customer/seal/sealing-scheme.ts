/**
 * The sources of a common key in the customer's browser, behind the one interface of `pairwise.ts` of shared: a public
 * key (HPKE), a file of personal keys (Blom), a key agreed beforehand. Called by the page that cuts an order into parts;
 * nothing here sends or keeps anything.
 */
import { concatBytes, fromBase64Url } from '#shared/bytes.ts';
import {
  blomScheme,
  DERIVED_BYTES,
  type Derivation,
  type PairwiseCipher,
  type PairwiseScheme,
  pairwiseScheme,
  type SealingScheme,
} from '#shared/protocol/pairwise.ts';
import type { AgreedKey, CustomerKeys } from '#shared/protocol/personal-key.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { sealToPublicKey } from './hpke-seal.ts';

async function derive(from: Derivation): Promise<{ readonly key: CryptoKey; readonly iv: Uint8Array<ArrayBuffer> }> {
  const { subtle } = crypto;
  const { key, nonce } = DERIVED_BYTES;
  const source = await subtle.importKey('raw', concatBytes(from.commonKey), 'HKDF', false, ['deriveBits']);
  const kdf = { name: 'HKDF', hash: 'SHA-256', salt: concatBytes(from.salt), info: concatBytes(from.info) };
  const derived = new Uint8Array(await subtle.deriveBits(kdf, source, (key + nonce) * 8));
  return {
    key: await subtle.importKey('raw', derived.subarray(0, key), 'AES-GCM', false, ['encrypt', 'decrypt']),
    iv: derived.slice(key),
  };
}

/** HKDF-SHA256 and AES-256-GCM of WebCrypto. */
export const browserCipher: PairwiseCipher = {
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
  seal: async (from, plaintext, aad) => {
    const { key, iv } = await derive(from);
    const gcm = { name: 'AES-GCM', iv, additionalData: concatBytes(aad), tagLength: 128 };
    return new Uint8Array(await crypto.subtle.encrypt(gcm, key, concatBytes(plaintext)));
  },
  open: async (from, ciphertext, aad) => {
    const { key, iv } = await derive(from);
    const gcm = { name: 'AES-GCM', iv, additionalData: concatBytes(aad), tagLength: 128 };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(gcm, key, concatBytes(ciphertext)));
    } catch {
      return undefined;
    }
  },
};

/** Sealing to a party's public key of its card, X25519, 32 bytes. */
export function publicKeyScheme(publicKey: Uint8Array<ArrayBuffer>): SealingScheme {
  return { scheme: 'hpke', seal: (binding, plaintext) => sealToPublicKey(publicKey, binding, plaintext) };
}

export interface CustomerEnd {
  readonly scheme: PairwiseScheme;
  /** What the party must be told to find its key: the pseudonym that it alone sees, and where the key comes from. */
  readonly peer: { readonly id: string; readonly centre: string; readonly generation: number };
}

/**
 * The customer's end towards a party, by the pseudonym that was made for it. Fails with `unknown-key` (about: the party)
 * when the file has none for it, `key-invalid` when its key is none.
 */
export async function customerScheme(file: CustomerKeys, party: string): Promise<Result<CustomerEnd>> {
  const own = file.keys.find((key) => key.for === party);
  if (!own) return fail('unknown-key', party);
  const { id, centre, generation } = own;
  const scheme = await blomScheme(browserCipher, own, { id: party, centre, generation });
  return scheme.ok ? ok({ scheme: scheme.value, peer: { id, centre, generation } }) : scheme;
}

/** Sealing under a key that was agreed beforehand. Fails with `unknown-key` when it is not between these two. */
export function agreedScheme({ ends, key }: AgreedKey, own: string, peer: string): Result<PairwiseScheme> {
  if (own === peer || !ends.includes(own) || !ends.includes(peer)) return fail('unknown-key');
  return ok(pairwiseScheme(browserCipher, 'agreed', { own, peer, commonKey: fromBase64Url(key)! }));
}
