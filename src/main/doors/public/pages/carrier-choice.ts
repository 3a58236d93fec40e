/** `/carrier`: who delivers, how and through whom it is paid, and where the card is used. */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { failedField } from '#shared/locale/customer-failures.ts';
import { FLOWS } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { type Html, html } from '../html.ts';
import type { CarrierChoice, CarrierChoiceView, FlowChoice } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, facts, flowHow, flowName, orderSteps, parcelFacts, payHow, problem } from './parts.ts';

interface Option {
  readonly field: 'carrier' | 'pay' | 'credit' | 'flow' | 'wrapper';
  readonly value: string;
  readonly id: string;
  readonly chosen: boolean;
  /** A credit company is needed for one way of paying only: the shop checks it. */
  readonly required: boolean;
  readonly title: string;
  readonly about: Html;
  /** Party ids with which it can be chosen; the page's script greys it out with others. */
  readonly fits?: Pick<FlowChoice, 'credits' | 'carriers'>;
}

function optionCard({ field, value, id, chosen, required, title, about, fits }: Option): Html {
  return html`<li
    class="option"
    ${fits && html` data-credits="${fits.credits.join(' ')}"`}${fits?.carriers && html` data-carriers="${fits.carriers.join(' ')}"`}
  >
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
  field: 'carrier' | 'credit' | 'wrapper',
  choices: readonly CarrierChoice[],
  chosen: string | undefined,
  required: boolean,
): readonly Html[] {
  return choices.map(({ id, name, services }, at) =>
    optionCard({
      field,
      value: id,
      id: `${field}-${at}`,
      chosen: chosen === id || (choices.length === 1 && field !== 'wrapper'),
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

/** Where the ways to pay through a credit company differ, each says it for itself. */
function howPaid(view: CarrierChoiceView, pay: PayMode): Text {
  const byParcel = view.size !== undefined;
  if (pay !== 'settled' || !hasFlows(view)) return payHow(pay, byParcel);
  return byParcel ? FLOWS.paySettled : FLOWS.paySettledMail;
}

function payOption(view: CarrierChoiceView, pay: PayMode, only: boolean): Html {
  const { language, pay: chosen } = view;
  return optionCard({
    field: 'pay',
    value: pay,
    id: `pay-${pay}`,
    chosen: only || chosen === pay,
    required: true,
    title: say(PAY_TEXTS[pay], language),
    about: html`<p>${say(howPaid(view, pay), language)}</p>`,
  });
}

/** A window alone needs no word: every credit company has one. */
function hasFlows({ credits, flows }: CarrierChoiceView): boolean {
  return credits.length > 0 && flows.some(({ flow }) => flow !== 'window');
}

function flowOptions(view: CarrierChoiceView): Html {
  const { language, flows, chosenFlow } = view;
  const chosen = flows.find(({ value }) => value === chosenFlow) ?? flows[0];
  return html`<fieldset class="options" id="flows">
    <legend>${say(FLOWS.flowLegend, language)}</legend>
    <p class="hint">${say(FLOWS.flowLead, language)}</p>
    <ul>
      ${flows.map((choice, at) =>
        optionCard({
          field: 'flow',
          value: choice.value,
          id: `flow-${at}`,
          chosen: choice === chosen,
          required: false,
          title: flowName(choice, language),
          about: html`<p>${flowHow(choice, language)}</p>
            ${choice.agency && html`<p class="hostname">${choice.agency.id}</p>`}
            <p class="unfit" data-unfit="credit" hidden>${say(FLOWS.unfitCredit, language)}</p>
            <p class="unfit" data-unfit="carrier" hidden>${say(FLOWS.unfitCarrier, language)}</p>`,
          fits: choice,
        }),
      )}
    </ul>
  </fieldset>`;
}

function wrapperOptions({ language, wrappers, chosenWrapper }: CarrierChoiceView): Html {
  return html`<fieldset class="options" id="wrappers">
    <legend>${say(FLOWS.wrapper, language)}</legend>
    <p class="hint">${say(FLOWS.wrapperLead, language)}</p>
    <ul>
      ${optionCard({
        field: 'wrapper',
        value: '',
        id: 'wrapper-none',
        chosen: !wrappers.some(({ id }) => id === chosenWrapper),
        required: false,
        title: say(FLOWS.wrapperNone, language),
        about: html``,
      })}
      ${companies('wrapper', wrappers, chosenWrapper, false)}
    </ul>
  </fieldset>`;
}

/** Where the failure can be mended. */
function fieldOf(view: CarrierChoiceView, ways: readonly PayMode[]): string | undefined {
  const { carriers, credits, flows, wrappers, size, error } = view;
  if (!error) return undefined;
  const field = failedField(error);
  if (error.code === 'flow-missing' && field !== 'wrapper' && hasFlows(view)) return 'flow-0';
  if (field === 'flow' && flows.length > 0 && hasFlows(view)) return 'flow-0';
  if (field === 'wrapper' && wrappers.length > 0) return 'wrapper-0';
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
  const withFlows = hasFlows(view);
  const withSealed = withFlows && view.flows.some(({ flow }) => flow === 'sealed');
  const title = byParcel ? SHOP.carrierTitle : SHOP.payOnlyTitle;
  const choice = html`<form method="post" action="/carrier" class="sheet" id="choice">
    ${
      byParcel &&
      html`<fieldset class="options">
        <legend>${say(SHOP.carrierLegend, language)}</legend>
        <p class="hint">${say(withSealed ? FLOWS.carrierLead : SHOP.carrierLead, language)}</p>
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
    ${withFlows && flowOptions(view)} ${withFlows && view.wrappers.length > 0 && wrapperOptions(view)}
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
    ...(!none && (withFlows || (!only && credits.length > 0)) && { script: 'carrier' as const }),
  });
}
