/**
 * HPKE as the envelope uses it: RFC 9180 base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, single shot.
 * `envelope.ts` of shared knows the frame, this file the cipher; sealing needs nothing but a public key.
 */
import {
  AEAD_AES_256_GCM,
  CipherSuite,
  type CryptoKey,
  DecapError,
  DeserializeError,
  EncapError,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
  type KeyPair,
  OpenError,
} from 'hpke';
import { toHex } from '#shared/bytes.ts';
import { type EnvelopeBinding, type HpkeSeal, sealEnvelope } from '#shared/protocol/envelope.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { sha256 } from './digest.ts';

const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

export type SealingKeyPair = KeyPair<CryptoKey>;

/** PKCS#8 (RFC 8410) of an X25519 private key is this and the 32 bytes. */
export const X25519_PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Both halves as 32 raw bytes; the private one can't be taken out again. */
export async function importSealingKeyPair(privateKey: Uint8Array, publicKey: Uint8Array): Promise<SealingKeyPair> {
  return {
    privateKey: await suite.DeserializePrivateKey(privateKey, false),
    publicKey: await suite.DeserializePublicKey(publicKey),
  };
}

/** First 4 bytes of SHA-256(public key): the key id in an envelope's header (PROTOCOL.md §2). */
export function sealingKeyId(publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(publicKey).slice(0, 4);
}

/** RFC 9180 single-shot seal, the cipher that `sealEnvelope` of shared is given. */
export const hpkeSeal: HpkeSeal = async ({ publicKey, info, aad, plaintext }) => {
  const recipient = await suite.DeserializePublicKey(publicKey);
  const sealed = await suite.Seal(recipient, plaintext, { info, aad });
  return { enc: sealed.encapsulatedSecret, ciphertext: sealed.ciphertext };
};

/**
 * Seals a plaintext (deterministic CBOR, without padding) to a recipient's public key.
 *
 * Fails with `too-large` when no bucket of its kind holds it, and with `unknown-key` (about: the key id) when the
 * 32 bytes are no usable X25519 key. An envelope proves nothing about who sealed it.
 *
 * @param publicKey X25519, 32 raw bytes
 */
export async function sealTo(
  publicKey: Uint8Array,
  binding: EnvelopeBinding,
  plaintext: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const keyId = sealingKeyId(publicKey);
  try {
    return await sealEnvelope(hpkeSeal, { publicKey, keyId }, binding, plaintext);
  } catch (cause) {
    if (isUnusableKey(cause)) return fail('unknown-key', toHex(keyId));
    throw cause;
  }
}

/** What `hpkeSeal` throws when the 32 bytes are no X25519 key, or one of low order. */
export function isUnusableKey(cause: unknown): boolean {
  return cause instanceof EncapError || cause instanceof DeserializeError;
}

/** RFC 9180 single-shot open; `not-authentic` for whatever the recipient's key does not open. */
export async function hpkeOpen(
  keyPair: SealingKeyPair,
  sealed: { enc: Uint8Array; ciphertext: Uint8Array; info: Uint8Array; aad: Uint8Array },
): Promise<Result<Uint8Array>> {
  try {
    const { info, aad } = sealed;
    return ok(await suite.Open(keyPair, sealed.enc, sealed.ciphertext, { info, aad }));
  } catch (cause) {
    // A low-order point as encapsulated key fails in Decap, everything else at the tag.
    if (cause instanceof OpenError || cause instanceof DecapError || cause instanceof DeserializeError)
      return fail('not-authentic');
    throw cause;
  }
}
