/** `/enrol`: the customer's data are sealed in the browser and become a wallet. Nothing that is typed here is ever sent as it is. */
import { ENROL } from '#shared/locale/agency.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html, jsonBlock, sayHtml } from '../html.ts';
import type { EnrolView } from '../views.ts';
import { agencyTold, PIN_INPUT, refusalNote, secretField, variantNote } from './agency-parts.ts';
import { layout } from './layout.ts';

/** Most digits of a card number (ISO/IEC 7812-1) with a blank after every four, and some to spare. */
const MOST_CARD_CHARACTERS = 32;

function entryForm({ language, settlement }: EnrolView): Html {
  return html`<form class="sheet" id="enrol" aria-labelledby="entry-title" novalidate hidden>
    <h2 id="entry-title">${say(ENROL.entry, language)}</h2>
    <div class="fields">
      ${secretField(language, {
        id: 'name',
        label: ENROL.name,
        hint: say(ENROL.nameHint, language),
        attributes: html`type="text" autocomplete="cc-name" maxlength="80" required`,
      })}
      ${secretField(language, {
        id: 'card',
        label: ENROL.card,
        attributes: html`type="text" class="card-number" inputmode="numeric" autocomplete="cc-number" spellcheck="false"
        maxlength="${MOST_CARD_CHARACTERS}" required`,
      })}
      ${secretField(language, {
        id: 'expiry',
        label: ENROL.expiry,
        hint: say(ENROL.expiryHint, language),
        attributes: html`type="text" inputmode="numeric" autocomplete="cc-exp" spellcheck="false" maxlength="9" required`,
        half: true,
      })}
      ${secretField(language, {
        id: 'password',
        label: ENROL.password,
        hint: say(ENROL.passwordHint, language, { settlement }),
        attributes: html`type="password" autocomplete="off" maxlength="200" required`,
        half: true,
      })}
    </div>
    <div class="other-way">
      <h2>${say(ENROL.pinTitle, language)}</h2>
      <p class="hint">${say(ENROL.pinHow, language, { settlement })}</p>
      <div class="fields">
        ${secretField(language, { id: 'pin', label: ENROL.pin, attributes: PIN_INPUT, half: true })}
        ${secretField(language, { id: 'again', label: ENROL.again, attributes: PIN_INPUT, half: true })}
      </div>
    </div>
    ${refusalNote(language)}
    <p class="actions">
      <button class="primary" id="make" data-busy="${say(ENROL.making, language)}">${say(ENROL.make, language)}</button>
    </p>
  </form>`;
}

/** Shown by the script, once there is a wallet. */
function keepSection({ language }: EnrolView): Html {
  return html`<section class="sheet" id="keep" aria-labelledby="keep-title" hidden>
    <div class="notice done">
      <h2 id="keep-title" tabindex="-1">${say(ENROL.keepTitle, language)}</h2>
      <p>${say(ENROL.keepLead, language)}</p>
    </div>
    <ul class="wallet-ways">
      <li>
        <button type="button" class="primary" id="save">${say(ENROL.save, language)}</button>
        <p class="hint">${say(ENROL.saveHow, language)}</p>
        <p class="wallet-done" id="saved" role="status"></p>
      </li>
      <li>
        <button type="button" id="keep-here">${say(ENROL.keepHere, language)}</button>
        <p class="hint">${say(ENROL.keepHereHow, language)}</p>
        <p class="wallet-done" id="kept" role="status"></p>
      </li>
    </ul>
    <dl class="facts">
      <div>
        <dt>${say(ENROL.serial, language)}</dt>
        <dd>
          <strong class="number wallet-serial" id="serial"></strong>
          <span class="quiet">${say(ENROL.serialHow, language)}</span>
        </dd>
      </div>
      <div>
        <dt>${say(ENROL.until, language)}</dt>
        <dd id="until"></dd>
      </div>
    </dl>
    <p class="notice look" id="leaving">${say(ENROL.leaving, language)}</p>
    <p class="actions">
      <a class="button" href="/wallet" id="to-wallet" hidden>${say(ENROL.toWallet, language)}</a>
    </p>
  </section>`;
}

export function enrolPage(view: EnrolView): string {
  const { language, party, host, place, settlement } = view;
  const here = { agency: party, settlement, host: html`<strong class="hostname">${host}</strong>` };
  const body = html`<h1>${say(ENROL.title, language)}</h1>
    <p class="lead">${say(ENROL.lead, language)}</p>
    <div class="here">
      <p>${sayHtml(ENROL.youAreAt, language, here)}</p>
      <p class="quiet">${say(ENROL.checkBar, language)}</p>
    </div>
    <noscript><p class="notice look">${say(ENROL.noScript, language)}</p></noscript>
    <p class="notice stop" id="cannot-seal" role="alert" hidden>${say(ENROL.cannotSeal, language)}</p>
    <div class="columns wallet">
      <div class="wallet-main">
        ${variantNote(language, place.variant, settlement)} ${entryForm(view)} ${keepSection(view)}
      </div>
      ${agencyTold(view, place.variant, settlement, 'aside')}
    </div>
    ${jsonBlock('sealing', place)}`;
  const head = html`<link rel="stylesheet" href="/assets/wallet.css" />`;
  return layout(view, { path: '/enrol', title: ENROL.title, body, script: 'enrol', head });
}
