/** `/carrier`: who delivers, and how it is paid. */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { failedField } from '#shared/locale/customer-failures.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { CarrierChoice, CarrierChoiceView } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, facts, orderSteps, problem, size } from './parts.ts';

type Payable = 'on-delivery' | 'later';

const PAY_HOW: Readonly<Record<Payable, Text>> = { 'on-delivery': SHOP.payOnDelivery, later: SHOP.payLater };

function carrierOption(view: CarrierChoiceView, carrier: CarrierChoice, at: number): Html {
  const chosen = view.chosen === carrier.id || view.carriers.length === 1;
  return html`<li class="option">
    <input
      type="radio"
      name="carrier"
      value="${carrier.id}"
      id="carrier-${at}"
      required
      aria-describedby="carrier-${at}-about"
      ${chosen && html` checked`}
    />
    <label for="carrier-${at}"><span class="name">${carrier.name}</span></label>
    <div class="about" id="carrier-${at}-about">
      <p class="hostname">${carrier.id}</p>
      ${
        carrier.services.length > 0 &&
        html`<ul class="services">
          ${carrier.services.map((service) => html`<li>${service}</li>`)}
        </ul>`
      }
    </div>
  </li>`;
}

function payOption(view: CarrierChoiceView, pay: Payable): Html {
  const { language } = view;
  return html`<li class="option">
    <input
      type="radio"
      name="pay"
      value="${pay}"
      id="pay-${pay}"
      required
      aria-describedby="pay-${pay}-about"
      ${view.pay === pay && html` checked`}
    />
    <label for="pay-${pay}"><span class="name">${say(PAY_TEXTS[pay], language)}</span></label>
    <div class="about" id="pay-${pay}-about"><p>${say(PAY_HOW[pay], language)}</p></div>
  </li>`;
}

export function carrierChoicePage(view: CarrierChoiceView): string {
  const { language, lines, total, carriers, error } = view;
  const fieldId =
    error && (failedField(error) === 'pay' ? 'pay-on-delivery' : carriers.length > 0 ? 'carrier-0' : undefined);
  const choice = html`<form method="post" action="/carrier" class="sheet">
    <fieldset class="options">
      <legend>${say(SHOP.carrierLegend, language)}</legend>
      <p class="hint">${say(SHOP.carrierLead, language)}</p>
      <ul>
        ${carriers.map((carrier, at) => carrierOption(view, carrier, at))}
      </ul>
    </fieldset>
    <fieldset class="options">
      <legend>${say(SHOP.payLegend, language)}</legend>
      <ul>
        ${(['on-delivery', 'later'] as const).map((pay) => payOption(view, pay))}
      </ul>
    </fieldset>
    <p class="actions">
      <button class="primary">${say(SHOP.toConfirm, language)}</button>
      <a class="button" href="/">${say(SHOP.backToGoods, language)}</a>
    </p>
  </form>`;
  const none = html`<div class="sheet">
    <p class="notice look" role="status">${say(SHOP.carrierNone, language)}</p>
    <p class="actions"><a class="button" href="/">${say(SHOP.backToGoods, language)}</a></p>
  </div>`;
  const body = html`${orderSteps(1, language)}
    <h1>${say(SHOP.carrierTitle, language)}</h1>
    ${error && problem(error, language, fieldId)}
    <div class="columns">
      ${carriers.length > 0 ? choice : none}
      <section class="aside" aria-labelledby="basket-title">
        <h2 id="basket-title">${say(SHOP.basket, language)}</h2>
        ${basketTable(lines, total, language, 'narrow')}
        ${facts(language, [
          [SHOP.parcel, size(view.size, language)],
          [SHOP.shippingFee, say(SHOP.shippingFeeBorne, language)],
        ])}
      </section>
    </div>`;
  return layout(view, { path: '/carrier', title: SHOP.carrierTitle, body });
}
