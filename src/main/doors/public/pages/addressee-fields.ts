/** The fields of the ship form: each with its label, hint, autofill token and, after a refusal, its error. */
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { failedField, messageOf } from '#shared/locale/customer-failures.ts';
import { CUSTOMER, FIELD_TEXTS } from '#shared/locale/customer.ts';
import { FIELD_HINTS } from '#shared/locale/ship.ts';
import { type Language, say, type Text } from '#shared/locale/text.ts';
import type { Failure } from '#shared/result.ts';
import { type Html, html } from '../html.ts';
import { countries } from './countries.ts';

export interface AddresseeForm {
  readonly language: Language;
  readonly entry: Partial<AddresseeEntry>;
  readonly error?: Failure | undefined;
}

type Field = keyof AddresseeEntry;

interface FieldLook {
  readonly autocomplete: Readonly<Record<Language, string>>;
  readonly required?: boolean | 'in Japan';
  readonly type?: 'tel';
  /** Width of the field, to suggest how much belongs in. */
  readonly width: 'half' | 'whole';
}

/** One token in both languages. */
const both = (token: string): Record<Language, string> => ({ ja: token, en: token });

/** In the order of the form. Japanese addresses go from large to small in one or two lines, others from small to large. */
const FIELDS: Readonly<Record<Field, FieldLook>> = {
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

function need(required: FieldLook['required']): Text {
  if (required === 'in Japan') return CUSTOMER.requiredInJapan;
  return required ? CUSTOMER.required : CUSTOMER.optional;
}

function control(form: AddresseeForm, field: Field, attributes: Html): Html {
  const { language, entry } = form;
  if (field === 'country') {
    const chosen = entry.country === undefined || entry.country === '' ? 'JP' : entry.country.toUpperCase();
    return html`<select id="${field}" name="${field}" ${attributes}>
      ${countries(language).map(
        ({ code, name }) => html`<option value="${code}" ${code === chosen && html` selected`}>${name}</option>`,
      )}
    </select>`;
  }
  return html`<input
    id="${field}"
    name="${field}"
    type="${FIELDS[field].type ?? 'text'}"
    value="${entry[field] ?? ''}"
    ${attributes}
  />`;
}

function addresseeField(form: AddresseeForm, field: Field): Html {
  const { language, error } = form;
  const { autocomplete, required, width } = FIELDS[field];
  const hint: Text | undefined = FIELD_HINTS[field];
  const failed = error !== undefined && failedField(error) === field;
  // The error's place is always there, so that the script can fill it and readers announce it with the field.
  const described = `${hint === undefined ? '' : `${field}-hint `}${field}-error`;
  const attributes = html` autocomplete="${autocomplete[language]}"
  aria-describedby="${described}"${required === true && html` required`}${failed && html` aria-invalid="true" autofocus`}`;
  return html`<div class="field ${width} field-${field}">
    <label for="${field}"
      >${say(FIELD_TEXTS[field], language)} <span class="quiet">${say(need(required), language)}</span></label
    >
    ${control(form, field, attributes)}
    <p class="error" id="${field}-error">${failed && messageOf(error, language)}</p>
    ${hint && html`<p class="hint" id="${field}-hint">${say(hint, language)}</p>`}
  </div>`;
}

export function addresseeFields(form: AddresseeForm): Html {
  return html`<div class="fields">
    ${(Object.keys(FIELDS) as Field[]).map((field) => addresseeField(form, field))}
  </div>`;
}
