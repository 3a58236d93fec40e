/** Ranges of serial numbers that a post or GS1 gave a carrier, for shipping numbers in UPU S10 or SSCC-18 (PROTOCOL.md §1). */
import { fail, ok, type Result } from '../result.ts';
import { numberFormat, s10CheckDigit, ssccCheckDigit } from './carrier-number.ts';
import type { RandomDigit } from './number.ts';

export const RANGE_FORMATS = ['s10', 'sscc'] as const;
export type RangeFormat = (typeof RANGE_FORMATS)[number];

export interface NumberRange {
  readonly format: RangeFormat;
  /** S10: the service indicator, two letters. SSCC: extension digit and GS1 company prefix, 8 to 13 digits. */
  readonly lead: string;
  /** S10: the post's country, two letters; SSCC: empty. */
  readonly country: string;
  /** Serial numbers, both included. */
  readonly first: number;
  readonly last: number;
}

/** Below so many, or below a tenth, a range is about to end. */
const FEW = 1000;

/** Digits of a serial number. */
export function serialDigits({ format, lead }: Pick<NumberRange, 'format' | 'lead'>): number {
  return format === 's10' ? 8 : 17 - lead.length;
}

/** Numbers of a range at most; an SSCC that spells an S10 number is never issued. */
export function rangeSize({ first, last }: Pick<NumberRange, 'first' | 'last'>): number {
  return last - first + 1;
}

/** Fails with `field-invalid` naming `lead`, `country`, `first` or `last`. */
export function checkRange(range: NumberRange): Result<NumberRange> {
  const { format, lead, country, first, last } = range;
  if (!(format === 's10' ? /^[A-Z]{2}$/ : /^\d{8,13}$/).test(lead)) return fail('field-invalid', 'lead');
  if (!(format === 's10' ? /^[A-Z]{2}$/ : /^$/).test(country)) return fail('field-invalid', 'country');
  const largest = 10 ** serialDigits(range) - 1;
  if (!Number.isSafeInteger(first) || first < 0 || first > largest) return fail('field-invalid', 'first');
  if (!Number.isSafeInteger(last) || last < first || last > largest) return fail('field-invalid', 'last');
  return ok(range);
}

/** The number with this serial and its check digit; `undefined` for an SSCC that would be read as S10. */
export function numberAt(range: NumberRange, serial: number): string | undefined {
  const digits = String(serial).padStart(serialDigits(range), '0');
  if (range.format === 's10') return range.lead + digits + s10CheckDigit(digits) + range.country;
  const body = range.lead + digits;
  const number = body + ssccCheckDigit(body);
  return numberFormat(number) === 'sscc' ? number : undefined;
}

/** Any serial of the range, each as likely: the order of numbers tells nothing. */
export function randomSerial({ first, last }: Pick<NumberRange, 'first' | 'last'>, randomDigit: RandomDigit): number {
  const size = rangeSize({ first, last });
  const digits = String(size - 1).length;
  for (;;) {
    let drawn = 0;
    for (let at = 0; at < digits; at++) drawn = drawn * 10 + randomDigit();
    if (drawn < size) return first + drawn;
  }
}

/** Whether two ranges could issue the same number. */
export function rangesMeet(a: NumberRange, b: NumberRange): boolean {
  return (
    a.format === b.format && a.lead === b.lead && a.country === b.country && a.first <= b.last && b.first <= a.last
  );
}

/** @param left numbers not issued yet */
export function isRunningOut(range: Pick<NumberRange, 'first' | 'last'>, left: number): boolean {
  return left < Math.min(FEW, rangeSize(range)) || left * 10 < rangeSize(range);
}
