/** HPKE in the customer's browser, RFC 9180 base mode: the cipher that `sealEnvelope` of shared is given. */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { type EnvelopeBinding, type HpkeSeal, sealEnvelope } from '#shared/protocol/envelope.ts';
import { fail, type Result } from '#shared/result.ts';

const hpkeSeal: HpkeSeal = async ({ publicKey, info, aad, plaintext }) => {
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const recipientKey = await suite.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(recipientKey, plaintext, { info, aad });
  return { enc: encapsulatedSecret, ciphertext };
};

/** Seals to a public key, X25519, 32 bytes; `unknown-key` for another length, `too-large` for a plaintext that fits no bucket. */
export async function sealToPublicKey(
  publicKey: Uint8Array<ArrayBuffer> | undefined,
  binding: EnvelopeBinding,
  plaintext: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  if (publicKey?.length !== 32) return fail('unknown-key');
  const digest = await crypto.subtle.digest('SHA-256', publicKey);
  return sealEnvelope(hpkeSeal, { publicKey, keyId: new Uint8Array(digest, 0, 4) }, binding, plaintext);
}
