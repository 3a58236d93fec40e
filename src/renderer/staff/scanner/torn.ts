/**
 * Digits that look like a label but are none: cut off, or with a smeared bar. What is certain of them goes into the
 * entry by hand. Article numbers of shops, whose own check digit is right, are left to the station.
 */
import { numberFormat, ssccCheckDigit } from '#shared/domain/carrier-number.ts';
import { normalizeNumber, numberKind } from '#shared/domain/number.ts';
import { readAction } from '#shared/desk/station-actions.ts';
import { numberIn } from './read-scan.ts';

export interface TornNumber {
  /** As it came. */
  readonly read: string;
  /** To begin the entry with. */
  readonly certain: string;
}

const SHORTEST = 10;
const NUMBER_LENGTH = 14;

/** `undefined` for whole numbers, commands, and everything that is no label of ours. */
export function tornNumber(readings: readonly string[]): TornNumber | undefined {
  if (readings.some((text) => numberIn(text) !== undefined || readAction(text) !== undefined)) return undefined;
  for (const read of readings) {
    const digits = normalizeNumber(read);
    if (/^[A-Z]{2}\d{9}[A-Z]{2}$/i.test(digits)) return { read, certain: digits.toUpperCase() };
    if (!/^\d+$/.test(digits) || digits.length < SHORTEST) continue;
    if (isArticleNumber(digits)) return undefined;
    const certain = certainDigits(digits);
    if (certain !== undefined) return { read, certain };
  }
  return undefined;
}

function certainDigits(digits: string): string | undefined {
  // Of a main code that was cut off the number stands behind kind and version.
  const [, sscc] = /^\d2(\d{18})/.exec(digits) ?? [];
  if (digits.length > 24 && sscc !== undefined && numberFormat(sscc) === 'sscc') return sscc;
  const behind = digits.slice(2, 2 + NUMBER_LENGTH);
  if (digits.length > 20 && digits[1] === '1' && numberKind(behind) !== undefined) return behind;
  // GS1-128 of a label with an SSCC.
  const [, gs1] = /^00(\d{8,18})/.exec(digits) ?? [];
  if (gs1 !== undefined) return gs1;
  return /^[1-4]/.test(digits) ? digits.slice(0, NUMBER_LENGTH) : undefined;
}

/** GTIN-8, -12 or -13: GS1's check digit over them all is the same. */
function isArticleNumber(digits: string): boolean {
  return [8, 12, 13].includes(digits.length) && ssccCheckDigit(digits.slice(0, -1)) === digits.at(-1);
}

export type EntryCheck =
  | { readonly kind: 'empty' | 'right' | 'wrong' | 'wrong-kind' | 'too-long' }
  | { readonly kind: 'typing'; readonly typed: number; readonly of: number };

/** What can be said of a number while it is typed. */
export function checkEntry(typed: string): EntryCheck {
  const text = normalizeNumber(typed).toUpperCase();
  if (text === '') return { kind: 'empty' };
  if (numberFormat(text) !== undefined) return { kind: 'right' };
  if (/^[A-Z]/.test(text)) return text.length < 13 ? { kind: 'typing', typed: text.length, of: 13 } : { kind: 'wrong' };
  if (/\D/.test(text)) return { kind: 'wrong' };
  // An SSCC may begin with any digit; a number of ours is told by its first one.
  if (!/^[1-4]/.test(text) && text.length <= NUMBER_LENGTH) return { kind: 'wrong-kind' };
  if (text.length < NUMBER_LENGTH) return { kind: 'typing', typed: text.length, of: NUMBER_LENGTH };
  if (text.length === NUMBER_LENGTH || text.length === 18) return { kind: 'wrong' };
  return text.length < 18 ? { kind: 'typing', typed: text.length, of: 18 } : { kind: 'too-long' };
}
