/**
 * The one-time code that pairs a station: 12 random digits that the service knows again, 25 digits of the key of its
 * station authority, so that the station knows whom it has met, and an ISO/IEC 7064 MOD 11,10 check digit.
 */
import { fail, ok, type Result } from '../result.ts';
import { mod11_10, normalizeNumber, type RandomDigit, verifyMod11_10 } from './number.ts';

export const PAIRING_SECRET_DIGITS = 12;
/** Digits of the authority's key. */
export const PAIRING_AUTHORITY_DIGITS = 25;

export interface PairingCodeParts {
  readonly secret: string;
  /** As `authorityDigits` of the vault says it. */
  readonly authority: string;
}

/** @param randomDigit a secure source */
export function drawPairingSecret(randomDigit: RandomDigit): string {
  return Array.from({ length: PAIRING_SECRET_DIGITS }, randomDigit).join('');
}

/** 38 digits. */
export function makePairingCode({ secret, authority }: PairingCodeParts): string {
  const digits = secret + authority;
  return digits + mod11_10(digits);
}

/** As typed or scanned, in any groups. Fails with `pairing-code-invalid` on a wrong length or check digit. */
export function readPairingCode(typed: string): Result<PairingCodeParts> {
  const digits = normalizeNumber(typed);
  const length = PAIRING_SECRET_DIGITS + PAIRING_AUTHORITY_DIGITS + 1;
  if (!/^\d+$/.test(digits) || digits.length !== length || !verifyMod11_10(digits)) return fail('pairing-code-invalid');
  return ok({ secret: digits.slice(0, PAIRING_SECRET_DIGITS), authority: digits.slice(PAIRING_SECRET_DIGITS, -1) });
}

/** Groups of four, as a person reads them aloud. */
export function formatPairingCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ');
}
