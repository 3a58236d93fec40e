/** What did not happen, in the words of these pages: at its field where it has one, else in the page's note. */
import { AGENCY_FAILURES } from '#shared/locale/agency.ts';
import { failedField, messageOf } from '#shared/locale/customer-failures.ts';
import type { Language, Text } from '#shared/locale/text.ts';
import type { Failure } from '#shared/result.ts';
import { element, optionalElement } from '../form/page.ts';

/** Fields that a failure names by another word. */
const FIELD_IDS: Readonly<Record<string, string>> = { pinAgain: 'again', easyPin: 'pin', cardExpired: 'expiry' };

export function failureText(failure: Failure, language: Language): string {
  const texts: Readonly<Partial<Record<string, Text>>> = AGENCY_FAILURES;
  const text = texts[`${failure.code} ${failedField(failure)}`] ?? texts[failure.code];
  return text?.[language] ?? messageOf(failure, language);
}

export function clearRefusal(): void {
  element('refusal', HTMLDivElement).hidden = true;
  for (const note of document.querySelectorAll('.field .error')) note.textContent = '';
  for (const field of document.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
}

export function showRefusal(failure: Failure, language: Language): void {
  clearRefusal();
  const text = failureText(failure, language);
  const named = failedField(failure);
  const id = FIELD_IDS[named] ?? named;
  const field = /^(field-|bad-number$)/.test(failure.code) ? optionalElement(id, HTMLInputElement) : undefined;
  const note = field && optionalElement(`${id}-error`, HTMLParagraphElement);
  if (field && note) {
    note.textContent = text;
    field.setAttribute('aria-invalid', 'true');
    return field.focus();
  }
  const code = element('refusal-code', HTMLParagraphElement);
  element('refusal-text', HTMLParagraphElement).textContent = text;
  code.textContent = code.dataset.text!.replace('{code}', failure.code);
  const box = element('refusal', HTMLDivElement);
  box.hidden = false;
  box.focus();
}
