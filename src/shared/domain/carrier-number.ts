/**
 * Shipping numbers in a carrier's own format: UPU S10 and GS1 SSCC-18 (PROTOCOL.md §1), and the field of the
 * label text that holds either of them or the default 14 digits (§3).
 */
import { fail, ok, type Result } from '../result.ts';
import { numberKind, type RandomDigit } from './number.ts';

export type NumberFormat = 'default' | 's10' | 'sscc';

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** UPU S10 check digit over the eight digits of the serial number. */
export function s10CheckDigit(serial: string): string {
  const sum = S10_WEIGHTS.reduce((total, weight, at) => total + weight * Number(serial[at]), 0);
  const digit = 11 - (sum % 11);
  return String(digit === 10 ? 0 : digit === 11 ? 5 : digit);
}

/** GS1 modulo 10 check digit (weights 3,1 from the right) over the 17 digits before it. */
export function ssccCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/**
 * The format of a well-formed number with a right check digit, `undefined` for anything else. An SSCC whose digits
 * spell an S10 number in the label text's field is none: a scanner could not tell which of the two it is.
 */
export function numberFormat(number: string): NumberFormat | undefined {
  if (numberKind(number)) return 'default';
  if (isS10(number)) return 's10';
  return isSscc(number) && spelledS10(number) === undefined ? 'sscc' : undefined;
}

function isS10(number: string): boolean {
  return /^[A-Z]{2}\d{9}[A-Z]{2}$/.test(number) && s10CheckDigit(number.slice(2, 10)) === number[10];
}

function isSscc(number: string): boolean {
  return /^\d{18}$/.test(number) && ssccCheckDigit(number.slice(0, 17)) === number[17];
}

/** The S10 number that a field of 18 digits spells. Its own digits are 17, so the field begins with a zero pad. */
function spelledS10(field: string): string | undefined {
  const match = /^0(\d\d)(\d\d)(\d{9})(\d\d)(\d\d)$/.exec(field);
  if (!match) return undefined;
  const [a, b, c, d] = [match[1], match[2], match[4], match[5]].map((pair) => String.fromCharCode(64 + Number(pair)));
  const number = `${a}${b}${match[3]}${c}${d}`;
  return isS10(number) ? number : undefined;
}

/** A fresh S10 number; the caller still has to claim it. @param service `RR` … @param country of the post, `JP` */
export function mintS10(service: string, country: string, randomDigit: RandomDigit): string {
  const serial = Array.from({ length: 8 }, () => String(randomDigit())).join('');
  return service + serial + s10CheckDigit(serial) + country;
}

/** A fresh SSCC-18; the caller still has to claim it. @param prefix extension digit and GS1 company prefix, 8 to 13 digits */
export function mintSscc(prefix: string, randomDigit: RandomDigit): string {
  let digits = prefix;
  while (digits.length < 17) digits += String(randomDigit());
  const number = digits + ssccCheckDigit(digits);
  return numberFormat(number) === 'sscc' ? number : mintSscc(prefix, randomDigit);
}

/** Version digit and number field of the label text: `1` + 14 digits, or `2` + 18 digits (letters as A=01 … Z=26). */
export function encodeNumberField(number: string): Result<{ version: '1' | '2'; field: string }> {
  switch (numberFormat(number)) {
    case 'default':
      return ok({ version: '1', field: number });
    case 'sscc':
      return ok({ version: '2', field: number });
    case 's10': {
      const digits = number.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 64).padStart(2, '0'));
      return ok({ version: '2', field: digits.padStart(18, '0') });
    }
    case undefined:
      return fail('bad-number');
  }
}

/** The number a field stands for; fails with `damaged`. */
export function decodeNumberField(version: string, field: string): Result<string> {
  if (version === '1') return numberKind(field) ? ok(field) : fail('damaged');
  const number = spelledS10(field) ?? field;
  return field.length === 18 && numberFormat(number) !== undefined ? ok(number) : fail('damaged');
}
