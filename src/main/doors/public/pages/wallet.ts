/**
 * `/wallet`: the customer confirms an order, or looks after a wallet. The page is the same for everybody; its script fills
 * it in from the wallet, which never leaves the browser but with a confirmation, and from the code behind `#`.
 */
import { ENROL, WALLET } from '#shared/locale/agency.ts';
import { say } from '#shared/locale/text.ts';
import { WALLET_VARIANTS } from '#shared/protocol/wallet.ts';
import { type Html, html, jsonBlock, sayHtml } from '../html.ts';
import type { WalletView } from '../views.ts';
import { agencyTold, PIN_INPUT, refusalNote, secretField, variantNote } from './agency-parts.ts';
import { layout } from './layout.ts';

function orderSection({ language }: WalletView): Html {
  const rows = [
    ['mall', WALLET.mall],
    ['amount', WALLET.amount],
    ['quantity', WALLET.quantity],
    ['settles', WALLET.settles],
    ['order-until', WALLET.until],
  ] as const;
  return html`<section class="sheet" id="order" aria-labelledby="order-title" hidden>
    <h2 id="order-title">${say(WALLET.order, language)}</h2>
    <dl class="facts">
      ${rows.map(
        ([id, term]) =>
          html`<div>
            <dt>${say(term, language)}</dt>
            <dd id="${id}"></dd>
          </div>`,
      )}
    </dl>
    <p class="hint">${say(WALLET.contentsHow, language)}</p>
    <p class="hint" id="not-mine">${say(WALLET.notMine, language)}</p>
  </section>`;
}

function walletSection({ language, settlement }: WalletView): Html {
  return html`<form class="sheet" id="confirm" aria-labelledby="wallet-title" novalidate>
    <h2 id="wallet-title">${say(WALLET.yours, language)}</h2>
    <fieldset class="options" id="kept-wallets" hidden>
      <legend class="unseen">${say(WALLET.here, language)}</legend>
      <ul id="wallet-list"></ul>
    </fieldset>
    <p class="quiet" id="no-wallet" hidden>${say(WALLET.none, language)}</p>
    <div class="wallet-drop" id="drop">
      <p class="actions">
        <button type="button" id="choose-file" data-other="${say(WALLET.otherFile, language)}">
          ${say(WALLET.chooseFile, language)}
        </button>
        <span class="hint">${say(WALLET.dropFile, language)}</span>
      </p>
      <input type="file" id="file" accept=".tokumei-wallet,.txt,.jws" hidden />
    </div>
    ${WALLET_VARIANTS.map(
      (variant) => html`<div id="variant-${variant}" hidden>${variantNote(language, variant, settlement)}</div>`,
    )}
    <div class="fields" id="pin-field" hidden>
      ${secretField(language, {
        id: 'pin',
        label: WALLET.pin,
        hint: say(WALLET.pinHow, language, { settlement }),
        attributes: PIN_INPUT,
        half: true,
      })}
    </div>
    ${refusalNote(language)}
    <p class="hint" id="means" hidden></p>
    <p class="actions" id="confirm-actions" hidden>
      <button class="primary" id="confirm-now" data-busy="${say(WALLET.confirming, language)}">
        ${say(WALLET.confirm, language)}
      </button>
    </p>
    <p class="actions" id="enrol-link" hidden>
      <a class="button" href="/enrol">${say(WALLET.makeOne, language)}</a>
    </p>
  </form>`;
}

/** What else can be done with the wallet that is chosen. */
function manageSection({ language }: WalletView): Html {
  return html`<section class="sheet" id="manage" aria-labelledby="manage-title" hidden>
    <h2 id="manage-title">${say(WALLET.manage, language)}</h2>
    <ul class="wallet-ways">
      <li>
        <button type="button" id="save">${say(WALLET.save, language)}</button>
        <p class="hint">${say(WALLET.saveHow, language)}</p>
      </li>
      <li>
        <button type="button" id="keep">${say(WALLET.keep, language)}</button>
        <button type="button" id="forget">${say(WALLET.forget, language)}</button>
      </li>
      <li>
        <details>
          <summary>${say(WALLET.revoke, language)}</summary>
          <p>${say(WALLET.revokeHow, language)}</p>
          <p class="actions">
            <button type="button" class="stop" id="revoke">${say(WALLET.revokeSure, language)}</button>
          </p>
        </details>
      </li>
    </ul>
    <p class="wallet-done" id="managed" role="status"></p>
  </section>`;
}

export function walletPage(view: WalletView): string {
  const { language, party, host, agency, settlement } = view;
  const here = { agency: party, host: html`<strong class="hostname">${host}</strong>` };
  const body = html`<h1 id="title" data-confirm="${say(WALLET.confirmTitle, language)}">
      ${say(WALLET.title, language)}
    </h1>
    <div class="here">
      <p>${sayHtml(WALLET.youAreAt, language, here)}</p>
      <p class="quiet">${say(ENROL.checkBar, language)}</p>
    </div>
    <noscript><p class="notice look">${say(WALLET.noScript, language)}</p></noscript>
    <p class="notice stop" id="cannot-seal" role="alert" hidden>${say(ENROL.cannotSeal, language)}</p>
    <div id="wallet-page" hidden>
      <p class="lead" id="lead">${say(WALLET.lead, language)}</p>
      <p class="notice" id="looking" role="status" hidden>${say(WALLET.looking, language)}</p>
      <div class="notice" id="outcome" role="status" tabindex="-1" hidden>
        <h2 id="outcome-title"></h2>
        <p id="outcome-text"></p>
      </div>
      <div class="columns wallet">
        <div class="wallet-main">${orderSection(view)} ${walletSection(view)} ${manageSection(view)}</div>
        <div>
          ${WALLET_VARIANTS.map(
            (variant) => html`<div id="told-${variant}" hidden>${agencyTold(view, variant, settlement, 'aside')}</div>`,
          )}
        </div>
      </div>
    </div>
    ${jsonBlock('agency', { id: agency, settlement })}`;
  const head = html`<link rel="stylesheet" href="/assets/wallet.css" />`;
  return layout(view, { path: '/wallet', title: WALLET.title, body, script: 'wallet', head });
}
