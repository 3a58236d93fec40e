/** SHA-256 in the shapes that the other rooms ask for. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { toBase64Url, toHex, utf8 } from '#shared/bytes.ts';

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** SHA-256 of a file, read piece by piece: it may be larger than memory. Rejects where it can't be read. */
export async function fileSha256(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 })) hash.update(piece as Buffer);
  return new Uint8Array(hash.digest());
}

/** SHA-256 of what does not fit into memory. */
export interface RunningDigest {
  update(bytes: Uint8Array): void;
  /** 32 bytes as base64url, 43 characters; nothing can be added afterwards. */
  finish(): string;
}

export function startSha256(): RunningDigest {
  const hash = createHash('sha256');
  return {
    update: (bytes) => void hash.update(bytes),
    finish: () => hash.digest('base64url'),
  };
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
 * The UUID that a text stands for, always the same: version 8 of RFC 9562 §5.8, over SHA-256. For ids that must come
 * out alike when the same thing is said again after a restore.
 */
export function namedUuid(name: string): string {
  const bytes = sha256(utf8(name)).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
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
