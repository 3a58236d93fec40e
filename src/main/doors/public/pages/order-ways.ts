/** The order page where the payment has no window of its own: the terminal, the wallet, the shop's card form, and waiting. */
import { CUSTOMER } from '#shared/locale/customer.ts';
import { ASK_TEXTS, FLOWS, PART_TEXTS } from '#shared/locale/shop-flows.ts';
import { say } from '#shared/locale/text.ts';
import { fromBase64Url, toHex } from '#shared/bytes.ts';
import { type Html, html, sayHtml, webAddress } from '../html.ts';
import type { OrderView, OrderWay } from '../views.ts';
import { cardForm } from './card-form.ts';
import { flowHow } from './parts.ts';
import { qrSvg } from './qr-svg.ts';
import { openUntil, refreshing, takingLong } from './way-parts.ts';

type Open<F extends OrderWay['flow']> = Extract<OrderWay, { readonly flow: F; readonly state: 'open' }>;

/** What is to be done, or waited for, until the credit company has answered. */
export function paymentWay(view: OrderView): Html | false {
  const { way } = view;
  if (way === undefined) return false;
  if (way.state === 'asked') return asked(view, way.flow);
  if (way.flow === 'sealed') return terminal(view, way);
  return way.flow === 'agency' ? wallet(view, way) : cardForm(view, way);
}

/** A carrier that has got its part, and has not answered. */
export function carrierAsked(view: OrderView): Html {
  const { language, carrier } = view;
  return html`<section class="sheet" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(FLOWS.carrierTitle, language, { carrier: carrier?.name ?? '' })}</h2>
    <p>${say(FLOWS.carrierPart, language)}</p>
    ${partList(view)} ${takingLong(view, say(FLOWS.carrierLong, language))} ${refreshing(view)}
  </section>`;
}

const ASKED = { sealed: FLOWS.askedSealed, agency: FLOWS.askedAgency, closed: FLOWS.askedClosed } as const;

/** Something was brought; the credit company has not answered. */
export function asked(view: OrderView, flow: OrderWay['flow']): Html {
  const { language, settlement } = view;
  return html`<section class="sheet" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(FLOWS.askedTitle, language, { credit: settlement?.company.name ?? '' })}</h2>
    <p>${say(ASKED[flow], language)}</p>
    ${partList(view)} ${takingLong(view, say(FLOWS.askedLong, language))} ${refreshing(view)}
  </section>`;
}

/** Done so far, by company: the mark says it too. */
function partList({ language, parts = [] }: OrderView): Html | false {
  return (
    parts.length > 0 &&
    html`<ul class="parts" aria-label="${say(FLOWS.parts, language)}">
      ${parts.map(
        ({ name, asks, state }) =>
          html`<li data-state="${state}">
            <strong>${name}</strong> <span class="quiet">${say(ASK_TEXTS[asks], language)}</span>
            <span class="standing">${say(PART_TEXTS[state], language)}</span>
          </li>`,
      )}
    </ul>`
  );
}

/** The terminal is at it: some company has proved itself already. */
function isBegun({ parts = [] }: OrderView): boolean {
  return parts.some(({ state, asks }) => state !== 'awaited' && asks !== 'goods');
}

interface PageLink {
  readonly id: 'terminal' | 'wallet';
  readonly url: string;
  readonly open: string;
  readonly again: string;
  readonly waiting: string;
  readonly begun?: boolean;
}

/** The link to another party's page; its script says that this page waits. */
function pageLink({ language }: OrderView, { id, url, open, again, waiting, begun = false }: PageLink): Html {
  return html`<p class="actions">
      <a
        class="button${!begun && ' primary'}"
        id="${id}"
        href="${webAddress(url)}"
        target="_blank"
        rel="noopener noreferrer"
        data-again="${again}"
        >${begun ? again : open}</a
      >
      <span class="quiet">${say(CUSTOMER.newWindow, language)}</span>
    </p>
    <p class="waiting" id="waiting" role="status" data-text="${waiting}">${begun && waiting}</p>`;
}

function hostOf(url: string): Html {
  return html`<strong class="hostname">${new URL(url).host}</strong>`;
}

