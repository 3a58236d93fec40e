/**
 * What a customer pays a statement by: 12 random digits and an ISO/IEC 7064 MOD 11,10 check digit. One digit shorter than
 * the numbers of PROTOCOL.md §1, so that neither is ever taken for the other; it never leaves the credit company and
 * its customer.
 */
import { fail, ok, type Result } from '../result.ts';
import { mod11_10, normalizeNumber, type RandomDigit, verifyMod11_10 } from './number.ts';

const DIGITS = 13;

export function mintReference(randomDigit: RandomDigit): string {
  const digits = Array.from({ length: DIGITS - 1 }, () => String(randomDigit())).join('');
  return digits + mod11_10(digits);
}

export function isReference(text: string): boolean {
  return /^\d{13}$/.test(text) && verifyMod11_10(text);
}

/** As typed or scanned, in groups or not. Fails with `bad-number`. */
export function parseReference(typed: string): Result<string> {
  const text = normalizeNumber(typed);
  return isReference(text) ? ok(text) : fail('bad-number');
}

/** The one reference that stands in a bank's free text; `undefined` for none, or for several different ones. */
export function findReference(text: string): string | undefined {
  const runs = text.normalize('NFKC').match(/\d(?:[ \u2010-\u2015-]?\d)*/g) ?? [];
  const found = new Set(runs.map(normalizeNumber).filter(isReference));
  return found.size === 1 ? [...found][0] : undefined;
}
