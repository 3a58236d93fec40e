/** The link with which a customer sets password and check words anew, and whose it is. */
import { fromBase64Url } from '#shared/bytes.ts';
import { randomToken } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';

/** 120 bits. */
const TOKEN_BYTES = 15;
const PASSWORD_BYTES = 10;
/** Crockford's base 32: a letter's link is typed by hand. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Whose card it is, as paper and mail address them. */
export interface CardHolder {
  readonly id: string;
  readonly name: string;
  readonly postal_code: string;
  readonly address: string;
  readonly email: string;
  readonly language: 'ja' | 'en';
  readonly last_four: string;
}

export function findHolder({ storage }: Credit, card: string): Promise<CardHolder | undefined> {
  return storage.read
    .selectFrom('card')
    .innerJoin('customer', 'customer.id', 'card.customer')
    .select([
      'customer.id',
      'customer.name',
      'customer.postal_code',
      'customer.address',
      'customer.email',
      'customer.language',
      'card.last_four',
    ])
    .where('card.id', '=', card)
    .executeTakeFirst();
}

/** The token of a reset, never kept: 24 digits of base 32. */
export async function tokenOf({ vault }: Credit, id: string): Promise<string> {
  return toDigits(fromBase64Url(await vault.keyedHash('reset', id))!.slice(0, TOKEN_BYTES));
}

/** Base 32, eight digits for each five bytes. */
function toDigits(bytes: Uint8Array): string {
  let digits = '';
  for (let at = 0; at < bytes.length; at += 5) {
    let group = 0n;
    for (const byte of bytes.slice(at, at + 5)) group = (group << 8n) | BigInt(byte);
    for (let shift = 35n; shift >= 0n; shift -= 5n) digits += DIGITS[Number((group >> shift) & 31n)]!;
  }
  return digits;
}

/** In groups of four, as people type it. */
function inGroups(digits: string): string {
  return digits.match(/.{4}/g)!.join('-');
}

/** Under which a token is opened. */
export function linkOf(publicUrl: string, token: string): string {
  return `${publicUrl}/reset/${inGroups(token)}`;
}

/** A password for a letter: 16 digits of base 32 in four groups, 80 bits. */
export function drawPassword(): string {
  return inGroups(toDigits(fromBase64Url(randomToken())!.slice(0, PASSWORD_BYTES)));
}

/** A token as people type it: capitals, any hyphens, O for 0 and I or L for 1. `undefined` for what can't be one. */
export function readToken(typed: string): string | undefined {
  const token = typed.toLowerCase().replace(/[-\s]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return token.length === 24 && [...token].every((digit) => DIGITS.includes(digit)) ? token : undefined;
}
