/** What a card holder reads from the card, or knows, and no order file says. */
import { readCsvRows } from '#main/storage/index.ts';
import type { CardEntry } from './order-file.ts';

/** A card as its holder has it at hand. */
export interface HeldCard {
  readonly name: string;
  /** Digits alone. */
  readonly number: string;
  /** `YYYY-MM`. */
  readonly expiry: string;
  readonly password: string;
}

/** On the card of somebody whom the credit company does not know. */
const STRANGER = { name: 'Card Holder', yearsLeft: 3 } as const;

/**
 * @param customers the credit company's customers, CSV
 * @param now for cards that nobody knows
 */
export function holdCard(card: CardEntry, customers: string, now = new Date()): HeldCard {
  const number = digitsOf(card.number);
  const read = readCsvRows(customers, ['name', 'card_number', 'expiry']);
  const row = read.ok ? read.value.rows.find(({ record }) => digitsOf(record['card_number']!) === number) : undefined;
  const { name = STRANGER.name, expiry } = row?.record ?? {};
  return {
    name,
    number,
    expiry: card.expiry ?? expiry ?? `${now.getUTCFullYear() + STRANGER.yearsLeft}-12`,
    password: card.password,
  };
}

function digitsOf(number: string): string {
  return number.replaceAll(/\D/g, '');
}
