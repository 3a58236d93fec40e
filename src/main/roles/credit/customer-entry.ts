import { z } from 'zod';
import { isCardExpired, parseCardNumber } from '#shared/domain/card.ts';
import { enterText, type TextRule } from '#shared/domain/entry.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** How a customer is reached; all that the desk ever changes of a person. */
export interface Contact {
  readonly name: string;
  readonly kana: string;
  readonly postalCode: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly employer: string;
}

const RULES: Readonly<Record<keyof Contact, TextRule>> = {
  name: { most: 80, required: true },
  kana: { most: 80 },
  postalCode: { most: 16 },
  address: { most: 200 },
  phone: { most: 24 },
  email: { most: 254, required: true },
  employer: { most: 80 },
};
/** What each is called in the table of customers, and at the head of a file of them. */
export const CONTACT_COLUMNS = {
  name: 'name',
  kana: 'kana',
  postalCode: 'postal_code',
  address: 'address',
  phone: 'phone',
  email: 'email',
  employer: 'employer',
} as const satisfies Record<keyof Contact, string>;
const CONTACT_FIELDS = Object.keys(RULES) as (keyof Contact)[];

/** A partial one stays partial. Fails with what `enterText` fails with, or `field-invalid`, naming the field alone. */
export function enterContact<T extends { readonly [Field in keyof Contact]?: string | undefined }>(
  typed: T,
): Result<{ [Field in keyof T & keyof Contact]: string }> {
  const contact: Partial<Record<keyof Contact, string>> = {};
  for (const field of CONTACT_FIELDS) {
    const value = typed[field];
    if (value === undefined) continue;
    const entered = enterText(field, value, RULES[field]);
    if (!entered.ok) return entered;
    contact[field] = field === 'email' ? entered.value.toLowerCase() : entered.value;
  }
  if (contact.email !== undefined && !z.email().safeParse(contact.email).success) return fail('field-invalid', 'email');
  return ok(contact as { [Field in keyof T & keyof Contact]: string });
}

export interface CardEntry {
  readonly number: string;
  readonly expiry: string;
  readonly limit: Money;
  readonly password: string;
  readonly checkWords: readonly string[];
}

export const EXPIRY = /^\d{4}-(0[1-9]|1[0-2])$/;
export const MOST_CHECK_WORDS = 20;

/** What stands on a card that begins now. Fails with `field-missing` or `field-invalid`, naming the field alone. */
export function enterCardFace(
  typed: Pick<CardEntry, 'number' | 'expiry'>,
  now: Date,
): Result<Pick<CardEntry, 'number' | 'expiry'>> {
  const number = parseCardNumber(typed.number);
  if (!number.ok) return fail(typed.number.trim() === '' ? 'field-missing' : 'field-invalid', 'number');
  const expiry = typed.expiry.trim();
  if (!EXPIRY.test(expiry) || isCardExpired(expiry, now)) return fail('field-invalid', 'expiry');
  return ok({ number: number.value, expiry });
}

/** A card that begins now; fails as `enterCardFace`. */
export function enterCard(typed: CardEntry, now: Date): Result<CardEntry> {
  const face = enterCardFace(typed, now);
  if (!face.ok) return face;
  if (typed.limit.value < 0 || typed.limit.currency !== 'JPY') return fail('field-invalid', 'limit');
  if (typed.password === '') return fail('field-missing', 'password');
  const checkWords = typed.checkWords.map((word) => word.trim()).filter((word) => word !== '');
  return ok({ ...face.value, limit: typed.limit, password: typed.password, checkWords });
}
