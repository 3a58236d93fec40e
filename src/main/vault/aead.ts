/** AES-256-GCM (NIST SP 800-38D) with a fresh random nonce: `nonce(12) ‖ ciphertext ‖ tag(16)`. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { concatBytes, utf8 } from '#shared/bytes.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param context names what is sealed, so that one sealed thing can't stand in for another */
export function sealBytes(key: Uint8Array, plaintext: Uint8Array, context: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(utf8(context));
  const ciphertext = concatBytes(cipher.update(plaintext), cipher.final());
  return concatBytes(nonce, ciphertext, cipher.getAuthTag());
}

/** `undefined` when key, context or a single bit differ. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array<ArrayBuffer> | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(utf8(context)).setAuthTag(tag);
  const plaintext = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    return concatBytes(plaintext, decipher.final());
  } catch {
    return undefined;
  }
}
