/** Opens a package as its buyer could with other programs: node's own cryptography and another reader of archives. */
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { envelopeAad, envelopeInfo, parseEnvelope, unpadPlaintext } from '#shared/protocol/envelope.ts';
import { decodeGoodsKey } from '#shared/protocol/goods-key-plaintext.ts';
import { GOODS_ENVELOPE_BYTES, goodsBinding } from '#shared/protocol/goods-package.ts';
import { expectOk } from '#shared/result.ts';
import { decodeContent } from '#main/vault/index.ts';
import type { BuyerKey } from './an-order.ts';

export interface UnpackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @param from the credit company's id and its receipt number */
export async function openGoodsKey(
  envelope: Uint8Array,
  buyer: BuyerKey,
  from: { readonly issuer: string; readonly receipt: string },
): Promise<Uint8Array> {
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const keyPair = {
    privateKey: await suite.DeserializePrivateKey(buyer.privateKey, false),
    publicKey: await suite.DeserializePublicKey(buyer.publicKey),
  };
  const { header, enc, ciphertext } = expectOk(parseEnvelope(envelope));
  const aad = envelopeAad(header, goodsBinding(from.issuer, from.receipt));
  const padded = await suite.Open(keyPair, enc, ciphertext, { info: envelopeInfo('goods'), aad });
  return expectOk(decodeGoodsKey(expectOk(unpadPlaintext(padded))));
}

export async function openPackage(
  bytes: Uint8Array,
  buyer: BuyerKey,
  from: { readonly issuer: string; readonly receipt: string },
): Promise<UnpackedFile[]> {
  const key = await openGoodsKey(bytes.subarray(0, GOODS_ENVELOPE_BYTES), buyer, from);
  const reader = extract();
  Readable.from(decodeContent(key, Readable.from([bytes.subarray(GOODS_ENVELOPE_BYTES)]))).pipe(reader);
  const files: UnpackedFile[] = [];
  for await (const entry of reader) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    files.push({ name: entry.header.name, bytes: new Uint8Array(Buffer.concat(parts)) });
  }
  return files;
}
