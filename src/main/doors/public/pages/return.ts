/** `/order/return`: why something is sent back, then the label and the code; `/order/return/phone`: the code alone. */
import { RETURN_CLASSES } from '#shared/desk/returns.ts';
import type { CustomerReturnState } from '#shared/domain/states.ts';
import { RETURN_REASONS_TEXTS, RETURN_TEXTS, RETURNS } from '#shared/locale/shop-returns.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { OrderView, ReturnPhoneView, ReturnView } from '../views.ts';
import { barsSvg } from './bars-svg.ts';
import { layout } from './layout.ts';
import { day, facts, number, problem } from './parts.ts';
import { qrSvg } from './qr-svg.ts';

const WAY: readonly CustomerReturnState[] = ['announced', 'on-the-way', 'arrived', 'decided'];

/** On the order's page: what can be sent back, or how far that is. */
export function returnSheet({ language, returning }: OrderView): Html | false {
  if (!returning) return false;
  const { state, until } = returning;
  return html`<section class="sheet returns" aria-labelledby="returns-title">
    <h2 id="returns-title">${say(RETURNS.title, language)}</h2>
    ${
      state === undefined
        ? html`<p>${sayHtml(RETURNS.open, language, { date: day(until ?? '', language) })}</p>
            <p class="actions"><a class="button" href="/order/return">${say(RETURNS.ask, language)}</a></p>`
        : html`<p>${say(RETURN_TEXTS[state].said, language)}</p>
            ${returnProgress(state, language)}
            ${
              state === 'announced' &&
              html`<p class="actions">
                <a class="button" href="/order/return">${say(RETURNS.showLabel, language)}</a>
              </p>`
            }`
    }
  </section>`;
}

function returnProgress(state: CustomerReturnState, language: OrderView['language']): Html {
  const current = WAY.indexOf(state);
  return html`<ol class="way" aria-label="${say(RETURNS.progress, language)}">
    ${WAY.map((step, at) => {
      const past = at < current || (at === current && at === WAY.length - 1);
      return html`<li
        class="${past ? 'past' : at === current ? 'current' : 'ahead'}"
        ${at === current && html` aria-current="step"`}
      >
        <span class="mark" aria-hidden="true"></span
        >${say(RETURN_TEXTS[step].name, language)}${past && html`<span class="unseen"> ${say(SHOP.done, language)}</span>`}
      </li>`;
    })}
  </ol>`;
}

function reasonForm({ language, reason }: ReturnView): Html {
  return html`<p>${say(RETURNS.askLead, language)}</p>
    <form method="post" action="/order/return" class="sheet">
      <fieldset class="options">
        <legend>${say(RETURNS.reason, language)}</legend>
        <ul id="reason">
          ${RETURN_CLASSES.map(
            (value) =>
              html`<li class="option">
                <input
                  type="radio"
                  name="reason"
                  value="${value}"
                  id="reason-${value}"
                  required
                  ${value === reason && html` checked`}
                />
                <label for="reason-${value}"
                  ><span class="name">${say(RETURN_REASONS_TEXTS[value], language)}</span></label
                >
              </li>`,
          )}
        </ul>
      </fieldset>
      <p class="actions"><button class="primary">${say(RETURNS.confirm, language)}</button></p>
    </form>`;
}

const PAPERS = [
  ['100x150', RETURNS.paperLabel],
  ['a6', RETURNS.paperA6],
  ['a4', RETURNS.paperA4],
] as const;

function labelSheets({ language, carrier, number: returnNumber }: ReturnView): Html {
  return html`<section class="sheet" aria-labelledby="print-title">
      <h2 id="print-title">${say(RETURNS.printTitle, language)}</h2>
      ${facts(language, [
        returnNumber !== undefined && [RETURNS.number, number(returnNumber)],
        [RETURNS.carrier, html`<strong>${carrier}</strong>`],
      ])}
      <p>${say(RETURNS.printLead, language, { carrier })}</p>
      <p class="actions">
        ${PAPERS.map(
          ([paper, text]) =>
            html`<a class="button" href="/order/return/label?paper=${paper}" download="return-label.pdf"
              >${say(text, language)}</a
            > `,
        )}
      </p>
      <p class="hint">${say(RETURNS.cover, language)}</p>
    </section>
    <section class="sheet" aria-labelledby="phone-title">
      <h2 id="phone-title">${say(RETURNS.phoneTitle, language)}</h2>
      <p>${say(RETURNS.phoneLead, language)}</p>
      <p class="actions"><a class="button" href="/order/return/phone">${say(RETURNS.phone, language)}</a></p>
    </section>`;
}

export function returnPage(view: ReturnView): string {
  const { language, number: returnNumber, error } = view;
  const title = returnNumber === undefined ? RETURNS.askTitle : RETURNS.labelTitle;
  const body = html`<h1>${say(title, language)}</h1>
    ${error && problem(error, language, error.about === 'reason' ? `reason-${RETURN_CLASSES[0]}` : undefined)}
    ${returnNumber === undefined ? reasonForm(view) : labelSheets(view)}
    <p class="actions"><a class="button" href="/order">${say(RETURNS.toOrder, language)}</a></p>`;
  return layout(view, { path: '/order/return', title, body, narrow: true });
}

export function returnPhonePage(view: ReturnPhoneView): string {
  const { language, number: returnNumber, labelId, bars, carrier } = view;
  const values = { number: formatNumber(returnNumber) };
  const body = html`<h1>${say(RETURNS.phonePage, language)}</h1>
    <p>${say(RETURNS.phoneHow, language, { carrier })}</p>
    <figure class="return-code">
      <p class="number">${formatNumber(returnNumber)}</p>
      ${qrSvg(labelId, say(RETURNS.qrOf, language, values))} ${barsSvg(bars, say(RETURNS.barsOf, language, values))}
      <figcaption>${say(RETURNS.word, language)}</figcaption>
    </figure>
    <p class="hint">${say(RETURNS.phoneStaff, language)}</p>
    <p class="actions"><a class="button" href="/order/return">${say(RETURNS.toLabel, language)}</a></p>`;
  return layout(view, { path: '/order/return/phone', title: RETURNS.phonePage, body, narrow: true });
}
