/** Day and time of day, as forms ask for them and as pages say them. */
import { DELIVERY_SLOTS, type DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { failedField, messageOf } from '#shared/locale/customer-failures.ts';
import { type Language, LOCALES, say, type Text } from '#shared/locale/text.ts';
import { SLOT_TEXTS, WISH } from '#shared/locale/wish.ts';
import type { Failure } from '#shared/result.ts';
import { type Html, html } from '../html.ts';

export interface WishForm {
  readonly language: Language;
  /** To choose from, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  readonly chosen?: { readonly day?: string | undefined; readonly slot?: string | undefined } | undefined;
  readonly error?: Failure | undefined;
}

/** `11月23日(月)` */
export function dayName(day: string, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  });
  return format.format(new Date(day));
}

/** One sentence; of a hold, that it is held. */
export function wishText({ day, slot, hold }: DeliveryWish, language: Language): string {
  if (hold !== undefined) return say(WISH.held, language);
  const parts = [
    day === undefined ? say(WISH.anyDay, language) : dayName(day, language),
    slot && say(SLOT_TEXTS[slot], language),
  ];
  return parts.filter((part) => part !== undefined).join(language === 'ja' ? ' ' : ', ');
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

function select(form: WishForm, field: 'day' | 'slot', title: Text, choices: readonly Choice[]): Html {
  const { language, chosen, error } = form;
  const failed = error !== undefined && failedField(error) === field;
  return html`<div class="field half">
    <label for="${field}">${say(title, language)}</label>
    <select
      id="${field}"
      name="${field}"
      autocomplete="off"
      aria-describedby="${field}-error"
      ${failed && html` aria-invalid="true" autofocus`}
    >
      ${choices.map(
        ({ value, text }) =>
          html`<option value="${value}" ${value !== '' && value === chosen?.[field] && html` selected`}>
            ${text}
          </option>`,
      )}
    </select>
    <p class="error" id="${field}-error">${failed && messageOf(error, language)}</p>
  </div>`;
}

/** Two fields: `day` and `slot`, both empty for "whenever". */
export function wishFields(form: WishForm): Html {
  const { language, days } = form;
  return html`<div class="fields">
    ${select(form, 'day', WISH.day, [
      { value: '', text: say(WISH.anyDay, language) },
      ...days.map((value) => ({ value, text: dayName(value, language) })),
    ])}
    ${select(form, 'slot', WISH.slot, [
      { value: '', text: say(WISH.anySlot, language) },
      ...DELIVERY_SLOTS.map((value) => ({ value, text: say(SLOT_TEXTS[value], language) })),
    ])}
  </div>`;
}
