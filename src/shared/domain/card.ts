/** Card numbers and their expiry. Only a credit company, and the customer's own browser, ever hold one. */
import { fail, ok, type Result } from '../result.ts';
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

/** `YYYY-MM`: good through the last day of that month, UTC. */
export function isCardExpired(expiry: string, at: Date): boolean {
  const [year, month] = expiry.split('-').map(Number) as [number, number];
  return at.getTime() >= Date.UTC(year, month, 1);
}