function terminal(view: OrderView, way: Open<'sealed'>): Html {
  const { language, settlement, carrier } = view;
  const credit = settlement?.company.name ?? '';
  return html`<section class="sheet offer" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(FLOWS.sealedTitle, language)}</h2>
    <p>${sayHtml(carrier ? FLOWS.sealedLead : FLOWS.sealedLeadMail, language, { credit, host: hostOf(way.url) })}</p>
    ${openUntil(view, way.until)}
    ${pageLink(view, {
      id: 'terminal',
      url: way.url,
      open: say(FLOWS.openTerminal, language, { credit }),
      again: say(FLOWS.terminalAgain, language, { credit }),
      waiting: say(FLOWS.sealedWaiting, language),
      begun: isBegun(view),
    })}
    ${isBegun(view) && partList(view)} ${ownTerminal(view, way)} ${takingLong(view, say(FLOWS.sealedLong, language))}
    ${refreshing(view)}
  </section>`;
}

/** For whoever keeps the terminal's file: the code that it asks for, and the fingerprint that it must have. */
function ownTerminal(view: OrderView, { code, fingerprint }: Open<'sealed'>): Html {
  const { language } = view;
  return html`<details class="own-terminal">
    <summary>${say(FLOWS.ownTerminal, language)}</summary>
    <p>${say(FLOWS.ownTerminalLead, language)}</p>
    <div class="field">
      <label for="order-code">${say(FLOWS.orderCode, language)}</label>
      <div class="beside">
        <input
          id="order-code"
          class="code-text"
          type="text"
          readonly
          value="${code}"
          aria-describedby="order-code-hint"
        />
        <button
          type="button"
          id="copy-code"
          hidden
          data-text="${say(FLOWS.copied, language)}"
          data-none="${say(FLOWS.copyFailed, language)}"
        >
          ${say(FLOWS.copy, language)}
        </button>
      </div>
      <p class="hint" id="order-code-hint">${say(FLOWS.orderCodeHint, language)}</p>
      <p class="quiet" role="status" id="code-copied"></p>
    </div>
    ${fingerprint !== '' && fingerprintOf(view, fingerprint)}
  </details>`;
}

function fingerprintOf({ language, settlement }: OrderView, fingerprint: string): Html {
  const command = html`<code>sha256sum terminal.html</code>`;
  return html`<h3>${say(FLOWS.fingerprint, language)}</h3>
    <code class="cipher" id="fingerprint">${hexOf(fingerprint)}</code>
    <p class="hint">${sayHtml(FLOWS.fingerprintHint, language, { credit: settlement?.company.name ?? '', command })}</p>
    <p class="hint">${say(FLOWS.fingerprintCard, language)} <code>${fingerprint}</code></p>`;
}

/** As every tool writes it, in groups of eight. */
function hexOf(fingerprint: string): string {
  const bytes = fromBase64Url(fingerprint);
  return bytes ? toHex(bytes).replace(/(.{8})(?=.)/g, '$1 ') : fingerprint;
}

function wallet(view: OrderView, way: Open<'agency'>): Html {
  const { language } = view;
  const { agency, url } = way;
  const name = { agency: agency.name };
  return html`<section class="sheet offer" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(FLOWS.agencyTitle, language, name)}</h2>
    <p>${sayHtml(FLOWS.agencyLead, language, { host: hostOf(url) })}</p>
    <p class="quiet">${flowHow(way, language)}</p>
    ${openUntil(view, way.until)}
    <div class="by-phone">
      <div>
        ${pageLink(view, {
          id: 'wallet',
          url,
          open: say(FLOWS.openWallet, language, name),
          again: say(FLOWS.walletAgain, language, name),
          waiting: say(FLOWS.agencyWaiting, language),
        })}
        <p>
          <a href="${webAddress(way.enrolUrl)}" target="_blank" rel="noopener noreferrer"
            >${say(FLOWS.noWallet, language)}</a
          >
          <span class="quiet">${say(CUSTOMER.newWindow, language)}</span>
        </p>
      </div>
      <div class="phone">
        <h3>${say(FLOWS.phoneTitle, language)}</h3>
        <p class="hint">${say(FLOWS.phoneLead, language)}</p>
        ${qrSvg(webAddress(url), say(FLOWS.phoneCode, language, name))}
      </div>
    </div>
    ${takingLong(view, say(FLOWS.agencyLong, language))} ${refreshing(view)}
  </section>`;
}

/** The time for beginning is over; what was begun may still come. */
export function begunBefore(view: OrderView): Html {
  const { language } = view;
  return html`<section class="sheet" aria-labelledby="offer-title">
    <h2 id="offer-title">${say(FLOWS.overTitle, language)}</h2>
    <p>${say(FLOWS.over, language)}</p>
    ${refreshing(view)}
  </section>`;
}
