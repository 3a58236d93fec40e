/** SHA-256 in the shapes that the other rooms ask for. */
import { createHash } from 'node:crypto';
import { toBase64Url, utf8 } from '#shared/bytes.ts';

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** First 8 bytes of SHA-256(envelope): how a station knows an expected envelope again (PROTOCOL.md §2). */
export function digestPrefix(envelope: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(envelope).slice(0, 8);
}

/** SHA-256 of a token as base64url, 43 characters: what is stored of a cookie or a one-time token instead of itself. */
export function tokenHash(token: string): string {
  return toBase64Url(sha256(utf8(token)));
}

/**
 * The 12 decimal digits of the number that an envelope stands for in variant c: first 8 bytes of its SHA-256, read as
 * a big-endian integer, mod 10^12, zero-padded.
 *
 * @param digest the SHA-256 that `jti` spells in base64url, at least 8 bytes
 */
export function variantCDigits(digest: Uint8Array): string {
  const integer = new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getBigUint64(0);
  return String(integer % 1_000_000_000_000n).padStart(12, '0');
}
