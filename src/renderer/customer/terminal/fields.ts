/** One field of the form: label, input, hint, and the place where an error is said. */
import { messageOf } from '#shared/locale/customer-failures.ts';
import type { Text } from '#shared/locale/text.ts';
import type { Failure } from '#shared/result.ts';
import { currentLanguage, follow, make, said } from './build-page.ts';

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export interface Field {
  readonly control: Control;
  /** Label, input and all. */
  readonly element: HTMLElement;
  /** Says what is wrong, or nothing any more. */
  mark(failure: Failure | undefined): void;
}

export interface FieldText {
  readonly label: Text;
  readonly hint?: Text | undefined;
  /** `optional`, `required in Japan` …; nothing beside the label when it is missing. */
  readonly need?: Text;
  readonly width?: 'half' | 'whole';
}

/** @param control gets its id from its name */
export function field(control: Control, { label, hint, need, width = 'whole' }: FieldText): Field {
  const { name } = control;
  control.id = name;
  const error = make('p', { class: 'error', id: `${name}-error` });
  control.setAttribute('aria-describedby', `${hint ? `${name}-hint ` : ''}${error.id}`);
  let shown: Failure | undefined;
  follow(error, () => {
    error.textContent = shown ? messageOf(shown, currentLanguage()) : '';
  });

  function mark(failure: Failure | undefined): void {
    shown = failure;
    error.textContent = failure ? messageOf(failure, currentLanguage()) : '';
    if (failure) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }

  // An error goes as soon as its field is being mended.
  control.addEventListener('input', () => mark(undefined));
  return {
    control,
    mark,
    element: make(
      'div',
      { class: `field ${width} field-${name}` },
      make('label', { for: name }, said(label), need && [' ', make('span', { class: 'quiet' }, said(need))]),
      control,
      error,
      hint && make('p', { class: 'hint', id: `${name}-hint` }, said(hint)),
    ),
  };
}
