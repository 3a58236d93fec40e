/** The fields that each party's part is typed into. */
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { ADDRESSEE_FIELDS, needOf } from '#shared/locale/addressee-fields.ts';
import { countries } from '#shared/locale/countries.ts';
import { FIELD_TEXTS } from '#shared/locale/customer.ts';
import { PAY } from '#shared/locale/pay.ts';
import { FIELD_HINTS } from '#shared/locale/ship.ts';
import { TERMINAL } from '#shared/locale/terminal.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { LONGEST_GIFT } from '#shared/protocol/gift-part.ts';
import type { Ask } from '#shared/protocol/order-part.ts';
import { followCardNumber } from '../form/card-number.ts';
import { currentLanguage, follow, make, said } from './build-page.ts';

import { type Field, field } from './fields.ts';

/** A part's fields, and how they stand on the page. */
export interface PartFields {
  readonly fields: readonly Field[];
  readonly element: HTMLElement;
}

const EMPTY: PartFields = { fields: [], element: make('div') };

export function partFields(ask: Ask): PartFields {
  if (ask === 'card') return cardFields();
  if (ask === 'destination') return addresseeFields();
  return ask === 'gift' ? giftField() : EMPTY;
}

function input(name: string, attributes: Readonly<Record<string, string | boolean>>): HTMLInputElement {
  return make('input', { name, type: 'text', spellcheck: 'false', ...attributes });
}

const inGrid = (fields: readonly Field[], ...others: HTMLElement[]): PartFields => ({
  fields,
  element: make('div', { class: 'fields' }, ...fields.map(({ element }) => element), ...others),
});

function cardFields(): PartFields {
  const number = input('card', {
    class: 'card-number',
    inputmode: 'numeric',
    autocomplete: 'cc-number',
    maxlength: '32',
  });
  followCardNumber(number);
  const expiry = input('expiry', {
    inputmode: 'numeric',
    autocomplete: 'cc-exp',
    placeholder: 'MM/YY',
    maxlength: '9',
  });
  expiry.addEventListener('input', (event) => {
    // The stroke comes by itself, and goes when it is deleted.
    const typing = event instanceof InputEvent && !event.isComposing && event.inputType === 'insertText';
    if (typing && /^\d{2}$/.test(expiry.value)) expiry.value += '/';
  });
  const password = input('password', { type: 'password', autocomplete: 'current-password' });
  const once = make(
    'div',
    { class: 'field half fact' },
    make('span', { class: 'label' }, said(TERMINAL.instalments)),
    make('span', { class: 'given' }, said(TERMINAL.once)),
  );
  const secret = field(password, { label: PAY.password });
  offerToShow(password);
  const [first, second] = [
    field(number, { label: PAY.card, hint: PAY.cardHint }),
    field(expiry, { label: TERMINAL.expiry, hint: TERMINAL.expiryHint, width: 'half' }),
  ];
  return {
    fields: [first, second, secret],
    element: make('div', { class: 'fields' }, first.element, second.element, once, secret.element),
  };
}

function offerToShow(password: HTMLInputElement): void {
  const shown = (): boolean => password.type === 'text';
  const words = make('span');
  const button = make('button', { type: 'button', id: 'show-password', 'aria-controls': 'password' }, words);
  const tell = (): void => {
    words.textContent = say(shown() ? PAY.hidePassword : PAY.showPassword, currentLanguage());
  };
  follow(button, tell);
  button.addEventListener('click', () => {
    password.type = shown() ? 'password' : 'text';
    tell();
    password.focus();
  });
  const beside = make('div', { class: 'beside' });
  password.replaceWith(beside);
  beside.append(password, button);
}

function addresseeFields(): PartFields {
  const names = Object.keys(ADDRESSEE_FIELDS) as (keyof AddresseeEntry)[];
  return inGrid(
    names.map((name) => {
      const look = ADDRESSEE_FIELDS[name];
      const hint: Text | undefined = FIELD_HINTS[name];
      const control = name === 'country' ? countrySelect() : input(name, { type: look.type ?? 'text' });
      follow(control, () => control.setAttribute('autocomplete', look.autocomplete[currentLanguage()]));
      return field(control, { label: FIELD_TEXTS[name], hint, need: needOf(look), width: look.width });
    }),
    make('p', { class: 'hint' }, said(TERMINAL.surcharge)),
  );
}

function countrySelect(): HTMLSelectElement {
  const select = make('select', { name: 'country' });
  follow(select, () => {
    const chosen = select.value === '' ? 'JP' : select.value;
    select.replaceChildren(
      ...countries(currentLanguage()).map(({ code, name }) => make('option', { value: code }, name)),
    );
    select.value = chosen;
  });
  return select;
}

function giftField(): PartFields {
  const text = make('textarea', { name: 'gift', rows: '4', autocomplete: 'off' });
  const hint = {
    ja: say(TERMINAL.giftHint, 'ja', { most: LONGEST_GIFT }),
    en: say(TERMINAL.giftHint, 'en', { most: LONGEST_GIFT }),
  };
  return inGrid([field(text, { label: TERMINAL.gift, hint })]);
}
