/** What the order page tells beside the way of things: money that goes back, and the key to what goes by mail. */
import { REFUND_TEXTS } from '#shared/locale/order-states.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { OrderRefund, OrderView } from '../views.ts';
import { day, money } from './parts.ts';

export function refundSheet(view: OrderView): Html | false {
  const { language, refunds } = view;
  return (
    refunds.length > 0 &&
    html`<section class="sheet refunds" aria-labelledby="refunds-title">
      <h2 id="refunds-title">${say(SHOP.refundTitle, language)}</h2>
      <ul>
        ${refunds.map((refund) => html`<li class="${refund.state}">${refundText(view, refund)}</li>`)}
      </ul>
    </section>`
  );
}

function refundText({ language, settlement, carrier }: OrderView, { way, state, amount, at }: OrderRefund): Html {
  const company = way === 'settlement' ? settlement?.company.name : carrier?.name;
  const values = { amount: money(amount, language), company: company ?? '', date: day(at, language) };
  return sayHtml(REFUND_TEXTS[way][state], language, values);
}

/** Filled in by the page's script, in the browser that holds the private half. */
export function buyerKeySheet({ language, buyerKey }: OrderView): Html | false {
  return (
    buyerKey !== undefined &&
    html`<section class="sheet key" aria-labelledby="key-title" id="buyer-key" data-key="${buyerKey}" hidden>
      <h2 id="key-title">${say(SHOP.keyTitle, language)}</h2>
      <p>${say(SHOP.keyLead, language)}</p>
      <p class="actions">
        <button type="button" id="save-key">${say(SHOP.keySave, language)}</button>
        <span class="quiet" role="status" id="key-saved" data-text="${say(SHOP.keySaved, language)}"></span>
      </p>
    </section>`
  );
}
