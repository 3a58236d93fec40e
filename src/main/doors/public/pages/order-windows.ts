/** The order page's way to other parties: the button that opens their window, and what is said once it can't be. */
import { CUSTOMER } from '#shared/locale/customer.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html, sayHtml, webAddress } from '../html.ts';
import type { OrderView } from '../views.ts';
import { asked, begunBefore, carrierAsked, paymentWay } from './order-ways.ts';

/** A window is to be opened, or has been: for the payment first, where there is one. */
export function isWaiting({ state, goods }: OrderView): boolean {
  return state === undefined ? goods === 'awaiting-payment' : state === 'offered' || state === 'awaiting-payment';
}

export function isPaying(view: OrderView): boolean {
  return isWaiting(view) && view.settlement?.state === 'offered';
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
export function finishing(view: OrderView): Html {
  const { language, carrier, settlement, flow, way } = view;
  if (flow !== 'window' && isPaying(view)) return way?.state === 'asked' ? asked(view, flow) : begunBefore(view);
  if (flow === 'sealed') return carrierAsked(view);
  const company = isPaying(view) ? settlement : { company: carrier };
  return html`<section class="sheet" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(SHOP.finishTitle, language)}</h2>
    <p>${say(SHOP.finishLead, language, { company: company?.company?.name ?? '' })}</p>
    <noscript><p class="quiet">${say(SHOP.refreshing, language)}</p></noscript>
  </section>`;
}

/** Payment first, then the carrier. */
export function nextWindow(view: OrderView): Html | false {
  const { language, carrier, settlement, offer, flow } = view;
  if (flow !== 'window' && isPaying(view)) return paymentWay(view);
  if (flow === 'sealed') return carrierAsked(view);
  if (settlement && isPaying(view)) {
    const credit = settlement.company.name;
    return (
      settlement.offer !== undefined &&
      windowOffer(view, {
        offer: settlement.offer,
        company: settlement.company.id,
        title: say(SHOP.payTitle, language),
        lead: (host) => sayHtml(carrier ? SHOP.payLead : SHOP.payLeadMail, language, { host }),
        open: say(SHOP.payWindow, language, { credit }),
        again: say(SHOP.payAgain, language, { credit }),
        waiting: say(SHOP.payWaiting, language),
      })
    );
  }
  return (
    offer !== undefined &&
    carrier !== undefined &&
    windowOffer(view, {
      offer,
      company: carrier.id,
      title: say(SHOP.openTitle, language),
      lead: (host) => sayHtml(SHOP.openLead, language, { host }),
      open: say(SHOP.openWindow, language, { carrier: carrier.name }),
      again: say(SHOP.openAgain, language, { carrier: carrier.name }),
      waiting: say(SHOP.waiting, language),
    })
  );
}
