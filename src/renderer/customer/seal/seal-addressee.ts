/**
 * Sealing in the customer's browser (PROTOCOL.md §2, §7). The only place of the customer pages with cryptography; it
 * holds a public key, so nothing here can open what it sealed.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { type HpkeSeal, sealEnvelope } from '#shared/protocol/envelope.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export interface SealingKey {
  /** X25519, 32 bytes, base64url. */
  readonly publicKey: string;
  /** The carrier's party id. */
  readonly recipient: string;
  /** The reserved shipping number. */
  readonly number: string;
}

const hpkeSeal: HpkeSeal = async ({ publicKey, info, aad, plaintext }) => {
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const recipientKey = await suite.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(recipientKey, plaintext, { info, aad });
  return { enc: encapsulatedSecret, ciphertext };
};

/** The addressee's envelope as base64url; `too-large` when the address fits no bucket. */
export async function sealAddressee(key: SealingKey, addressee: Addressee): Promise<Result<string>> {
  const publicKey = fromBase64Url(key.publicKey);
  if (publicKey?.length !== 32) return fail('unknown-key');
  const digest = await crypto.subtle.digest('SHA-256', publicKey);
  const sealed = await sealEnvelope(
    hpkeSeal,
    { publicKey, keyId: new Uint8Array(digest, 0, 4) },
    { kind: 'addressee', recipient: key.recipient, number: key.number },
    encodeAddressee(addressee),
  );
  return sealed.ok ? ok(toBase64Url(sealed.value)) : sealed;
}
