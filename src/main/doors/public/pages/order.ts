/** `/order`: opens the carrier's own window, waits for what it says, then follows the parcel. */
import type { PurchaseState } from '#shared/domain/states.ts';
import { CUSTOMER, PAY_TEXTS } from '#shared/locale/customer.ts';
import { PURCHASE_TEXTS, SHOP } from '#shared/locale/shop.ts';
import { type Language, say } from '#shared/locale/text.ts';
import { type Html, html, sayHtml, webAddress } from '../html.ts';
import type { OrderView } from '../views.ts';
import { layout } from './layout.ts';
import { day, facts, money, number, orderSteps, windowLink } from './parts.ts';
import { whoLearns } from './who-learns.ts';

const WAY = ['offered', 'accepted', 'packed', 'handed-over', 'shipped', 'delivered'] as const;
/** Nothing was ordered: the page leads back to the goods by itself. */
const NOTHING_ORDERED: readonly PurchaseState[] = ['refused', 'declined', 'expired'];

const REFRESH_SECONDS = 5;
const BACK_SECONDS = 8;

function progress(state: PurchaseState, language: Language): Html {
  const way: readonly PurchaseState[] = state === 'returned' ? [...WAY.slice(0, -1), 'returned'] : WAY;
  const current = way.indexOf(state);
  const last = current === way.length - 1;
  return html`<ol class="way" aria-label="${say(SHOP.progress, language)}">
    ${way.map((step, at) => {
      const past = at < current || (at === current && last);
      return html`<li
        class="${past ? 'past' : at === current ? 'current' : 'ahead'}${step === 'returned' && ' back'}"
        ${at === current && html` aria-current="step"`}
      >
        <span class="mark" aria-hidden="true"></span
        >${PURCHASE_TEXTS[step].name[language]}${past && html`<span class="unseen"> ${say(SHOP.done, language)}</span>`}
      </li>`;
    })}
  </ol>`;
}

function offerForm({ language, carrier }: OrderView, offer: NonNullable<OrderView['offer']>): Html {
  const action = webAddress(offer.action);
  const host = action.startsWith('/') ? carrier.id : new URL(action).host;
  return html`<section class="sheet offer" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(SHOP.openTitle, language)}</h2>
    <p>${sayHtml(SHOP.openLead, language, { host: html`<strong class="hostname">${host}</strong>` })}</p>
    <form method="post" action="${action}" target="_blank" rel="noopener noreferrer" id="offer">
      <input type="hidden" name="instruction" value="${offer.instruction}" />
      <button class="primary" data-again="${say(SHOP.openAgain, language, { carrier: carrier.name })}">
        ${say(SHOP.openWindow, language, { carrier: carrier.name })}
      </button>
      <span class="quiet">${say(CUSTOMER.newWindow, language)}</span>
    </form>
    <p class="waiting" id="waiting" role="status" data-text="${say(SHOP.waiting, language)}"></p>
    <noscript><p class="quiet">${say(SHOP.refreshing, language)}</p></noscript>
  </section>`;
}

function refresh(state: PurchaseState): Html | undefined {
  if (state === 'offered') return html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>`;
  if (!NOTHING_ORDERED.includes(state)) return undefined;
  return html`<noscript><meta http-equiv="refresh" content="${BACK_SECONDS}; url=/" /></noscript>`;
}

export function orderPage(view: OrderView): string {
  const { language, state, carrier, pay } = view;
  const nothing = NOTHING_ORDERED.includes(state);
  const tone = nothing || state === 'returned' ? 'look' : state === 'offered' ? '' : 'done';
  const body = html`${orderSteps(3, language)}
    <h1>${say(SHOP.orderTitle, language)}</h1>
    <div id="order" data-state="${state}" ${nothing && html` data-back-after="${BACK_SECONDS}"`}>
      <p class="notice ${tone}" role="status">
        ${say(PURCHASE_TEXTS[state].said, language)}${nothing && html` ${say(SHOP.backSoon, language)}`}
      </p>
      ${view.offer && offerForm(view, view.offer)} ${!nothing && progress(state, language)}
      ${nothing && html`<p class="actions"><a class="button primary" href="/">${say(SHOP.backHome, language)}</a></p>`}
      <section class="sheet" aria-label="${say(SHOP.orderTitle, language)}">
        ${facts(language, [
          [SHOP.purchaseNumber, number(view.purchase)],
          view.shipping !== undefined && [SHOP.shippingNumber, number(view.shipping)],
          !nothing && [SHOP.total, money(view.total, language)],
          !nothing && [SHOP.payment, say(PAY_TEXTS[pay], language)],
          [SHOP.carrier, html`${carrier.name} <span class="hostname">${carrier.id}</span>`],
          view.date !== undefined && [SHOP.date, day(view.date, language)],
        ])}
        ${!nothing && html`<p class="hint">${say(SHOP.keepNumber, language)}</p>`}
        ${
          view.trackingUrl !== undefined &&
          html`<p class="actions">${windowLink(view.trackingUrl, SHOP.track, language)}</p>`
        }
      </section>
    </div>
    ${!nothing && whoLearns(view, carrier.name, pay)}`;
  return layout(view, { path: '/order', title: SHOP.orderTitle, body, script: 'order', head: refresh(state) });
}
