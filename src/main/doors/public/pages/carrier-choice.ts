/** `/carrier`: who delivers, and how and through whom it is paid. */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { failedField } from '#shared/locale/customer-failures.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { type Html, html } from '../html.ts';
import type { CarrierChoice, CarrierChoiceView } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, facts, orderSteps, problem, size } from './parts.ts';

const PAY_HOW: Readonly<Record<PayMode, Text>> = {
  settled: SHOP.paySettled,
  'on-delivery': SHOP.payOnDelivery,
  later: SHOP.payLater,
};

interface Option {
  readonly field: 'carrier' | 'pay' | 'credit';
  readonly value: string;
  readonly id: string;
  readonly chosen: boolean;
  /** A credit company is needed for one way of paying only: the shop checks it. */
  readonly required: boolean;
  readonly title: string;
  readonly about: Html;
}

function optionCard({ field, value, id, chosen, required, title, about }: Option): Html {
  return html`<li class="option">
    <input
      type="radio"
      name="${field}"
      value="${value}"
      id="${id}"
      aria-describedby="${id}-about"
      ${required && html` required`}${chosen && html` checked`}
    />
    <label for="${id}"><span class="name">${title}</span></label>
    <div class="about" id="${id}-about">${about}</div>
  </li>`;
}

function companies(
  field: 'carrier' | 'credit',
  choices: readonly CarrierChoice[],
  chosen: string | undefined,
): readonly Html[] {
  return choices.map(({ id, name, services }, at) =>
    optionCard({
      field,
      value: id,
      id: `${field}-${at}`,
      chosen: chosen === id || choices.length === 1,
      required: field === 'carrier',
      title: name,
      about: html`<p class="hostname">${id}</p>
        ${
          services.length > 0 &&
          html`<ul class="services">
            ${services.map((service) => html`<li>${service}</li>`)}
          </ul>`
        }`,
    }),
  );
}

function payOption({ language, pay: chosen }: CarrierChoiceView, pay: PayMode): Html {
  return optionCard({
    field: 'pay',
    value: pay,
    id: `pay-${pay}`,
    chosen: chosen === pay,
    required: true,
    title: say(PAY_TEXTS[pay], language),
    about: html`<p>${say(PAY_HOW[pay], language)}</p>`,
  });
}

/** Where the failure can be mended. */
function fieldOf({ carriers, credits, error }: CarrierChoiceView, ways: readonly PayMode[]): string | undefined {
  if (!error) return undefined;
  const field = failedField(error);
  if (field === 'pay') return `pay-${ways[0]}`;
  if (field === 'credit' && credits.length > 0) return 'credit-0';
  return carriers.length > 0 ? 'carrier-0' : undefined;
}

export function carrierChoicePage(view: CarrierChoiceView): string {
  const { language, lines, total, carriers, credits, error } = view;
  const ways: readonly PayMode[] = credits.length > 0 ? ['settled', 'on-delivery', 'later'] : ['on-delivery', 'later'];
  const choice = html`<form method="post" action="/carrier" class="sheet" id="choice">
    <fieldset class="options">
      <legend>${say(SHOP.carrierLegend, language)}</legend>
      <p class="hint">${say(SHOP.carrierLead, language)}</p>
      <ul>
        ${companies('carrier', carriers, view.chosen)}
      </ul>
    </fieldset>
    <fieldset class="options">
      <legend>${say(SHOP.payLegend, language)}</legend>
      <ul>
        ${ways.map((pay) => payOption(view, pay))}
      </ul>
    </fieldset>
    ${
      credits.length > 0 &&
      html`<fieldset class="options" id="credits">
        <legend>${say(SHOP.creditLegend, language)}</legend>
        <p class="hint">${say(SHOP.creditLead, language)}</p>
        <ul>
          ${companies('credit', credits, view.chosenCredit)}
        </ul>
      </fieldset>`
    }
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
    ${error && problem(error, language, fieldOf(view, ways))}
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
  return layout(view, {
    path: '/carrier',
    title: SHOP.carrierTitle,
    body,
    ...(carriers.length > 0 && credits.length > 0 && { script: 'carrier' as const }),
  });
}
