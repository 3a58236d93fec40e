/** What lies compressed or wrapped inside other bytes, wherever it begins. */
import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

export interface Inner {
  /** What it lay in. */
  readonly container: string;
  /** Where that began. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Bytes of one unpacked container. */
const MOST_UNPACKED = 64 * 1024 * 1024;
/** Less holds no mark. */
const LEAST_UNPACKED = 6;
const LEAST_DEFLATED = 8;

/** Thrown where a container is larger than is looked into: not to search it must not pass for having searched it. */
export class ContainerTooLarge extends Error {
  readonly code = 'too-large';
}

/**
 * Everything that can be taken out of `bytes`. Raw deflate has no sign to know it by: it is tried at the beginning,
 * where a file or a value of a database would hold it, and where a ZIP or a PDF says so.
 */
export function* openContainers(bytes: Uint8Array): Generator<Inner> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const opened = new Set<number>();
  const take = function* (container: string, offset: number, unpacked: Uint8Array | undefined): Generator<Inner> {
    if (unpacked === undefined || unpacked.length < LEAST_UNPACKED) return;
    opened.add(offset);
    yield { container, offset, bytes: unpacked };
  };
  for (const [start, end] of pdfStreams(buffer)) {
    const stream = buffer.subarray(start, end);
    yield* take('pdf stream', start, unpack(inflateSync, stream) ?? unpack(inflateRawSync, stream));
  }
  for (const { start, data } of pngPictures(buffer)) yield* take('png', start, unpack(inflateSync, data));
  for (const start of zipEntries(buffer)) yield* take('zip', start, unpack(inflateRawSync, buffer.subarray(start)));
  for (const start of placesOf(buffer, 0x1f, (next) => next === 0x8b)) {
    if (buffer[start + 2] === 8) yield* take('gzip', start, unpack(gunzipSync, buffer.subarray(start)));
  }
  for (const start of placesOf(buffer, 0x78, (next) => ZLIB_LEVELS.has(next))) {
    if (!opened.has(start) && mayBeDeflated(buffer.subarray(start + 2)))
      yield* take('zlib', start, unpack(inflateSync, buffer.subarray(start)));
  }
  if (mayBeDeflated(buffer)) yield* take('raw deflate', 0, tryInflate(inflateRawSync, buffer));
  for (const { start, alphabet, data } of wrappedTexts(buffer)) yield* take(alphabet, start, data);
}

/** Whether the first block can be one (RFC 1951 §3.2.3–7): most texts are told apart without the trouble of trying. */
function mayBeDeflated(bytes: Buffer): boolean {
  if (bytes.length < LEAST_DEFLATED) return false;
  const type = (bytes[0]! >>> 1) & 3;
  if (type === 0) return (bytes.readUInt16LE(1) ^ bytes.readUInt16LE(3)) === 0xffff;
  return type === 1 || (type === 2 && bytes[0]! >>> 3 <= 29 && (bytes[1]! & 31) <= 29 && hasLengthCode(bytes));
}

/** Whether the code for the lengths of codes is a complete one, as it must be (RFC 1951 §3.2.7): by chance it hardly ever is. */
function hasLengthCode(bytes: Buffer): boolean {
  const FIRST = 17;
  const lengths = ((bytes[1]! >>> 5) | ((bytes[2]! & 1) << 3)) + 4;
  let shares = 0;
  for (let bit = FIRST; bit < FIRST + 3 * lengths; bit += 3) {
    if ((bit + 2) >>> 3 >= bytes.length) return true;
    const length = ((bytes.readUInt8(bit >>> 3) | ((bytes[(bit >>> 3) + 1] ?? 0) << 8)) >>> (bit & 7)) & 7;
    if (length > 0) shares += 1 << (7 - length);
  }
  return shares === 1 << 7;
}

const PROBED_BYTES = 256;
const ZLIB_LEVELS: ReadonlySet<number> = new Set([0x01, 0x5e, 0x9c, 0xda]);

type Inflate = (bytes: Uint8Array, options: { finishFlush: number; maxOutputLength: number }) => Buffer;

