/**
 * Recovery keys: what a backup is sealed to. The public half lies in a party's configuration; the private half is a
 * sealed file of its own, kept away from the machine, that only a passphrase opens.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { DeserializeError, EncapError } from 'hpke';
import { z } from 'zod';
import { fromBase64Url, toBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import { base64UrlSchema } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { hpkeOpen, hpkeSeal, importSealingKeyPair, sealingKeyId, X25519_PKCS8 } from './hpke.ts';
import { paperKeyText, readPaperKeyText } from './paper-key.ts';
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
  return file.ok ? ok(await holdRecoveryKey(file.value.content())) : file;
}

async function holdRecoveryKey({ x, d }: z.infer<typeof keySchema>): Promise<RecoveryKey> {
  const pair = await importSealingKeyPair(fromBase64Url(d)!, fromBase64Url(x)!);
  return {
    id: recoveryKeyId(fromBase64Url(x)!),
    open: ({ enc, ciphertext }, header) => hpkeOpen(pair, { enc, ciphertext, info: INFO, aad: header }),
  };
}

/** A recovery key that is to be written on paper and kept nowhere else: whoever has the paper opens the backups. */
export interface PaperKey {
  /** base64url: what a party's configuration holds. */
  readonly publicKey: string;
  /** The private half in 14 groups of 4 characters. */
  readonly text: string;
}

/** A new pair; nothing of it is written anywhere. */
export function drawPaperKey(): PaperKey {
  const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }) as { x: string; d: string };
  return { publicKey: x, text: paperKeyText(fromBase64Url(d)!) };
}

/** What `drawPaperKey` wrote, as somebody types or scans it. Fails with `field-invalid` about `recovery-key`. */
export async function openPaperKey(text: string): Promise<Result<RecoveryKey>> {
  const secret = readPaperKeyText(text);
  if (!secret.ok) return secret;
  const der = Buffer.concat([X25519_PKCS8, secret.value]);
  const privateKey = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' }) as { x: string };
  return ok(await holdRecoveryKey({ x, d: toBase64Url(secret.value) }));
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
