/**
 * Sealing in the customer's browser (PROTOCOL.md §2, §7). The only place of the customer pages with cryptography; it
 * holds a public key, so nothing here can open what it sealed.
 */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { ok, type Result } from '#shared/result.ts';
import { sealToPublicKey } from './hpke-seal.ts';

export interface SealingKey {
  /** X25519, 32 bytes, base64url. */
  readonly publicKey: string;
  /** The carrier's party id. */
  readonly recipient: string;
  /** The reserved shipping number. */
  readonly number: string;
}

/** The addressee's envelope as base64url; `too-large` when the address fits no bucket. */
export async function sealAddressee(key: SealingKey, addressee: Addressee): Promise<Result<string>> {
  const { recipient, number } = key;
  const binding = { kind: 'addressee', recipient, number } as const;
  const sealed = await sealToPublicKey(fromBase64Url(key.publicKey), binding, encodeAddressee(addressee));
  return sealed.ok ? ok(toBase64Url(sealed.value)) : sealed;
}
