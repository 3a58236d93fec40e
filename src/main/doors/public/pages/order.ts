/** `/order`: opens the windows for payment and delivery, waits for what they say, then follows the parcel. */
import type { PurchaseState } from '#shared/domain/states.ts';
import { CUSTOMER, PAY_TEXTS } from '#shared/locale/customer.ts';
import { PAYMENT_ENDS, PURCHASE_TEXTS, SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { type Html, html, sayHtml, webAddress } from '../html.ts';
import type { OrderSettlement, OrderView } from '../views.ts';
import { layout } from './layout.ts';
import { company, day, facts, money, number, orderSteps, windowLink } from './parts.ts';
import { whoLearns } from './who-learns.ts';

const WAY = ['offered', 'accepted', 'packed', 'handed-over', 'shipped', 'delivered'] as const;
/** Nothing was ordered: the page leads back to the goods by itself. */
const NOTHING_ORDERED: readonly PurchaseState[] = ['refused', 'declined', 'expired'];

const REFRESH_SECONDS = 5;
const BACK_SECONDS = 8;

/** Why nothing came of the payment; `undefined` while it is open, and after OK. */
function paymentEnd(settlement: OrderSettlement | undefined): Text | undefined {
  if (!settlement || settlement.state === 'offered' || settlement.state === 'accepted') return undefined;
  return PAYMENT_ENDS[settlement.state];
}

/** A window is to be opened, or has been: for the payment first, where there is one. */
function isWaiting({ state }: OrderView): boolean {
  return state === 'offered' || state === 'awaiting-payment';
}

function isPaying(view: OrderView): boolean {
  return isWaiting(view) && view.settlement?.state === 'offered';
}

function isNothingOrdered(view: OrderView): boolean {
  return NOTHING_ORDERED.includes(view.state) || (isWaiting(view) && paymentEnd(view.settlement) !== undefined);
}

/** The order's steps, with the payment in front where it has a window of its own. */
function progress(view: OrderView): Html {
  const { language, state, settlement } = view;
  const way: readonly PurchaseState[] = state === 'returned' ? [...WAY.slice(0, -1), 'returned'] : WAY;
  const names = way.map((step) => ({ name: say(PURCHASE_TEXTS[step].name, language), back: step === 'returned' }));
  if (settlement) names.unshift({ name: say(SHOP.payStep, language), back: false });
  const current = isPaying(view) ? 0 : way.indexOf(state) + (settlement ? 1 : 0);
  const last = current === names.length - 1;
  return html`<ol class="way" aria-label="${say(SHOP.progress, language)}">
    ${names.map(({ name, back }, at) => {
      const past = at < current || (at === current && last);
      return html`<li
        class="${past ? 'past' : at === current ? 'current' : 'ahead'}${back && ' back'}"
        ${at === current && html` aria-current="step"`}
      >
        <span class="mark" aria-hidden="true"></span
        >${name}${past && html`<span class="unseen"> ${say(SHOP.done, language)}</span>`}
      </li>`;
    })}
  </ol>`;
}

interface WindowOffer {
  readonly offer: { readonly action: string; readonly instruction: string };
  readonly company: string;
  readonly title: string;
  readonly lead: (host: Html) => Html;
  readonly open: string;
  readonly again: string;
  readonly waiting: string;
}

/** The one button that opens another party's own window. */
function windowOffer(view: OrderView, { offer, company, title, lead, open, again, waiting }: WindowOffer): Html {
  const { language } = view;
  const action = webAddress(offer.action);
  const host = action.startsWith('/') ? company : new URL(action).host;
  return html`<section class="sheet offer" aria-labelledby="offer-title">
    <h2 id="offer-title">${title}</h2>
    <p>${lead(html`<strong class="hostname">${host}</strong>`)}</p>
    <form method="post" action="${action}" target="_blank" rel="noopener noreferrer" id="offer">
      <input type="hidden" name="instruction" value="${offer.instruction}" />
      <button class="primary" data-again="${again}">${open}</button>
      <span class="quiet">${say(CUSTOMER.newWindow, language)}</span>
    </form>
    <p class="waiting" id="waiting" role="status" data-text="${waiting}"></p>
    <noscript><p class="quiet">${say(SHOP.refreshing, language)}</p></noscript>
  </section>`;
}

/** No window can be opened any more; one that was opened in time may still bring an answer. */
function finishing(view: OrderView): Html {
  const { language, carrier, settlement } = view;
  const company = isPaying(view) ? settlement!.company.name : carrier.name;
  return html`<section class="sheet" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(SHOP.finishTitle, language)}</h2>
    <p>${say(SHOP.finishLead, language, { company })}</p>
    <noscript><p class="quiet">${say(SHOP.refreshing, language)}</p></noscript>
  </section>`;
}

function givingUp({ language }: OrderView): Html {
  return html`<form method="post" action="/order/give-up" class="actions">
    <button>${say(SHOP.giveUp, language)}</button>
    <span class="quiet">${say(SHOP.giveUpHint, language)}</span>
  </form>`;
}

/** Payment first, then the carrier. */
function nextWindow(view: OrderView): Html | false {
  const { language, carrier, settlement } = view;
  if (view.finishing) return finishing(view);
  if (settlement && isPaying(view)) {
    const credit = settlement.company.name;
    return (
      settlement.offer !== undefined &&
      windowOffer(view, {
        offer: settlement.offer,
        company: settlement.company.id,
        title: say(SHOP.payTitle, language),
        lead: (host) => sayHtml(SHOP.payLead, language, { host }),
        open: say(SHOP.payWindow, language, { credit }),
        again: say(SHOP.payAgain, language, { credit }),
        waiting: say(SHOP.payWaiting, language),
      })
    );
  }
  return (
    view.offer !== undefined &&
    windowOffer(view, {
      offer: view.offer,
      company: carrier.id,
      title: say(SHOP.openTitle, language),
      lead: (host) => sayHtml(SHOP.openLead, language, { host }),
      open: say(SHOP.openWindow, language, { carrier: carrier.name }),
      again: say(SHOP.openAgain, language, { carrier: carrier.name }),
      waiting: say(SHOP.waiting, language),
    })
  );
}

/** Where the order stands, in a sentence. */
function standing(view: OrderView): { tone: string; said: string } {
  const { language, state, settlement } = view;
  const credit = settlement?.company.name ?? '';
  const paid = settlement?.state === 'accepted';
  if (isNothingOrdered(view)) {
    const why = say(paymentEnd(settlement) ?? PURCHASE_TEXTS[state].said, language);
    const released = paid ? say(SHOP.paidReleased, language, { credit }) : '';
    return {
      tone: 'look',
      said: [why, released, say(SHOP.backSoon, language)].filter(Boolean).join(language === 'ja' ? '' : ' '),
    };
  }
  if (state === 'offered' && paid) return { tone: 'done', said: say(SHOP.paid, language, { credit }) };
  const tone = state === 'returned' ? 'look' : isWaiting(view) ? '' : 'done';
  return { tone, said: say(PURCHASE_TEXTS[state].said, language) };
}

function refresh(view: OrderView): Html | undefined {
  if (isNothingOrdered(view))
    return html`<noscript><meta http-equiv="refresh" content="${BACK_SECONDS}; url=/" /></noscript>`;
  if (!isWaiting(view)) return undefined;
  return html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>`;
}

export function orderPage(view: OrderView): string {
  const { language, state, carrier, pay, settlement } = view;
  const nothing = isNothingOrdered(view);
  const { tone, said } = standing(view);
  const body = html`${orderSteps(3, language)}
    <h1>${say(SHOP.orderTitle, language)}</h1>
    <div
      id="order"
      data-state="${view.finishing ? 'finishing' : state}"
      ${settlement && html` data-settlement="${settlement.state}"`}
      ${nothing && html` data-back-after="${BACK_SECONDS}"`}
    >
      <p class="notice ${tone}" role="status">${said}</p>
      ${!nothing && nextWindow(view)} ${!nothing && progress(view)} ${!nothing && isWaiting(view) && givingUp(view)}
      ${nothing && html`<p class="actions"><a class="button primary" href="/">${say(SHOP.backHome, language)}</a></p>`}
      <section class="sheet" aria-label="${say(SHOP.orderTitle, language)}">
        ${facts(language, [
          [SHOP.purchaseNumber, number(view.purchase)],
          settlement?.receipt !== undefined && [SHOP.paidReceipt, number(settlement.receipt)],
          view.shipping !== undefined && [SHOP.shippingNumber, number(view.shipping)],
          !nothing && [SHOP.total, money(view.total, language)],
          !nothing && !settlement && [SHOP.payment, say(PAY_TEXTS[pay], language)],
          settlement !== undefined && [SHOP.credit, company(settlement.company)],
          [SHOP.carrier, company(carrier)],
          view.date !== undefined && [SHOP.date, day(view.date, language)],
        ])}
        ${!nothing && html`<p class="hint">${say(SHOP.keepNumber, language)}</p>`}
        ${
          view.trackingUrl !== undefined &&
          html`<p class="actions">${windowLink(view.trackingUrl, SHOP.track, language)}</p>`
        }
      </section>
    </div>
    ${!nothing && whoLearns(view, { carrier: carrier.name, credit: settlement?.company.name }, pay)}`;
  return layout(view, { path: '/order', title: SHOP.orderTitle, body, script: 'order', head: refresh(view) });
}
