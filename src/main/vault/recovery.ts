/**
 * Recovery keys: what a backup is sealed to. The public half lies in a party's configuration; the private half is a
 * sealed file of its own, kept away from the machine, that only a passphrase opens.
 */
import { generateKeyPairSync } from 'node:crypto';
import { DeserializeError, EncapError } from 'hpke';
import { z } from 'zod';
import { fromBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import { base64UrlSchema } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { hpkeOpen, hpkeSeal, importSealingKeyPair, sealingKeyId } from './hpke.ts';
import { createSealedFile, openSealedFile, SCRYPT_COST, type ScryptCost, type SealedFileKind } from './sealed-file.ts';

const keySchema = z.object({
  /** X25519, 32 raw bytes each, base64url. */
  x: base64UrlSchema.length(43),
  d: base64UrlSchema.length(43),
});

const KEY_FILE: SealedFileKind<z.infer<typeof keySchema>> = {
  fileName: 'recovery key',
  format: 'tokumei-recovery-key/1',
  schema: keySchema,
};

const INFO = utf8('tokumei-backup/1');

/** What HPKE makes of a content key: 32 bytes, and ciphertext with a tag of 16 bytes. */
export interface SealedContentKey {
  readonly enc: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** The private half, opened. It does not come out again. */
export interface RecoveryKey {
  /** Key id, 8 hexadecimal digits: the first 4 bytes of SHA-256(public key). */
  readonly id: string;
  /** Fails with `not-authentic` where it was sealed to another key, beside another header, or altered. */
  readonly open: (sealed: SealedContentKey, header: Uint8Array) => Promise<Result<Uint8Array>>;
}

/**
 * Makes a pair and writes the private half, sealed with the passphrase, into a new file with mode 0600.
 * Fails with `file-exists`, or `field-missing` when the passphrase is empty.
 *
 * @returns the public half, base64url
 */
export async function createRecoveryKey(
  path: string,
  passphrase: string,
  cost: ScryptCost = SCRYPT_COST,
): Promise<Result<string>> {
  const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }) as { x: string; d: string };
  const created = await createSealedFile(path, KEY_FILE, passphrase, cost, { x, d });
  if (created.ok) return ok(x);
  return created.error.code === 'wrong-state' ? fail('file-exists') : created;
}

/** Fails with `not-found`, `wrong-passphrase`, or `vault-damaged` where the file is no whole recovery key. */
export async function openRecoveryKey(path: string, passphrase: string): Promise<Result<RecoveryKey>> {
  const file = await openSealedFile(path, KEY_FILE, { passphrase });
  if (!file.ok) return file;
  const { x, d } = file.value.content();
  const pair = await importSealingKeyPair(fromBase64Url(d)!, fromBase64Url(x)!);
  return ok({
    id: recoveryKeyId(fromBase64Url(x)!),
    open: ({ enc, ciphertext }, header) => hpkeOpen(pair, { enc, ciphertext, info: INFO, aad: header }),
  });
}

/** @param publicKey 32 raw bytes */
export function recoveryKeyId(publicKey: Uint8Array): string {
  return toHex(sealingKeyId(publicKey));
}

/**
 * Seals a content key (RFC 9180, the suite of an envelope, `info` `tokumei-backup/1`) to a recovery key's public half.
 * Fails with `unknown-key` where the 32 bytes are no usable X25519 key.
 *
 * @param header what stands before it in the file, bound to it
 */
export async function sealToRecoveryKey(
  publicKey: Uint8Array,
  contentKey: Uint8Array,
  header: Uint8Array,
): Promise<Result<SealedContentKey>> {
  try {
    return ok(await hpkeSeal({ publicKey, info: INFO, aad: header, plaintext: contentKey }));
  } catch (cause) {
    if (cause instanceof EncapError || cause instanceof DeserializeError) return fail('unknown-key');
    throw cause;
  }
}
