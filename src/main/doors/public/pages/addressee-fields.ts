/** The fields of the ship form: each with its label, hint, autofill token and, after a refusal, its error. */
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { ADDRESSEE_FIELDS, needOf } from '#shared/locale/addressee-fields.ts';
import { countries } from '#shared/locale/countries.ts';
import { failedField, messageOf } from '#shared/locale/customer-failures.ts';
import { FIELD_TEXTS } from '#shared/locale/customer.ts';
import { FIELD_HINTS } from '#shared/locale/ship.ts';
import { type Language, say, type Text } from '#shared/locale/text.ts';
import type { Failure } from '#shared/result.ts';
import { type Html, html } from '../html.ts';

export interface AddresseeForm {
  readonly language: Language;
  readonly entry: Partial<AddresseeEntry>;
  readonly error?: Failure | undefined;
}

type Field = keyof AddresseeEntry;

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
    type="${ADDRESSEE_FIELDS[field].type ?? 'text'}"
    value="${entry[field] ?? ''}"
    ${attributes}
  />`;
}

function addresseeField(form: AddresseeForm, field: Field): Html {
  const { language, error } = form;
  const { autocomplete, required, width } = ADDRESSEE_FIELDS[field];
  const hint: Text | undefined = FIELD_HINTS[field];
  const failed = error !== undefined && failedField(error) === field;
  // The error's place is always there, so that the script can fill it and readers announce it with the field.
  const described = `${hint === undefined ? '' : `${field}-hint `}${field}-error`;
  const attributes = html` autocomplete="${autocomplete[language]}"
  aria-describedby="${described}"${required === true && html` required`}${failed && html` aria-invalid="true" autofocus`}`;
  return html`<div class="field ${width} field-${field}">
    <label for="${field}"
      >${say(FIELD_TEXTS[field], language)}
      <span class="quiet">${say(needOf(ADDRESSEE_FIELDS[field]), language)}</span></label
    >
    ${control(form, field, attributes)}
    <p class="error" id="${field}-error">${failed && messageOf(error, language)}</p>
    ${hint && html`<p class="hint" id="${field}-hint">${say(hint, language)}</p>`}
  </div>`;
}

export function addresseeFields(form: AddresseeForm): Html {
  return html`<div class="fields">
    ${(Object.keys(ADDRESSEE_FIELDS) as Field[]).map((field) => addresseeField(form, field))}
  </div>`;
}
