/** Card holders all of whose words and numbers are marks, as the credit company takes them in. */
import type { MarkBook } from './marks.ts';

export interface MarkedHolder {
  readonly number: string;
  readonly password: string;
  readonly words: readonly string[];
  /** One line of CSV. */
  readonly row: string;
}

export interface MarkedHolders {
  /** CSV as the credit company imports it. */
  readonly customers: string;
  /** Those that can pay every order, in turn. */
  next(): MarkedHolder;
  /** Can't pay any order. */
  readonly poor: MarkedHolder;
  readonly blocked: MarkedHolder;
}

export const HOLDER_COLUMNS =
  'name,kana,postal_code,address,phone,email,employer,card_number,expiry,limit,available,currency,password,check_words,blocked';

/** Each costs the time of some hashes, and may be asked for words five times an hour. */
const RICH = 3;
/** Above all orders of a run together. */
const RICH_LIMIT = 400_000_000;
/** Below any order: three prices of a million and more. */
const POOR_LIMIT = 1_200_000;

export function makeMarkedHolders(book: MarkBook): MarkedHolders {
  const rich = Array.from({ length: RICH }, () => makeHolder(book, RICH_LIMIT));
  const poor = makeHolder(book, POOR_LIMIT);
  const blocked = makeHolder(book, RICH_LIMIT, 'yes');
  let turn = 0;
  return {
    customers: [HOLDER_COLUMNS, ...[...rich, poor, blocked].map(({ row }) => row), ''].join('\n'),
    next: () => rich[turn++ % RICH]!,
    poor,
    blocked,
  };
}

export function makeHolder(book: MarkBook, least: number, blocked: 'yes' | 'no' = 'no'): MarkedHolder {
  const number = book.cardNumber('card');
  const password = book.latin('password');
  const words = [book.japanese('word'), book.latin('word')];
  const limit = book.amountFrom('limit', least);
  const row = [
    `${book.japanese('holder')} ${book.latin('holder')}`,
    book.japanese('holder'),
    book.postalCode('home'),
    book.japanese('home'),
    book.phone('home'),
    `${book.latin('email')}@mail.example`,
    book.japanese('employer'),
    number,
    '2099-12',
    limit,
    limit,
    'JPY',
    password,
    words.join('|'),
    blocked,
  ].join(',');
  return { number, password, words, row };
}
