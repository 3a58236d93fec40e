/**
 * The numbers people read aloud, type and scan: a kind digit, 12 random digits and an
 * ISO/IEC 7064 MOD 11,10 check digit (PROTOCOL.md §1). Random, so that they tell nothing about volume or order.
 */
import { fail, ok, type Result } from '../result.ts';
import { narrowCode } from './entry.ts';

declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type PurchaseNumber = Branded<'purchase'>;
export type ReceiptNumber = Branded<'receipt'>;
export type ShippingNumber = Branded<'shipping'>;
export type ReturnNumber = Branded<'return'>;

export interface NumberOfKind {
  purchase: PurchaseNumber;
  receipt: ReceiptNumber;
  shipping: ShippingNumber;
  return: ReturnNumber;
}
export type NumberKind = keyof NumberOfKind;

export const KIND_DIGITS: Record<NumberKind, string> = { purchase: '1', receipt: '2', shipping: '3', return: '4' };

/** One uniformly random decimal digit, 0 to 9. The caller brings the source: `vault` a secure one, tests a seeded one. */
export type RandomDigit = () => number;

/** ISO/IEC 7064 MOD 11,10 over decimal digits: the digit that, appended, makes `verifyMod11_10` true. */
export function mod11_10(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

export function verifyMod11_10(digits: string): boolean {
  return digits.length > 1 && mod11_10(digits.slice(0, -1)) === digits.slice(-1);
}

/** A fresh 14-digit number; the caller still has to claim it as unused. */
export function mintNumber<K extends NumberKind>(kind: K, randomDigit: RandomDigit): NumberOfKind[K] {
  let digits = KIND_DIGITS[kind];
  while (digits.length < 13) digits += String(randomDigit());
  return (digits + mod11_10(digits)) as NumberOfKind[K];
}

/** The number that 12 digits name: for variant c, where both sides derive it and nobody tells it. */
export function numberFromDigits<K extends NumberKind>(kind: K, twelveDigits: string): NumberOfKind[K] {
  const digits = KIND_DIGITS[kind] + twelveDigits;
  return (digits + mod11_10(digits)) as NumberOfKind[K];
}

/** The kind of a well-formed default number, `undefined` for anything else. */
export function numberKind(text: string): NumberKind | undefined {
  if (!/^\d{14}$/.test(text) || !verifyMod11_10(text)) return undefined;
  return (Object.keys(KIND_DIGITS) as NumberKind[]).find((kind) => KIND_DIGITS[kind] === text[0]);
}

/** Full-width digits and separators become what a scanner would have sent; everything else stays. */
export function normalizeNumber(typed: string): string {
  return narrowCode(typed).replace(/[\s-]/g, '');
}

/** Reads a number as typed or scanned. Fails with `bad-number` on a wrong length, kind or check digit. */
export function parseNumber<K extends NumberKind>(typed: string, kind: K): Result<NumberOfKind[K]> {
  const text = normalizeNumber(typed);
  return numberKind(text) === kind ? ok(text as NumberOfKind[K]) : fail('bad-number');
}

/** `3 0482 7719 3056 9`, `RR 123 456 785 JP`; an SSCC in groups of four. */
export function formatNumber(number: string): string {
  if (/^\d{14}$/.test(number)) return number.replace(/^(\d)(\d{4})(\d{4})(\d{4})(\d)$/, '$1 $2 $3 $4 $5');
  if (/^[A-Z]/.test(number)) return number.replace(/^(..)(...)(...)(...)(..)$/, '$1 $2 $3 $4 $5');
  return number.replace(/(.{4})(?=.)/g, '$1 ');
}
