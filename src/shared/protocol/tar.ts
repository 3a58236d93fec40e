/**
 * The archive inside a package: POSIX ustar with a `path` record (pax) where a name is not plain ASCII of at most 100
 * characters. Neutral: no times, no owners; nothing in it says when or where it was packed.
 */
import { concatBytes, fromUtf8, utf8 } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';

export const TAR_BLOCK = 512;
/** Two blocks of zeros end an archive; more zeros may follow. */
export const TAR_END_BYTES = 2 * TAR_BLOCK;
/** The longest extended header that is read: a name, and room to spare. */
export const LONGEST_EXTENSION = 64 * 1024;

/** Zeros behind a file of so many bytes, up to the next block. */
export function tarPadding(bytes: number): number {
  return (TAR_BLOCK - (bytes % TAR_BLOCK)) % TAR_BLOCK;
}

/** What stands before a file's bytes. @param bytes the file's length, below 8 GiB */
export function tarHeader(name: string, bytes: number): Uint8Array<ArrayBuffer> {
  const path = utf8(name);
  if (/^[\u0020-\u007e]{1,100}$/.test(name)) return headerBlock(path, bytes, '0');
  const record = extendedRecord('path', name);
  return concatBytes(
    headerBlock(utf8('name'), record.length, 'x'),
    record,
    new Uint8Array(tarPadding(record.length)),
    headerBlock(utf8('file'), bytes, '0'),
  );
}

function headerBlock(path: Uint8Array, bytes: number, type: string): Uint8Array<ArrayBuffer> {
  if (bytes >= 8 ** 11) throw new RangeError('too large for ustar');
  const block = new Uint8Array(TAR_BLOCK);
  const put = (at: number, text: string): void => block.set(utf8(text), at);
  block.set(path);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, `${bytes.toString(8).padStart(11, '0')}\0`);
  put(136, '00000000000\0');
  put(148, '        ');
  put(156, type);
  put(257, 'ustar\u000000');
  put(148, `${sumOf(block).toString(8).padStart(6, '0')}\0 `);
  return block;
}

const sumOf = (block: Uint8Array): number => block.reduce((sum, byte) => sum + byte, 0);

/** `<length> <key>=<value>\n`, the length counting itself (POSIX.1 pax). */
function extendedRecord(key: string, value: string): Uint8Array<ArrayBuffer> {
  const rest = utf8(` ${key}=${value}\n`);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return concatBytes(utf8(String(length)), rest);
}

/** A file in an archive. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: number;
  /** Where its bytes begin in the archive. */
  readonly offset: number;
}

/**
 * Lists an archive without reading what is in its files. Fails with `damaged` on a wrong sum, a file that ends behind
 * the archive, or a missing end.
 *
 * @param length bytes of the archive with the zeros behind it
 * @param read brings so many bytes from an offset; all of them lie within `length`
 */
export async function listTar(
  length: number,
  read: (offset: number, bytes: number) => Promise<Uint8Array>,
): Promise<Result<TarEntry[]>> {
  const entries: TarEntry[] = [];
  let at = 0;
  let name: string | undefined;
  while (at + TAR_BLOCK <= length) {
    const block = await read(at, TAR_BLOCK);
    if (block.every((byte) => byte === 0)) return ok(entries);
    const header = readTarHeader(block);
    if (!header.ok) return header;
    const { bytes, type } = header.value;
    const offset = at + TAR_BLOCK;
    if (offset + bytes > length) return fail('damaged', 'archive');
    if (type === 'x') {
      if (bytes > LONGEST_EXTENSION) return fail('damaged', 'archive');
      name = tarPathIn(await read(offset, bytes));
    } else if (type === '0' || type === '\0') {
      entries.push({ name: name ?? header.value.name, bytes, offset });
      name = undefined;
    }
    at = offset + bytes + tarPadding(bytes);
  }
  return fail('damaged', 'archive');
}

/** A header block. Fails with `damaged` on a wrong sum or a length that is none. */
export function readTarHeader(block: Uint8Array): Result<{ name: string; bytes: number; type: string }> {
  const text = (from: number, to: number): string => fromUtf8(block.subarray(from, to)).replace(/\0.*$/s, '');
  try {
    const blank = new Uint8Array(block);
    blank.fill(0x20, 148, 156);
    if (Number.parseInt(text(148, 156), 8) !== sumOf(blank)) return fail('damaged', 'archive');
    const bytes = Number.parseInt(text(124, 136), 8);
    if (!Number.isSafeInteger(bytes) || bytes < 0) return fail('damaged', 'archive');
    const prefix = text(345, 500);
    const name = text(0, 100);
    return ok({ name: prefix === '' ? name : `${prefix}/${name}`, bytes, type: String.fromCharCode(block[156]!) });
  } catch {
    return fail('damaged', 'archive');
  }
}

/** The `path` of an extended header's records (pax), where it has one. */
export function tarPathIn(records: Uint8Array): string | undefined {
  let at = 0;
  let path: string | undefined;
  while (at < records.length) {
    const space = records.indexOf(0x20, at);
    const length = Number(fromAscii(records.subarray(at, space)));
    if (space < 0 || !Number.isInteger(length) || length < 1) break;
    const [key, ...value] = fromText(records.subarray(space + 1, at + length - 1)).split('=');
    if (key === 'path') path = value.join('=');
    at += length;
  }
  return path;
}

const fromAscii = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 20));

function fromText(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return '';
  }
}
