/**
 * The shop's own card form, for a credit company on a closed network. Its fields have no names, so no browser can send
 * them; its script seals them and posts the envelope alone. Without the script there are no fields.
 */
import { FLOWS } from '#shared/locale/shop-flows.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { type Html, html, jsonBlock, sayHtml } from '../html.ts';
import type { CardSealing, OrderView, OrderWay } from '../views.ts';
import { money } from './parts.ts';
import { openUntil, takingLong } from './way-parts.ts';

/** Most digits of a card number (ISO/IEC 7812-1) with a blank after every four, and some to spare. */
const MOST_CARD_CHARACTERS = 32;

type Open = Extract<OrderWay, { readonly flow: 'closed'; readonly state: 'open' }>;

interface Field {
  readonly id: 'card' | 'expiry' | 'password';
  readonly label: Text;
  readonly hint?: Text;
  readonly attributes: Html;
}

function field(view: OrderView, { id, label, hint, attributes }: Field): Html {
  return html`<div class="field${id === 'card' ? '' : ' half'}">
    <label for="${id}">${say(label, view.language)}</label>
    <input id="${id}" ${attributes} aria-describedby="${hint && html`${id}-hint `}${id}-error" />
    ${hint && html`<p class="hint" id="${id}-hint">${say(hint, view.language)}</p>`}
    <p class="error" id="${id}-error" role="alert"></p>
  </div>`;
}

export function cardForm(view: OrderView, { sealing, until }: Open): Html {
  const { language, host, settlement } = view;
  const credit = settlement?.company.name ?? '';
  return html`<section class="sheet offer" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(FLOWS.closedTitle, language)}</h2>
    <div class="notice look">
      <p>${sayHtml(FLOWS.closedTrust, language, { credit, host: html`<strong class="hostname">${host}</strong>` })}</p>
    </div>
    ${openUntil(view, until)}
    ${sealing ? sealingForm(view, sealing) : html`<p class="notice look">${say(FLOWS.closedNoKey, language)}</p>`}
    ${takingLong(view, say(FLOWS.closedLong, language))}
  </section>`;
}

function sealingForm(view: OrderView, sealing: CardSealing): Html {
  const { language, settlement, total } = view;
  const credit = settlement?.company.name ?? '';
  return html`<noscript><p class="notice stop">${say(FLOWS.closedNeedsScripts, language)}</p></noscript>
    <p class="notice stop" id="cannot-seal" role="alert" hidden>${say(FLOWS.cannotSeal, language)}</p>
    <form method="post" action="/order/card" id="card-form" hidden>
      <div class="fields">
        ${field(view, {
          id: 'card',
          label: FLOWS.card,
          attributes: html`class="card-number" type="text" inputmode="numeric" autocomplete="cc-number"
          spellcheck="false" maxlength="${MOST_CARD_CHARACTERS}" required`,
        })}
        ${field(view, {
          id: 'expiry',
          label: FLOWS.expiry,
          hint: FLOWS.expiryHint,
          attributes: html`type="text" inputmode="numeric" autocomplete="cc-exp" spellcheck="false" maxlength="9"
          required`,
        })}
        ${field(view, {
          id: 'password',
          label: FLOWS.password,
          attributes: html`type="password" autocomplete="off" required`,
        })}
      </div>
      <p class="hint">
        ${sayHtml(FLOWS.closedMeans, language, { credit, amount: html`<strong>${money(total, language)}</strong>` })}
      </p>
      <p class="error" id="card-problem" role="alert"></p>
      <p class="actions">
        <button class="primary" id="send-card" data-busy="${say(FLOWS.sending, language)}">
          ${say(FLOWS.send, language)}
        </button>
      </p>
    </form>
    ${jsonBlock('sealing', sealing)}`;
}
