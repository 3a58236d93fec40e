/** What a running process holds in its memory, read as the operating system shows it. Linux alone. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;
/** Readable, and either written to or of no file: the program's own code holds nothing of a request. */
const OWN = /^[0-9a-f]+-[0-9a-f]+ (rw|r\S+ \S+ \S+ 0 *$)/;

interface Range {
  readonly start: number;
  readonly end: number;
}

function readableRanges(pid: number): Range[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .filter((line) => OWN.test(line))
    .map((line) => {
      const [start, end] = line
        .split(' ')[0]!
        .split('-')
        .map((hex) => Number.parseInt(hex, 16));
      return { start: start!, end: end! };
    });
}

/** Why a process's memory can't be read here; `undefined` when it can. */
export function whyUnreadable(pid: number): string | undefined {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, 'r'));
    return undefined;
  } catch (error) {
    return `/proc/<pid>/mem can’t be read here (${(error as NodeJS.ErrnoException).code})`;
  }
}

export interface ImageSearch {
  /** Names of the patterns that were found. */
  readonly found: readonly string[];
  /** Bytes that were looked through; pages that were never written to are not among them. */
  readonly bytes: number;
}

/** Looks through all readable memory of a process for byte patterns. */
export function searchMemory(pid: number, patterns: ReadonlyMap<string, Uint8Array>): ImageSearch {
  const overlap = Math.max(...[...patterns.values()].map(({ length }) => length)) - 1;
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const buffer = Buffer.alloc(CHUNK + overlap);
  const zero = Buffer.alloc(buffer.length);
  const look = lookFor(patterns);
  const found = new Set<string>();
  let bytes = 0;
  try {
    for (const { start, end } of readableRanges(pid)) {
      for (let at = start; at < end; at += CHUNK) {
        const length = Math.min(buffer.length, end - at);
        const read = readAt(memory, buffer, length, at);
        const piece = buffer.subarray(0, read);
        if (read === 0 || piece.equals(zero.subarray(0, read))) continue;
        bytes += Math.min(read, CHUNK);
        look(piece, found);
      }
    }
  } finally {
    closeSync(memory);
  }
  return { found: [...found].sort(), bytes };
}

const FILTER_BITS = 20;

/** One pass for all patterns: a bit for each one's first four bytes, hashed, lets few places through to be compared. */
function lookFor(patterns: ReadonlyMap<string, Uint8Array>): (piece: Buffer, found: Set<string>) => void {
  const filter = new Uint8Array(1 << FILTER_BITS);
  const byStart = new Map<number, [name: string, pattern: Buffer][]>();
  for (const [name, bytes] of patterns) {
    const pattern = Buffer.from(bytes);
    const start = pattern.readInt32BE(0);
    filter[Math.imul(start, 0x9e3779b1) >>> (32 - FILTER_BITS)] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), [name, pattern]]);
  }
  return (piece, found) => {
    let start = 0;
    for (let at = 0; at < piece.length; at++) {
      start = (start << 8) | piece[at]!;
      if (filter[Math.imul(start, 0x9e3779b1) >>> (32 - FILTER_BITS)] === 0 || at < 3) continue;
      for (const [name, pattern] of byStart.get(start) ?? []) {
        if (pattern.equals(piece.subarray(at - 3, at - 3 + pattern.length))) found.add(name);
      }
    }
  };
}

/** The process runs on: a range may be gone by the time it is read. */
function readAt(memory: number, buffer: Buffer, length: number, position: number): number {
  try {
    return readSync(memory, buffer, 0, length, position);
  } catch {
    return 0;
  }
}

/** A text in the forms in which it could lie in memory: characters of one and of two bytes, base64 at each offset, hexadecimal. */
export function formsOf(name: string, text: string): [string, Uint8Array][] {
  const bytes = Buffer.from(text, 'utf8');
  const base64 = [0, 1, 2].map((shift): [string, Uint8Array] => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const core = whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [`${name} base64+${shift}`, Buffer.from(core)];
  });
  const url = base64.map(([label, pattern]): [string, Uint8Array] => [
    `${label} url`,
    Buffer.from(Buffer.from(pattern).toString('latin1').replaceAll('+', '-').replaceAll('/', '_')),
  ]);
  const number: [string, Uint8Array][] = /^\d{12,19}$/.test(text) ? numberForms(name, text) : [];
  const forms: [string, Uint8Array][] = [
    // CBOR's text strings are UTF-8 too.
    [`${name} utf-8`, bytes],
    [`${name} utf-16`, Buffer.from(text, 'utf16le')],
    [`${name} hex`, Buffer.from(bytes.toString('hex'))],
    ...base64,
    ...url.filter(([, pattern], at) => !Buffer.from(pattern).equals(base64[at]![1])),
    ...number,
  ];
  // One of Latin letters alone is the same in Latin-1 as in UTF-8.
  const latin = Buffer.from(text, 'latin1');
  return latin.toString('latin1') === text && !latin.equals(bytes) ? [...forms, [`${name} latin1`, latin]] : forms;
}

function numberForms(name: string, digits: string): [string, Uint8Array][] {
  const [big, little, float] = [Buffer.alloc(8), Buffer.alloc(8), Buffer.alloc(8)];
  big.writeBigUInt64BE(BigInt(digits));
  little.writeBigUInt64LE(BigInt(digits));
  float.writeDoubleLE(Number(digits));
  const packed = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return [
    [`${name} integer, big-endian`, big],
    [`${name} integer, little-endian`, little],
    [`${name} double`, float],
    [`${name} packed digits`, packed],
  ];
}
