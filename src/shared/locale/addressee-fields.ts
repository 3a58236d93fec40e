/** The fields of an address form, in their order: what the ship page and the page of sealed orders have in common. */
import type { AddresseeEntry } from '../domain/addressee.ts';
import { CUSTOMER } from './customer.ts';
import type { Language, Text } from './text.ts';

export interface FieldLook {
  /** The token for a browser's own filling-in (HTML, "autofill"). */
  readonly autocomplete: Readonly<Record<Language, string>>;
  readonly required?: boolean | 'in Japan';
  readonly type?: 'tel';
  /** Width of the field, to suggest how much belongs in. */
  readonly width: 'half' | 'whole';
}

/** One token in both languages. */
const both = (token: string): Record<Language, string> => ({ ja: token, en: token });

/** Japanese addresses go from large to small in one or two lines, others from small to large. */
export const ADDRESSEE_FIELDS: Readonly<Record<keyof AddresseeEntry, FieldLook>> = {
  name: { autocomplete: both('name'), required: true, width: 'whole' },
  country: { autocomplete: both('country'), required: true, width: 'half' },
  postalCode: { autocomplete: both('postal-code'), required: 'in Japan', width: 'half' },
  line1: { autocomplete: both('address-line1'), required: true, width: 'whole' },
  line2: { autocomplete: both('address-line2'), width: 'whole' },
  line3: { autocomplete: { ja: 'address-line3', en: 'address-level2' }, width: 'half' },
  line4: { autocomplete: { ja: 'off', en: 'address-level1' }, width: 'half' },
  phone: { autocomplete: both('tel'), type: 'tel', width: 'half' },
  note: { autocomplete: both('off'), width: 'whole' },
};

/** Whether a field has to be filled in, as it stands beside its label. */
export function needOf({ required }: FieldLook): Text {
  if (required === 'in Japan') return CUSTOMER.requiredInJapan;
  return required ? CUSTOMER.required : CUSTOMER.optional;
}
