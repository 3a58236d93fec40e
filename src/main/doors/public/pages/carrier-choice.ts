/** `/carrier`: who delivers, and how and through whom it is paid. */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { failedField } from '#shared/locale/customer-failures.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { type Html, html } from '../html.ts';
import type { CarrierChoice, CarrierChoiceView } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, facts, orderSteps, parcelFacts, payHow, problem } from './parts.ts';

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
  required: boolean,
): readonly Html[] {
  return choices.map(({ id, name, services }, at) =>
    optionCard({
      field,
      value: id,
      id: `${field}-${at}`,
      chosen: chosen === id || choices.length === 1,
      required,
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

function payOption({ language, size, pay: chosen }: CarrierChoiceView, pay: PayMode, only: boolean): Html {
  return optionCard({
    field: 'pay',
    value: pay,
    id: `pay-${pay}`,
    chosen: only || chosen === pay,
    required: true,
    title: say(PAY_TEXTS[pay], language),
    about: html`<p>${say(payHow(pay, size !== undefined), language)}</p>`,
  });
}

/** Where the failure can be mended. */
function fieldOf({ carriers, credits, size, error }: CarrierChoiceView, ways: readonly PayMode[]): string | undefined {
  if (!error) return undefined;
  const field = failedField(error);
  if (field === 'pay' && ways.length > 0) return `pay-${ways[0]}`;
  if (field === 'credit' && credits.length > 0) return 'credit-0';
  return size !== undefined && carriers.length > 0 ? 'carrier-0' : undefined;
}

/** What goes by mail is paid through the company that forwards it, and through nobody else. */
function waysToPay({ lines, credits }: CarrierChoiceView): readonly PayMode[] {
  const settled: readonly PayMode[] = credits.length > 0 ? ['settled'] : [];
  return lines.some(({ electronic }) => electronic) ? settled : [...settled, 'on-delivery', 'later'];
}

/** Why there is nothing to choose from; `undefined` when there is. */
function missing({ size, carriers }: CarrierChoiceView, ways: readonly PayMode[]): Text | undefined {
  if (size !== undefined && carriers.length === 0) return SHOP.carrierNone;
  return ways.length === 0 ? SHOP.payOnlyNone : undefined;
}

export function carrierChoicePage(view: CarrierChoiceView): string {
  const { language, carriers, credits, error } = view;
  const ways = waysToPay(view);
  const only = ways.length === 1;
  const none = missing(view, ways);
  const byParcel = view.size !== undefined;
  const title = byParcel ? SHOP.carrierTitle : SHOP.payOnlyTitle;
  const choice = html`<form method="post" action="/carrier" class="sheet" id="choice">
    ${
      byParcel &&
      html`<fieldset class="options">
        <legend>${say(SHOP.carrierLegend, language)}</legend>
        <p class="hint">${say(SHOP.carrierLead, language)}</p>
        <ul>
          ${companies('carrier', carriers, view.chosen, true)}
        </ul>
      </fieldset>`
    }
    <fieldset class="options">
      <legend>${say(SHOP.payLegend, language)}</legend>
      ${only && html`<p class="hint">${say(SHOP.payOnly, language)}</p>`}
      <ul>
        ${ways.map((pay) => payOption(view, pay, only))}
      </ul>
    </fieldset>
    ${
      credits.length > 0 &&
      html`<fieldset class="options" id="credits">
        <legend>${say(SHOP.creditLegend, language)}</legend>
        ${!only && html`<p class="hint">${say(SHOP.creditLead, language)}</p>`}
        <ul>
          ${companies('credit', credits, view.chosenCredit, only)}
        </ul>
      </fieldset>`
    }
    <p class="actions">
      <button class="primary">${say(SHOP.toConfirm, language)}</button>
      <a class="button" href="/">${say(SHOP.backToGoods, language)}</a>
    </p>
  </form>`;
  const nothing =
    none &&
    html`<div class="sheet">
      <p class="notice look" role="status">${say(none, language)}</p>
      <p class="actions"><a class="button" href="/">${say(SHOP.backToGoods, language)}</a></p>
    </div>`;
  const body = html`${orderSteps(1, language, byParcel)}
    <h1>${say(title, language)}</h1>
    ${error && problem(error, language, none ? undefined : fieldOf(view, ways))}
    <div class="columns">
      ${nothing ?? choice}
      <section class="aside" aria-labelledby="basket-title">
        <h2 id="basket-title">${say(SHOP.basket, language)}</h2>
        ${basketTable(view, language, 'narrow')} ${byParcel && facts(language, parcelFacts(view))}
      </section>
    </div>`;
  return layout(view, {
    path: '/carrier',
    title,
    body,
    ...(!none && !only && credits.length > 0 && { script: 'carrier' as const }),
  });
}
