/** Finds many byte patterns at once. */
import { type Encoding, ENCODINGS } from './encodings.ts';
import type { Mark } from './marks.ts';

export interface Pattern {
  readonly mark: Mark;
  readonly bytes: Uint8Array;
  /** Encodings that write these same bytes. */
  readonly encodings: readonly string[];
  /** Counts only where no digit stands before or after it, and not among the glyphs of a PDF. */
  readonly isWholeNumber: boolean;
  /** The same where the number is written in base64: what it is, and from which byte of a group of three on. */
  readonly inBase64?: { readonly alignment: number; readonly number: string };
}

export interface PatternIndex {
  readonly patterns: number;
  /** Calls `found` for every pattern at every offset. */
  search(bytes: Uint8Array, found: (pattern: Pattern, offset: number) => void): void;
}

const FILTER_BITS = 20;

/**
 * A bit for the first four bytes of every pattern, hashed, lets through about one offset in fifty; only those are
 * compared. No pattern is shorter than four bytes.
 */
export function indexMarks(marks: readonly Mark[], encodings: readonly Encoding[] = ENCODINGS): PatternIndex {
  const patterns = marks.flatMap((mark) => patternsOf(mark, encodings));
  const filter = new Uint8Array(1 << (FILTER_BITS - 3));
  const byStart = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    const { bytes } = pattern;
    if (bytes.length < 4) throw new Error('a pattern that short occurs by chance');
    const start = (bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]! | 0;
    const hash = Math.imul(start, 0x9e3779b1) >>> (32 - FILTER_BITS);
    filter[hash >>> 3]! |= 1 << (hash & 7);
    const same = byStart.get(start);
    if (same) same.push(pattern);
    else byStart.set(start, [pattern]);
  }

  return {
    patterns: patterns.length,
    search: (bytes, found) => {
      let start = ((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0);
      for (let at = 3; at < bytes.length; at++) {
        start = (start << 8) | bytes[at]!;
        const hash = Math.imul(start, 0x9e3779b1) >>> (32 - FILTER_BITS);
        if ((filter[hash >>> 3]! & (1 << (hash & 7))) === 0) continue;
        for (const pattern of byStart.get(start) ?? []) {
          if (standsAt(bytes, at - 3, pattern)) found(pattern, at - 3);
        }
      }
    },
  };
}

function standsAt(bytes: Uint8Array, offset: number, pattern: Pattern): boolean {
  const { bytes: wanted, isWholeNumber, inBase64 } = pattern;
  for (let at = 0; at < wanted.length; at++) if (bytes[offset + at] !== wanted[at]) return false;
  if (inBase64) return isWholeInBase64(bytes, offset, inBase64);
  if (!isWholeNumber) return true;
  const end = offset + wanted.length;
  return !isDigit(bytes[offset - 1]) && !isDigit(bytes[end]) && !isInHexString(bytes, offset, end);
}

/**
 * Glyphs stand in a PDF as `<002a0033…>` (ISO 32000-1 §7.3.4.3), and between their letters there are as many digits as in any
 * number. What they draw is read as text by itself.
 */
function isInHexString(bytes: Uint8Array, start: number, end: number): boolean {
  let from = start - 1;
  while (isHexDigit(bytes[from])) from--;
  if (bytes[from] !== 0x3c) return false;
  let to = end;
  while (isHexDigit(bytes[to])) to++;
  return bytes[to] === 0x3e;
}

const BASE64 = /^[\w+/-]*/;

/**
 * Seven digits stand by chance inside longer numbers: what surrounds them is looked at as it was before base64. So is
 * the number itself, of whose last digit a part may stand in the next digit of base64.
 */
function isWholeInBase64(
  bytes: Uint8Array,
  offset: number,
  { alignment, number }: NonNullable<Pattern['inBase64']>,
): boolean {
  const { length } = number;
  const group = offset - Math.ceil((alignment * 8) / 6);
  const text = (from: number, to: number): string =>
    BASE64.exec(Buffer.from(bytes.subarray(Math.max(0, from), to)).toString('latin1'))![0];
  const before = text(group - 4, group).length === 4 ? 4 : 0;
  // Two groups more than the number needs, so that the byte behind it is there.
  const around = Buffer.from(text(group - before, group + Math.ceil(((alignment + length) * 4) / 3) + 8), 'base64');
  const start = (before / 4) * 3 + alignment;
  const isSame = around.toString('latin1', start, start + length) === number;
  return isSame && !(isDigit(around[start - 1]) || isDigit(around[start + length]));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

function patternsOf(mark: Mark, known: readonly Encoding[]): Pattern[] {
  const encodingsOf = new Map<string, { bytes: Uint8Array; encodings: string[]; core: string }>();
  for (const core of mark.cores) {
    for (const encoding of known) {
      const bytes = encoding.pattern(core);
      const key = Buffer.from(bytes).toString('latin1');
      const same = encodingsOf.get(key);
      if (!same) encodingsOf.set(key, { bytes, encodings: [encoding.name], core });
      else if (!same.encodings.includes(encoding.name)) same.encodings.push(encoding.name);
    }
  }
  return [...encodingsOf.values()].map(({ core, ...pattern }) => {
    const alignment = mark.isNumber ? base64Alignment(pattern.encodings) : undefined;
    return {
      mark,
      ...pattern,
      isWholeNumber: mark.isNumber && pattern.encodings.includes('utf-8'),
      ...(alignment !== undefined && { inBase64: { alignment, number: core } }),
    };
  });
}

/** Of a text in ASCII that base64 writes; numbers are. */
function base64Alignment(encodings: readonly string[]): number | undefined {
  const found = encodings.map((name) => /^base64(?:url)?\+([012]) utf-8$/.exec(name)?.[1]).find(Boolean);
  return found === undefined ? undefined : Number(found);
}
