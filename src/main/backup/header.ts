/** The first 100 bytes of a backup file: what it is, which key opens it, and the sealed content key. */
import { concatBytes, equalBytes, fromHex, toHex, utf8 } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type RecoveryKey, recoveryKeyId, sealToRecoveryKey } from '#main/vault/index.ts';

/** Name and version, 16 bytes. */
const MAGIC = utf8('tokumei-backup/1');
const BOUND_BYTES = MAGIC.length + 4;
const ENC_BYTES = 32;
const SEALED_KEY_BYTES = 32 + 16;
export const HEADER_BYTES = BOUND_BYTES + ENC_BYTES + SEALED_KEY_BYTES;

/** Fails with `unknown-key` where `recipient` (32 raw bytes) is no usable key. */
export async function encodeHeader(
  recipient: Uint8Array,
  contentKey: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const bound = concatBytes(MAGIC, fromHex(recoveryKeyId(recipient))!);
  const sealed = await sealToRecoveryKey(recipient, contentKey, bound);
  return sealed.ok ? ok(concatBytes(bound, sealed.value.enc, sealed.value.ciphertext)) : sealed;
}

/** The content key. Fails with `backup-damaged`, or `recovery-key-wrong` (about: the id of the key that is needed). */
export async function openHeader(header: Uint8Array, key: RecoveryKey): Promise<Result<Uint8Array>> {
  if (header.length !== HEADER_BYTES || !equalBytes(header.subarray(0, MAGIC.length), MAGIC))
    return fail('backup-damaged', 'header');
  const bound = header.subarray(0, BOUND_BYTES);
  const id = toHex(bound.subarray(MAGIC.length));
  if (id !== key.id) return fail('recovery-key-wrong', id);
  const enc = header.subarray(BOUND_BYTES, BOUND_BYTES + ENC_BYTES);
  const opened = await key.open({ enc, ciphertext: header.subarray(BOUND_BYTES + ENC_BYTES) }, bound);
  return opened.ok ? opened : fail('backup-damaged', 'header');
}
