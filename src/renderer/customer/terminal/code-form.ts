/** Where no order code came with the address: the customer pastes it. */
import { TERMINAL } from '#shared/locale/terminal.ts';
import { parseOrderCode } from '#shared/protocol/order-sheet.ts';
import type { Failure } from '#shared/result.ts';
import type { OrderCode } from './ask-mall.ts';
import { make, said } from './build-page.ts';
import { failureNotice } from './failure-notice.ts';
import { field } from './fields.ts';

/** @param failure why the last one did not do; @param open told a code of the right form */
export function codeForm(failure: Failure | undefined, open: (code: OrderCode) => void): HTMLElement {
  const input = make('input', {
    name: 'code',
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    autocapitalize: 'none',
  });
  const code = field(input, { label: TERMINAL.code, hint: TERMINAL.codeHint });
  const notice = failureNotice((host) => host ?? '');
  const form = make(
    'form',
    { class: 'sheet code-form', id: 'code-form', novalidate: true },
    make('h2', {}, said(TERMINAL.codeTitle)),
    make('p', {}, said(TERMINAL.codeLead)),
    code.element,
    make('p', { class: 'actions' }, make('button', { class: 'primary', id: 'open-order' }, said(TERMINAL.openOrder))),
    notice.element,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    notice.clear();
    const parsed = parseOrderCode(input.value);
    if (parsed) return open(parsed);
    code.mark({ code: input.value.trim() === '' ? 'field-missing' : 'field-invalid', about: 'code' });
    input.focus();
  });
  if (failure) notice.show(failure);
  return form;
}
