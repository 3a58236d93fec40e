/** A company's sealing key with both halves, which only a test has side by side. */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { toBase64Url } from '#shared/bytes.ts';
import {
  type EnvelopeBinding,
  envelopeAad,
  envelopeInfo,
  parseEnvelope,
  unpadPlaintext,
} from '#shared/protocol/envelope.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { expectOk } from '#shared/result.ts';

const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

export const keyPair = await suite.GenerateKeyPair();
export const publicKey = toBase64Url(await suite.SerializePublicKey(keyPair.publicKey));

export interface Opened {
  readonly addressee: Addressee;
  /** Padded plaintext, bytes. */
  readonly bucket: number;
  readonly keyId: string;
}

/** Rejects when the tag is not right. */
export async function openAddressee(envelope: Uint8Array, recipient: string, number: string): Promise<Opened> {
  const { header, enc, ciphertext, keyId, kind } = expectOk(parseEnvelope(envelope));
  if (kind !== 'addressee') throw new Error(`kind is ${kind}`);
  const aad = envelopeAad(header, { kind, recipient, number });
  const padded = await suite.Open(keyPair, enc, ciphertext, { info: envelopeInfo(kind), aad });
  const addressee = expectOk(decodeAddressee(expectOk(unpadPlaintext(padded))));
  return { addressee, bucket: padded.length, keyId };
}

/** Plaintext, without its padding. Rejects when the tag is not right. */
export async function openBound(envelope: Uint8Array, binding: EnvelopeBinding): Promise<Uint8Array> {
  const { header, enc, ciphertext, kind } = expectOk(parseEnvelope(envelope));
  if (kind !== binding.kind) throw new Error(`kind is ${kind}`);
  const aad = envelopeAad(header, binding);
  return expectOk(unpadPlaintext(await suite.Open(keyPair, enc, ciphertext, { info: envelopeInfo(kind), aad })));
}
