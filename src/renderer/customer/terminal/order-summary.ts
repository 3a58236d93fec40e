/** What is ordered, as the shop's sheet says it: read only, for what differs is not what is charged. */
import { formatMoney, type Money } from '#shared/domain/money.ts';
import { TERMINAL } from '#shared/locale/terminal.ts';
import { LOCALES, say } from '#shared/locale/text.ts';
import type { OrderSheet } from '#shared/protocol/order-sheet.ts';
import { currentLanguage, make, said, words } from './build-page.ts';
import { partyName, type ProofLine } from './part-section.ts';

export function money(amount: Money): globalThis.Text {
  return words(() => formatMoney(amount, LOCALES[currentLanguage()]));
}

/** @param proof the shop's own */
export function orderSummary(sheet: OrderSheet, until: Date, proof: ProofLine): HTMLElement {
  const { mall, lines, charge, total } = sheet;
  const figure = (amount: Money): HTMLElement => make('td', { class: 'figure' }, money(amount));
  const sumLine = (text: (typeof TERMINAL)['charge' | 'total'], amount: Money, total: boolean): HTMLElement =>
    make(
      'tr',
      { class: total ? '' : 'charge' },
      make('th', { scope: 'row', colspan: '2' }, said(text)),
      total ? make('td', { class: 'figure total' }, money(amount)) : figure(amount),
    );
  return make(
    'section',
    { class: 'aside summary', 'aria-labelledby': 'order-title' },
    make('h2', { id: 'order-title' }, said(TERMINAL.order)),
    make('div', { class: 'opener' }, make('p', {}, partyName(mall)), proof.element),
    make(
      'table',
      { class: 'basket' },
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          make('th', { scope: 'col' }, said(TERMINAL.goods)),
          make('th', { scope: 'col', class: 'figure' }, said(TERMINAL.quantity)),
          make('th', { scope: 'col', class: 'figure' }, said(TERMINAL.price)),
        ),
      ),
      make(
        'tbody',
        {},
        lines.map(({ sku, name, quantity, amount }) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row' }, name, make('span', { class: 'sku' }, sku)),
            make('td', { class: 'figure' }, String(quantity)),
            figure(amount),
          ),
        ),
      ),
      make('tfoot', {}, charge && sumLine(TERMINAL.charge, charge, false), sumLine(TERMINAL.total, total, true)),
    ),
    make(
      'p',
      { class: 'hint' },
      words(() => say(TERMINAL.until, currentLanguage(), { time: clockTime(until) })),
    ),
  );
}

function clockTime(at: Date): string {
  const isToday = at.toDateString() === new Date().toDateString();
  const format = isToday ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'medium', timeStyle: 'short' } as const);
  return new Intl.DateTimeFormat(LOCALES[currentLanguage()], format).format(at);
}
