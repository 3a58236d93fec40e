/** `/ship/form`: whom the parcel goes to, typed at the carrier and nowhere else. */
import { failedField } from '#shared/locale/customer-failures.ts';
import { FIELD_TEXTS } from '#shared/locale/customer.ts';
import { SHIP, ZONE_TEXTS } from '#shared/locale/ship.ts';
import { type Language, say } from '#shared/locale/text.ts';
import { WISH } from '#shared/locale/wish.ts';
import { type Html, html, jsonBlock, sayHtml } from '../html.ts';
import type { Sealing, ShipView } from '../views.ts';
import { addresseeFields } from './addressee-fields.ts';
import { layout } from './layout.ts';
import { facts, money, problem } from './parts.ts';
import { wishFields } from './wish-parts.ts';

function zoneName(zone: string, language: Language): string {
  return ZONE_TEXTS.get(zone)?.[language] ?? zone;
}

/** Without scripts nobody computes the zone here, so all of them are shown. */
function surchargeTable({ surcharges }: Sealing, language: Language): Html {
  const rows = Object.entries(surcharges).map(
    ([zone, price]) =>
      html`<tr>
        <th scope="row">${zoneName(zone, language)}</th>
        <td class="figure">${price.value === 0 ? say(SHIP.surchargeNone, language) : money(price, language)}</td>
      </tr>`,
  );
  return html`<table class="surcharges">
    <caption>
      ${say(SHIP.surchargeTable, language)}
    </caption>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function payment({ language, pay, amount }: ShipView): Html | string {
  if (pay === 'on-delivery' && amount !== undefined)
    return html`<strong>${money(amount, language)}</strong> <span class="quiet">${say(SHIP.collect, language)}</span>`;
  return say(pay === 'settled' ? SHIP.settled : SHIP.later, language);
}

function orderSection(view: ShipView): Html {
  const { language, mall, mallHost, fee, contents } = view;
  return html`<section class="aside" aria-labelledby="order-title">
    <h2 id="order-title">${say(SHIP.order, language)}</h2>
    ${facts(language, [
      [SHIP.mall, html`<strong>${mall}</strong> <span class="hostname">${mallHost}</span>`],
      [SHIP.payment, payment(view)],
      [SHIP.parcel, say(SHIP.size, language, { size: fee.size })],
      [SHIP.fee, html`${money(fee.price, language)} <span class="quiet">${say(SHIP.feeBorne, language)}</span>`],
      contents !== undefined && [
        SHIP.contents,
        html`<code class="cipher">${contents}</code><span class="quiet">${say(SHIP.contentsHow, language)}</span>`,
      ],
    ])}
  </section>`;
}

/** What is paid at the door; the script fills in the surcharge of the postal code. */
function dueAtDoor({ language, sealing, amount }: ShipView): Html | false {
  const surcharged = Object.values(sealing.surcharges).some((price) => price.value > 0);
  if (!surcharged) return false;
  const { surchargeUnknown, surchargeNone, surchargeHow } = SHIP;
  const surcharge = html`<output id="surcharge" data-none="${say(surchargeNone, language)}"
      >${say(surchargeUnknown, language)}</output
    >${amount === undefined && html`<span class="quiet" id="surcharge-how">${say(surchargeHow, language)}</span>`}`;
  const due =
    amount &&
    html`<strong
      ><output id="due" data-amount="${amount.value}" data-currency="${amount.currency}"
        >${sayHtml(SHIP.dueUnknown, language, { amount: money(amount, language) })}</output
      ></strong
    >`;
  return html`<div class="door">
    ${facts(language, [[SHIP.surcharge, surcharge], due !== undefined && [SHIP.due, due]])}
    <noscript>${surchargeTable(sealing, language)}</noscript>
  </div>`;
}

function privacySection(language: Language): Html {
  return html`<section class="aside told" aria-labelledby="privacy-title">
    <h2 id="privacy-title">${say(SHIP.privacyTitle, language)}</h2>
    <dl>
      <dt class="yes">${say(SHIP.mallLearns, language)}</dt>
      <dd>${say(SHIP.mallLearnsWhat, language)}</dd>
      <dt class="no">${say(SHIP.mallNot, language)}</dt>
      <dd>${say(SHIP.mallNotWhat, language)}</dd>
    </dl>
    <details>
      <summary>${say(SHIP.limitsTitle, language)}</summary>
      <p>${say(SHIP.limits, language)}</p>
    </details>
  </section>`;
}

function entryForm(view: ShipView): Html {
  const { language, mall, entry = {}, days, wish, error } = view;
  return html`<form
    method="post"
    action="/ship/accept?window=${view.window}"
    id="ship"
    class="sheet"
    aria-labelledby="entry-title"
  >
    <h2 id="entry-title">${say(SHIP.entry, language)}</h2>
    <p class="hint" id="sealed-how" hidden>${say(SHIP.entryHow, language)}</p>
    <p class="notice look" id="unsealed" hidden>${say(SHIP.unsealed, language)}</p>
    <noscript><p class="notice look">${say(SHIP.noScript, language)}</p></noscript>
    ${addresseeFields({ language, entry, error })}
    <fieldset class="wish">
      <legend>${say(WISH.title, language)} <span class="quiet">${say(WISH.how, language)}</span></legend>
      ${wishFields({ language, days, chosen: wish, error })}
    </fieldset>
    ${dueAtDoor(view)}
    <div class="notice stop" role="alert" id="refusal" hidden>
      <p id="refusal-text"></p>
      <p class="code" id="refusal-code"></p>
    </div>
    <p class="hint">${say(SHIP.shipMeans, language, { mall })}</p>
    <p class="actions">
      <button class="primary" id="send" data-busy="${say(SHIP.sealing, language)}">${say(SHIP.ship, language)}</button>
      <button form="refuse" id="no">${say(SHIP.refuse, language)}</button>
    </p>
  </form>`;
}

export function shipPage(view: ShipView): string {
  const { language, party, host, mall, error } = view;
  const field = error && failedField(error);
  const isHere = field !== undefined && (Object.hasOwn(FIELD_TEXTS, field) || field === 'day' || field === 'slot');
  const atField = isHere ? field : undefined;
  const here = { carrier: party, mall, host: html`<strong class="hostname">${host}</strong>` };
  const body = html`<h1>${say(SHIP.formTitle, language)}</h1>
    <div class="here">
      <p>${sayHtml(SHIP.youAreAt, language, here)}</p>
      <p class="quiet">${say(SHIP.checkBar, language)}</p>
    </div>
    ${error && problem(error, language, atField)}
    <div class="columns ship">${orderSection(view)} ${entryForm(view)} ${privacySection(language)}</div>
    <form method="post" action="/ship/refuse?window=${view.window}" id="refuse"></form>
    ${jsonBlock('sealing', view.sealing)}`;
  return layout(view, { path: `/ship/form?window=${view.window}`, title: SHIP.formTitle, body, script: 'ship' });
}
