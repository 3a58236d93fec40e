/** What was typed on the page, checked before any of it is sealed. */
import { type AddresseeEntry, enterAddressee } from '#shared/domain/addressee.ts';
import { isCardExpired, parseCardNumber, parseExpiry } from '#shared/domain/card.ts';
import type { CardPart } from '#shared/protocol/card-part.ts';
import { enterGift } from '#shared/protocol/gift-part.ts';
import { cutOrder, type OrderEntry, partyAsking } from '#shared/protocol/make-bundle.ts';
import type { OrderSheet } from '#shared/protocol/order-sheet.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** Fields by name; those that nobody asks for are missing. */
export type Typed = Partial<AddresseeEntry & Record<'card' | 'expiry' | 'password' | 'gift', string>>;

const MOST_PASSWORD_CHARACTERS = 200;

/**
 * What goes into the parts that the sheet asks for. Fails naming the field; with `too-large` (about: what is asked) when
 * a part would fit into no envelope.
 *
 * @param tracking the token of the customer's own tracking page
 */
export function enterOrder(sheet: OrderSheet, typed: Typed, tracking: string, now: Date): Result<OrderEntry> {
  const card = enterCard(typed, now);
  if (!card.ok) return card;
  const addressee = partyAsking(sheet, 'destination') ? enterAddressee(typed) : undefined;
  if (addressee?.ok === false) return addressee;
  const gift = partyAsking(sheet, 'gift') ? enterGift(typed.gift ?? '') : undefined;
  if (gift?.ok === false) return gift;
  const entry: OrderEntry = {
    card: card.value,
    ...(addressee && { destination: { addressee: addressee.value, tracking } }),
    ...(gift && { gift: gift.value }),
  };
  const cut = cutOrder(sheet, entry);
  return cut.ok ? ok(entry) : cut;
}

function enterCard(typed: Typed, now: Date): Result<CardPart> {
  if ((typed.card ?? '').trim() === '') return fail('field-missing', 'card');
  const card = parseCardNumber(typed.card!);
  if (!card.ok) return fail('bad-number', 'card');
  if ((typed.expiry ?? '').trim() === '') return fail('field-missing', 'expiry');
  const expiry = parseExpiry(typed.expiry!);
  if (!expiry.ok || isCardExpired(expiry.value, now)) return fail('field-invalid', 'expiry');
  const password = typed.password ?? '';
  if (password === '') return fail('field-missing', 'password');
  if (password.length > MOST_PASSWORD_CHARACTERS) return fail('field-too-long', 'password');
  return ok({ card: card.value, expiry: expiry.value, instalments: 1, password });
}
