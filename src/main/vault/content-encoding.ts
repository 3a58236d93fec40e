/**
 * RFC 8188 `aes128gcm`, as a package of electronic goods uses it: record by record, so that two gigabytes need the memory
 * of one record. `content-coding.ts` of shared knows the frame, this file the cipher.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import {
  contentHeaderLength,
  type ContentHeader,
  decodeContentHeader,
  encodeContentHeader,
  GOODS_RECORD_BYTES,
  KEY_INFO,
  NONCE_INFO,
  RECORD_OVERHEAD,
  recordNonce,
  unpadRecord,
} from '#shared/protocol/content-coding.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { expectOk, type Failure, type Result } from '#shared/result.ts';

const TAG_BYTES = 16;
/** Records that leave together: fewer, larger writes. */
const BATCH_BYTES = 512 * 1024;

/** A stream that does not decode, thrown in the middle of it: what came before must not be used. */
export class ContentDamaged extends Error {
  readonly code: ErrorCode;
  constructor({ code, about }: Failure) {
    super(about === undefined ? code : `${code} (${about})`);
    this.name = 'ContentDamaged';
    this.code = code;
  }
}

export interface ContentChoice {
  /** 16 bytes; random when left out. Never twice with one key. */
  readonly salt?: Uint8Array;
  /** Bytes of a record, tag and delimiter included: 18 to 2^20. */
  readonly recordBytes?: number;
  readonly keyId?: Uint8Array;
  /** Zero octets behind the delimiter of the last record; they must fit into it. */
  readonly padding?: number;
}

interface RecordKeys {
  readonly key: Uint8Array;
  readonly nonceBase: Uint8Array;
}

function deriveKeys(material: Uint8Array, salt: Uint8Array): RecordKeys {
  return {
    key: new Uint8Array(hkdfSync('sha256', material, salt, KEY_INFO, 16)),
    nonceBase: new Uint8Array(hkdfSync('sha256', material, salt, NONCE_INFO, 12)),
  };
}

/**
 * Encrypts a stream: header, then records of `recordBytes`. Pulls no more than it gives; a piece is good until the next
 * one is asked for.
 *
 * @param material input keying material, 32 random bytes for a package
 */
export async function* encodeContent(
  material: Uint8Array,
  plaintext: AsyncIterable<Uint8Array>,
  choice: ContentChoice = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const salt = new Uint8Array(choice.salt ?? randomBytes(16));
  const header: ContentHeader = {
    salt,
    recordBytes: choice.recordBytes ?? GOODS_RECORD_BYTES,
    keyId: new Uint8Array(choice.keyId ?? []),
  };
  const encoded = encodeContentHeader(header);
  expectOk(decodeContentHeader(encoded));
  yield encoded;
  const keys = deriveKeys(material, salt);
  const text = header.recordBytes - RECORD_OVERHEAD;
  const { padding = 0 } = choice;
  let at = 0;
  let whole = new Uint8Array();
  // The last record is known only when nothing follows, so one is always held back.
  for await (const { bytes, isLast } of cutBatches(plaintext, text)) {
    const records = Math.max(1, Math.ceil(bytes.length / text));
    const length = bytes.length + records * RECORD_OVERHEAD + (isLast ? padding : 0);
    if (whole.length < length) whole = new Uint8Array(length);
    const batch = whole.subarray(0, length);
    for (let record = 0; record < records; record++) {
      const piece = bytes.subarray(record * text, (record + 1) * text);
      const last = isLast && record === records - 1;
      if (last && piece.length + padding > text) throw new RangeError('the padding does not fit into the last record');
      const end = Uint8Array.of(last ? 2 : 1, ...new Uint8Array(last ? padding : 0));
      sealRecord(keys, at++, [piece, end], batch.subarray(record * header.recordBytes));
    }
    yield batch;
  }
}

