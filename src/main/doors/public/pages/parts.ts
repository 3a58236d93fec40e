/** Small pieces that several customer pages are made of. */
import type { Money } from '#shared/domain/money.ts';
import { formatMoney } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { ParcelSize } from '#shared/domain/parcel-size.ts';
import { messageOf } from '#shared/locale/customer-failures.ts';
import { CUSTOMER } from '#shared/locale/customer.ts';
import { FLOW_HOW, FLOW_TEXTS, FLOWS, WALLET_HOW } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { type Language, LOCALES, say, type Text } from '#shared/locale/text.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import type { Failure } from '#shared/result.ts';
import { type Html, html, type HtmlValue, webAddress } from '../html.ts';
import type { AgencyChoice, BasketView, CarrierChoice, Page } from '../views.ts';

export function money(amount: Money, language: Language): Html {
  return html`<span class="money">${formatMoney(amount, LOCALES[language])}</span>`;
}

export function number(digits: string): Html {
  return html`<span class="number">${formatNumber(digits)}</span>`;
}

export function size(parcel: ParcelSize, language: Language): string {
  return say(CUSTOMER.size, language, { size: parcel.size, weight: parcel.weight });
}

/** A carrier or credit company, with the host that its window will show. */
export function company({ name, id }: CarrierChoice): Html {
  return html`<strong>${name}</strong> <span class="hostname">${id}</span>`;
}

/** A calendar day (`2026-11-21`) as it stands, a time in the party's own time zone. */
export function day(at: string, language: Language): Html {
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' });
  return html`<time datetime="${at.slice(0, 10)}">${format.format(new Date(at))}</time>`;
}

export function moment(at: string, language: Language): Html {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return html`<time datetime="${at}">${format.format(new Date(at))}</time>`;
}

/** A link that opens beside this page, and says so. */
export function windowLink(url: string, text: Text, language: Language): Html {
  return html`<a class="button" href="${webAddress(url)}" target="_blank" rel="noopener noreferrer"
    >${text[language]} <span aria-hidden="true">↗</span
    ><span class="unseen">${say(CUSTOMER.newWindow, language)}</span></a
  >`;
}

/** What did not happen and why; `fieldId` is where it can be mended. Takes the focus when the page opens. */
export function problem(failure: Failure, language: Language, fieldId?: string): Html {
  const text = messageOf(failure, language);
  return html`<div class="notice stop" role="alert" id="problem" tabindex="-1">
    <p>${fieldId === undefined ? text : html`<a href="#${fieldId}">${text}</a>`}</p>
    <p class="code">${say(CUSTOMER.code, language, { code: failure.code })}</p>
  </div>`;
}

/** Terms and what they are, in a column; rows that are `false` are left out. */
export function facts(language: Language, rows: readonly (false | readonly [term: Text, value: HtmlValue])[]): Html {
  return html`<dl class="facts">
    ${rows.map(
      (row) =>
        row &&
        html`<div>
          <dt>${row[0][language]}</dt>
          <dd>${row[1]}</dd>
        </div>`,
    )}
  </dl>`;
}

const PAY_HOW: Readonly<Record<PayMode, Text>> = {
  settled: SHOP.paySettled,
  'on-delivery': SHOP.payOnDelivery,
  later: SHOP.payLater,
};

/** What paying so means for the customer. @param parcel whether anything goes by parcel */
export function payHow(pay: PayMode, parcel: boolean): Text {
  return pay === 'settled' && !parcel ? SHOP.paySettledMail : PAY_HOW[pay];
}

interface FlowOf {
  readonly flow: OrderFlow;
  readonly agency?: AgencyChoice | undefined;
}

/** Where the card is used. */
export function flowName({ flow, agency }: FlowOf, language: Language): string {
  return agency ? say(FLOWS.flowAgency, language, { agency: agency.name }) : say(FLOW_TEXTS[flow], language);
}

/** What that means for the customer. */
export function flowHow({ flow, agency }: FlowOf, language: Language): string {
  if (agency) return say(WALLET_HOW[agency.variant], language, { agency: agency.name });
  return flow === 'agency' ? say(FLOW_TEXTS.agency, language) : say(FLOW_HOW[flow], language);
}

/** How large the parcel is and who bears its carriage; none where nothing goes by parcel. */
export function parcelFacts({
  size: parcel,
  charge,
  language,
}: BasketView & Page): readonly (false | readonly [term: Text, value: HtmlValue])[] {
  return [
    parcel !== undefined && [SHOP.parcel, size(parcel, language)],
    parcel !== undefined && [SHOP.shippingFee, say(charge ? SHOP.shippingFeeCharged : SHOP.shippingFeeBorne, language)],
  ];
}

/** `narrow` leaves out the price of one. */
export function basketTable(
  { lines, total, charge }: BasketView,
  language: Language,
  width: 'whole' | 'narrow' = 'whole',
): Html {
  const isMixed = lines.some(({ electronic }) => electronic) && lines.some(({ electronic }) => !electronic);
  const whole = width === 'whole';
  return html`<table class="basket">
    <thead>
      <tr>
        <th scope="col">${SHOP.product[language]}</th>
        ${whole && html`<th scope="col" class="figure">${SHOP.each[language]}</th>`}
        <th scope="col" class="figure">${SHOP.quantity[language]}</th>
        <th scope="col" class="figure">${SHOP.amount[language]}</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map(
        (line) =>
          html`<tr>
            <th scope="row">
              ${line.name} <span class="sku">${line.sku}</span>
              ${isMixed && line.electronic && html`<span class="tag mail">${say(SHOP.byMail, language)}</span>`}
            </th>
            ${whole && html`<td class="figure">${money(line.price, language)}</td>`}
            <td class="figure">${line.quantity}</td>
            <td class="figure">${money(line.amount, language)}</td>
          </tr>`,
      )}
    </tbody>
    <tfoot>
      ${
        charge &&
        html`<tr class="charge">
          <th scope="row" colspan="${whole ? 3 : 2}">${say(SHOP.charge, language)}</th>
          <td class="figure">${money(charge, language)}</td>
        </tr>`
      }
      <tr>
        <th scope="row" colspan="${whole ? 3 : 2}">${SHOP.totalTaxed[language]}</th>
        <td class="figure total">${money(total, language)}</td>
      </tr>
    </tfoot>
  </table>`;
}

/** Where in the order the customer is: 0 goods, 1 carrier, 2 check, 3 order. @param parcel whether anything goes by parcel */
export function orderSteps(current: 0 | 1 | 2 | 3, language: Language, parcel = true): Html {
  const steps = [SHOP.stepGoods, parcel ? SHOP.stepCarrier : SHOP.stepPay, SHOP.stepConfirm, SHOP.stepOrder];
  return html`<nav aria-label="${say(SHOP.steps, language)}">
    <ol class="steps">
      ${steps.map(
        (step, at) =>
          html`<li${at === current ? html` aria-current="step"` : at < current && html` class="past"`}>${step[language]}</li>`,
      )}
    </ol>
  </nav>`;
}
