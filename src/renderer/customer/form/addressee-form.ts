/** The ship form's fields as the script handles them: read, mark, wipe. */
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { failedField, messageOf } from '#shared/locale/customer-failures.ts';
import { CUSTOMER } from '#shared/locale/customer.ts';
import { say } from '#shared/locale/text.ts';
import type { Failure } from '#shared/result.ts';
import { element, optionalElement, pageLanguage } from './page.ts';

type Field = HTMLInputElement | HTMLSelectElement;

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (control) => control instanceof HTMLInputElement || control instanceof HTMLSelectElement,
  );
}

export function readEntry(form: HTMLFormElement): Partial<AddresseeEntry> {
  return Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
}

/** Leaves nothing typed behind in the page, also for whoever presses "back". */
export function wipeEntry(form: HTMLFormElement): void {
  for (const field of fieldsOf(form)) {
    if (field instanceof HTMLInputElement) field.value = field.defaultValue = '';
  }
}

function markField(field: Field, message: string): void {
  if (message === '') field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
  element(`${field.id}-error`, HTMLParagraphElement).textContent = message;
}

export function clearFailure(form: HTMLFormElement): void {
  for (const field of fieldsOf(form)) markField(field, '');
  optionalElement('problem', HTMLDivElement)?.remove();
  element('refusal', HTMLDivElement).hidden = true;
}

/** At the field that the failure names, else above the buttons; the focus goes to where it can be mended. */
export function showFailure(form: HTMLFormElement, failure: Failure): void {
  clearFailure(form);
  const language = pageLanguage();
  const message = messageOf(failure, language);
  const field = fieldsOf(form).find(({ name }) => name === failedField(failure));
  if (field) {
    markField(field, message);
    field.focus();
    return;
  }
  element('refusal-text', HTMLParagraphElement).textContent = message;
  element('refusal-code', HTMLParagraphElement).textContent = say(CUSTOMER.code, language, { code: failure.code });
  element('refusal', HTMLDivElement).hidden = false;
}

/** An error goes as soon as its field is being mended. */
export function clearOnInput(form: HTMLFormElement): void {
  for (const field of fieldsOf(form)) field.addEventListener('input', () => markField(field, ''));
}