function sealRecord({ key, nonceBase }: RecordKeys, at: number, parts: readonly Uint8Array[], into: Uint8Array): void {
  const cipher = createCipheriv('aes-128-gcm', key, recordNonce(nonceBase, at), { authTagLength: TAG_BYTES });
  let filled = 0;
  for (const part of parts) {
    into.set(cipher.update(part), filled);
    filled += part.length;
  }
  cipher.final();
  into.set(cipher.getAuthTag(), filled);
}

/**
 * Whole multiples of `unit` in batches; the end, and it alone, may be another length, and is there even when empty. A
 * batch's bytes are good until the next one is asked for.
 */
async function* cutBatches(
  source: AsyncIterable<Uint8Array>,
  unit: number,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
  const size = unit * Math.max(1, Math.floor(BATCH_BYTES / unit));
  const buffer = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of source) {
    let from = 0;
    while (from < chunk.length) {
      if (filled === size) {
        yield { bytes: buffer, isLast: false };
        filled = 0;
      }
      const taken = Math.min(size - filled, chunk.length - from);
      buffer.set(chunk.subarray(from, from + taken), filled);
      filled += taken;
      from += taken;
    }
  }
  yield { bytes: buffer.subarray(0, filled), isLast: true };
}

/**
 * Decrypts a stream, batch by batch; every byte given has passed its tag. Throws {@link ContentDamaged} – `damaged` for
 * a frame that can't be (cut, or going on behind its end), `not-authentic` for a wrong key, a changed or moved record –
 * and then nothing of what came before may be used.
 */
export async function* decodeContent(
  material: Uint8Array,
  encoded: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const source = encoded[Symbol.asyncIterator]();
  try {
    const { header, rest } = await takeHeader(source);
    const keys = deriveKeys(material, header.salt);
    const { recordBytes } = header;
    let at = 0;
    for await (const { bytes, isLast } of cutBatches(continued(rest, source), recordBytes)) {
      const records = Math.max(1, Math.ceil(bytes.length / recordBytes));
      const batch = new Uint8Array(bytes.length);
      let filled = 0;
      for (let record = 0; record < records; record++) {
        const piece = bytes.subarray(record * recordBytes, (record + 1) * recordBytes);
        const text = sound(openRecord(keys, at++, piece, isLast && record === records - 1));
        batch.set(text, filled);
        filled += text.length;
      }
      if (filled > 0) yield batch.subarray(0, filled);
    }
  } finally {
    await source.return?.();
  }
}

async function takeHeader(
  source: AsyncIterator<Uint8Array>,
): Promise<{ readonly header: ContentHeader; readonly rest: Uint8Array }> {
  let start: Uint8Array = new Uint8Array();
  for (;;) {
    const length = contentHeaderLength(start);
    if (length !== undefined && start.length >= length) {
      return { header: sound(decodeContentHeader(start.subarray(0, length))), rest: start.subarray(length) };
    }
    const next = await source.next();
    if (next.done) throw new ContentDamaged({ code: 'damaged', about: 'header' });
    start = Buffer.concat([start, next.value]);
  }
}

async function* continued(rest: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield rest;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

function openRecord(
  { key, nonceBase }: RecordKeys,
  at: number,
  record: Uint8Array,
  isLast: boolean,
): Result<Uint8Array<ArrayBuffer>> {
  if (record.length < RECORD_OVERHEAD) return { ok: false, error: { code: 'damaged', about: 'length' } };
  const decipher = createDecipheriv('aes-128-gcm', key, recordNonce(nonceBase, at), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(record.subarray(record.length - TAG_BYTES));
  const padded = new Uint8Array(decipher.update(record.subarray(0, record.length - TAG_BYTES)));
  try {
    decipher.final();
  } catch {
    return { ok: false, error: { code: 'not-authentic', about: 'record' } };
  }
  return unpadRecord(padded, isLast);
}

function sound<T>(result: Result<T>): T {
  if (!result.ok) throw new ContentDamaged(result.error);
  return result.value;
}
