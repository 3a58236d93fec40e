/** What a member of staff signs in with: a PIN at a bench, or a password. One set of rules for screens and service. */
import { fail, ok, type Result } from '../result.ts';

export const PIN_DIGITS = { least: 4, most: 8 } as const;
export const PASSWORD_LENGTH = { least: 10, most: 128 } as const;

export type SecretKind = 'pin' | 'password';

/**
 * Which kind of secret a text is, where it may be one. Wide digits and letters count as their narrow ones.
 *
 * Fails with `secret-weak`: digits that are one row or one digit, other than 4 to 8 of them, a password of fewer than 10
 * characters or of one character alone, or one with the person's name in it.
 */
export function checkStaffSecret(secret: string, name = ''): Result<SecretKind> {
  const plain = secret.normalize('NFKC');
  const length = [...plain].length;
  if (/^\d+$/.test(plain) && length < PASSWORD_LENGTH.least) {
    return length < PIN_DIGITS.least || length > PIN_DIGITS.most || isRow(plain) ? fail('secret-weak') : ok('pin');
  }
  const folded = foldName(name);
  const named = [...folded].length >= 3 && plain.toLowerCase().includes(folded);
  const poor = new Set(plain).size < 4 || named;
  return length < PASSWORD_LENGTH.least || length > PASSWORD_LENGTH.most || poor ? fail('secret-weak') : ok('password');
}

/** `1111`, `1234`, `9876`, `1212`. */
function isRow(digits: string): boolean {
  const steps = [...digits].slice(1).map((digit, at) => Number(digit) - Number(digits[at]));
  const even = steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1;
  return even || digits === digits.slice(0, 2).repeat(digits.length / 2);
}

/** Names that a person takes for one are one. */
export function foldName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
