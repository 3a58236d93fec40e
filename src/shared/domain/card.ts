/** Card numbers and their expiry. Only a credit company, and the customer's own browser, ever hold one. */
import { fail, ok, type Result } from '../result.ts';
import { narrowCode } from './entry.ts';
import { normalizeNumber } from './number.ts';

/** ISO/IEC 7812 check digit (Luhn). */
export function verifyLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** 12 to 19 digits with a right check digit, grouped or not; fails with `bad-number`. */
export function parseCardNumber(typed: string): Result<string> {
  const digits = normalizeNumber(typed);
  return /^\d{12,19}$/.test(digits) && verifyLuhn(digits) ? ok(digits) : fail('bad-number');
}

/**
 * An expiry as it stands on a card (`07/29`, `07 / 2029`) or as `2029-07`, also in full-width characters, to `YYYY-MM`.
 * Fails with `field-invalid` (about: expiry).
 */
export function parseExpiry(typed: string): Result<string> {
  const text = narrowCode(typed).replace(/\s/g, '');
  const onCard = /^(\d{1,2})\/?(\d{2}|20\d{2})$/.exec(text);
  const whole = /^(20\d{2})[-/](\d{1,2})$/.exec(text);
  const year = whole?.[1] ?? onCard?.[2]?.padStart(4, '20');
  const month = (whole?.[2] ?? onCard?.[1])?.padStart(2, '0');
  return year !== undefined && month !== undefined && Number(month) >= 1 && Number(month) <= 12
    ? ok(`${year}-${month}`)
    : fail('field-invalid', 'expiry');
}

/** `YYYY-MM`: good through the last day of that month, UTC. */
export function isCardExpired(expiry: string, at: Date): boolean {
  const [year, month] = expiry.split('-').map(Number) as [number, number];
  return at.getTime() >= Date.UTC(year, month, 1);
}
