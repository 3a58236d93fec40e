/**
 * Shipping numbers in a carrier's own format: UPU S10 and GS1 SSCC-18 (PROTOCOL.md §1), and the field of the
 * label text that holds either of them or the default 14 digits (§3).
 */
import { fail, ok, type Result } from '../result.ts';
import { numberKind } from './number.ts';

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

/** The format of a well-formed number with a right check digit, `undefined` for anything else. */
export function numberFormat(number: string): NumberFormat | undefined {
  if (numberKind(number)) return 'default';
  if (/^[A-Z]{2}\d{9}[A-Z]{2}$/.test(number)) {
    return s10CheckDigit(number.slice(2, 10)) === number[10] ? 's10' : undefined;
  }
  if (/^\d{18}$/.test(number)) return ssccCheckDigit(number.slice(0, 17)) === number[17] ? 'sscc' : undefined;
  return undefined;
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

/** The number a field stands for. S10 spelled out is 17 digits, so its field begins with a zero pad. */
export function decodeNumberField(version: string, field: string): Result<string> {
  if (version === '1') return numberKind(field) ? ok(field) : fail('damaged');
  const s10 = /^0(\d\d)(\d\d)(\d{9})(\d\d)(\d\d)$/.exec(field);
  if (s10) {
    const letters = [s10[1], s10[2], s10[4], s10[5]].map((pair) => String.fromCharCode(64 + Number(pair)));
    const number = `${letters[0]}${letters[1]}${s10[3]}${letters[2]}${letters[3]}`;
    if (numberFormat(number) === 's10') return ok(number);
  }
  return numberFormat(field) === 'sscc' ? ok(field) : fail('damaged');
}