/** All that comes out, also of a stream that was cut or damaged further on. */
function unpack(inflate: Inflate, bytes: Uint8Array): Buffer | undefined {
  const whole = tryInflate(inflate, bytes);
  if (whole !== undefined) return whole;
  // Most that looks like a container by chance is none after a few bytes.
  let best = bytes.length > PROBED_BYTES ? tryInflate(inflate, bytes.subarray(0, PROBED_BYTES)) : undefined;
  let sound = best === undefined ? 0 : PROBED_BYTES;
  const rest = best === undefined ? Math.min(bytes.length, PROBED_BYTES) : bytes.length - sound;
  for (let step = 1 << (31 - Math.clz32(rest)); step > 0; step >>>= 1) {
    if (sound + step > bytes.length) continue;
    const part = tryInflate(inflate, bytes.subarray(0, sound + step));
    if (part === undefined) continue;
    sound += step;
    best = part;
  }
  return best;
}

function tryInflate(inflate: Inflate, bytes: Uint8Array): Buffer | undefined {
  // Thousands of tries fail, and nobody looks at where.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return inflate(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new ContainerTooLarge('container');
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function* placesOf(buffer: Buffer, first: number, isSecond: (byte: number) => boolean): Generator<number> {
  for (let at = buffer.indexOf(first); at >= 0; at = buffer.indexOf(first, at + 1)) {
    if (isSecond(buffer[at + 1] ?? 0)) yield at;
  }
}

function* placesOfWord(buffer: Buffer, word: string | Buffer): Generator<number> {
  for (let at = buffer.indexOf(word); at >= 0; at = buffer.indexOf(word, at + 1)) yield at;
}

function* pdfStreams(buffer: Buffer): Generator<[start: number, end: number]> {
  if (buffer.subarray(0, 1024).indexOf('%PDF-') < 0) return;
  for (const at of placesOfWord(buffer, 'stream')) {
    const line = buffer[at + 6] === 0x0d ? 8 : 7;
    if (buffer[at + line - 1] !== 0x0a || buffer.toString('latin1', at - 3, at) === 'end') continue;
    const end = buffer.indexOf('endstream', at);
    yield [at + line, end < 0 ? buffer.length : end];
  }
}

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** The picture's data of all its IDAT chunks as one (PNG, third edition, §10.1). */
function* pngPictures(buffer: Buffer): Generator<{ start: number; data: Buffer }> {
  for (const at of placesOfWord(buffer, PNG)) {
    const parts: Buffer[] = [];
    let start = at;
    for (let chunk = at + PNG.length; chunk + 8 <= buffer.length;) {
      const length = buffer.readUInt32BE(chunk);
      const type = buffer.toString('latin1', chunk + 4, chunk + 8);
      if (type === 'IDAT') {
        if (parts.length === 0) start = chunk + 8;
        parts.push(buffer.subarray(chunk + 8, chunk + 8 + length));
      }
      if (type === 'IEND' || !/^[A-Za-z]{4}$/.test(type)) break;
      chunk += 12 + length;
    }
    if (parts.length > 0) yield { start, data: Buffer.concat(parts) };
  }
}

/** Where the data of deflated entries begin, from their local headers (APPNOTE.TXT §4.3.7). */
function* zipEntries(buffer: Buffer): Generator<number> {
  for (const at of placesOfWord(buffer, 'PK\x03\x04')) {
    if (at + 30 > buffer.length || buffer.readUInt16LE(at + 8) !== 8) continue;
    yield at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28);
  }
}

const HEX = /(?:[0-9a-f]{2}){16,}|(?:[0-9A-F]{2}){16,}/g;
const BASE64 = /(?:[A-Za-z0-9+/_-]{20,}(?:\r?\n)?)+/g;
const BASE64_GROUP = 4;

/** Long words of hexadecimal or base64 digits, lines of the same text joined. */
function* wrappedTexts(buffer: Buffer): Generator<{ start: number; alphabet: string; data: Buffer }> {
  const text = buffer.toString('latin1');
  for (const { index, 0: word } of text.matchAll(HEX)) {
    yield { start: index, alphabet: 'hex', data: Buffer.from(word, 'hex') };
  }
  for (const { index, 0: word } of text.matchAll(BASE64)) {
    // A slash or a dash before it belongs to the alphabet too: it may begin at any of four digits.
    for (let skip = 0; skip < BASE64_GROUP; skip++) {
      yield { start: index + skip, alphabet: 'base64', data: Buffer.from(word.slice(skip), 'base64') };
    }
  }
}
