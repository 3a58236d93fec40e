/**
 * The frame of RFC 8188 `aes128gcm`: header, records, delimiters. It knows no cryptography; `vault` and the buyer's
 * browser bring AES and the key. A record is its plaintext, a delimiter octet, and a 16-byte tag.
 */
import { utf8 } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';

const TAG_BYTES = 16;
/** Delimiter and tag: what a record is longer than its plaintext. */
export const RECORD_OVERHEAD = 1 + TAG_BYTES;
/** Salt, record size, and the length of the key id. */
const FIXED_HEADER_BYTES = 21;
/** Of a package's content: 32 KiB. */
export const GOODS_RECORD_BYTES = 32_768;
/** A larger record would have to be held in memory before its tag says that it is one. */
const LARGEST_RECORD = 2 ** 20;

/** HKDF-SHA256 `info` of the content encryption key (16 bytes) and of the nonce base (12 bytes), RFC 8188 §2.2, §2.3. */
export const KEY_INFO = utf8('Content-Encoding: aes128gcm\0');
export const NONCE_INFO = utf8('Content-Encoding: nonce\0');

export interface ContentHeader {
  /** 16 bytes. */
  readonly salt: Uint8Array<ArrayBuffer>;
  /** Bytes of every record but the last, which may be shorter. */
  readonly recordBytes: number;
  /** Names the input keying material; empty in a package. */
  readonly keyId: Uint8Array<ArrayBuffer>;
}

export function encodeContentHeader({ salt, recordBytes, keyId }: ContentHeader): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(FIXED_HEADER_BYTES + keyId.length);
  header.set(salt);
  new DataView(header.buffer).setUint32(16, recordBytes);
  header[20] = keyId.length;
  header.set(keyId, FIXED_HEADER_BYTES);
  return header;
}

/** Bytes that the header takes, by its first 21; `undefined` while they are fewer. */
export function contentHeaderLength(start: Uint8Array): number | undefined {
  return start.length < FIXED_HEADER_BYTES ? undefined : FIXED_HEADER_BYTES + start[20]!;
}

/** Reads a whole header. Fails with `damaged`: cut, a record that holds nothing, or one too large to be held. */
export function decodeContentHeader(header: Uint8Array): Result<ContentHeader> {
  const length = contentHeaderLength(header);
  if (length === undefined || header.length < length) return fail('damaged', 'header');
  const recordBytes = new DataView(header.buffer, header.byteOffset, header.byteLength).getUint32(16);
  if (recordBytes <= RECORD_OVERHEAD || recordBytes > LARGEST_RECORD) return fail('damaged', 'record size');
  return ok({ salt: header.slice(0, 16), recordBytes, keyId: header.slice(FIXED_HEADER_BYTES, length) });
}

/** Nonce of a record: the base with the record's number in its last bytes (RFC 8188 §2.3). @param at from 0 */
export function recordNonce(base: Uint8Array, at: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(base);
  const view = new DataView(nonce.buffer);
  view.setUint32(4, (view.getUint32(4) ^ Math.floor(at / 2 ** 32)) >>> 0);
  view.setUint32(8, (view.getUint32(8) ^ (at % 2 ** 32)) >>> 0);
  return nonce;
}

/**
 * The plaintext of a decrypted record without its delimiter and padding. Fails with `damaged` when it has none, or the
 * other one: a last record in the middle, or a stream cut between two records.
 */
export function unpadRecord(padded: Uint8Array<ArrayBuffer>, isLast: boolean): Result<Uint8Array<ArrayBuffer>> {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  return end >= 0 && padded[end] === (isLast ? 2 : 1) ? ok(padded.subarray(0, end)) : fail('damaged', 'delimiter');
}

/** Bytes of the encrypted records, header excluded, for so many bytes of plaintext. */
export function encodedLength(plaintext: number, recordBytes: number): number {
  return plaintext + RECORD_OVERHEAD * Math.max(1, Math.ceil(plaintext / (recordBytes - RECORD_OVERHEAD)));
}

/** The most plaintext that so many bytes of records hold, header excluded. */
export function plaintextLength(encoded: number, recordBytes: number): number {
  return encoded - RECORD_OVERHEAD * Math.ceil(encoded / recordBytes);
}
