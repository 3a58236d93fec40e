/** The skeleton that every customer page stands on: head, the party's name, the page, language switch and host. */
import { CUSTOMER } from '#shared/locale/customer.ts';
import { LANGUAGES, say, type Text } from '#shared/locale/text.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { Page } from '../views.ts';
import { accentColour } from './party-css.ts';

export interface Frame {
  /** GET path of this page, to which the language switch returns; never with a number or tracking token. */
  readonly path: string;
  /** Names no number and no product: it stays in the browser's history. */
  readonly title: Text;
  readonly body: Html;
  /** `/assets/<script>.js`. */
  readonly script?:
    'basket' | 'carrier' | 'confirm' | 'enrol' | 'open' | 'order' | 'paid' | 'pay' | 'reset' | 'ship' | 'wallet';
  /** One column of short lines. */
  readonly narrow?: boolean;
  /** More for the head. */
  readonly head?: Html;
}

/** Of a logo in the head of a page, in CSS pixels. */
const LOGO_PIXELS = 40;
const LOGO_WIDEST = 200;
const LANGUAGE_NAMES = { ja: '日本語', en: 'English' } as const;

function firstCharacter(text: string): string {
  return [...new Intl.Segmenter().segment(text.trim())][0]?.segment ?? '';
}

/** Logo and name, or the name's first letter as a seal; a browser keeps the logo's place while it loads. */
function sign({ party, logo }: Page): Html {
  const height = LOGO_PIXELS;
  const width = logo && Math.max(1, Math.round(Math.min((logo.width / logo.height) * height, LOGO_WIDEST)));
  return html`${
      logo
        ? html`<img class="logo" src="${logo.url}" alt="" width="${width}" height="${height}" />`
        : html`<span class="seal" aria-hidden="true">${firstCharacter(party)}</span>`
    }<span class="party">${party}</span>`;
}

/** A square seal in the party's colour, drawn in place: no request of its own. */
function icon(page: Page): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${accentColour(page.accent)}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function languageSwitch(page: Page, path: string): Html {
  return html`<form
    method="post"
    action="/language"
    class="languages"
    aria-label="${say(CUSTOMER.language, page.language)}"
  >
    <input type="hidden" name="back" value="${path}" />
    ${LANGUAGES.map(
      (language) =>
        html`<button
          name="language"
          value="${language}"
          lang="${language}"
          ${language === page.language && html` aria-current="true"`}
        >
          ${LANGUAGE_NAMES[language]}
        </button>`,
    )}
  </form>`;
}

export function layout(page: Page, { path, title, body, script, narrow, head }: Frame): string {
  const { language, party, host } = page;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="robots" content="noindex" />
        <title>${say(CUSTOMER.title, language, { page: title[language], party })}</title>
        <link rel="icon" href="${icon(page)}" />
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="stylesheet" href="/assets/party.css" />
        ${script && html`<script type="module" src="/assets/${script}.js"></script>`} ${head}
      </head>
      <body>
        <a class="skip" href="#main">${say(CUSTOMER.skip, language)}</a>
        ${page.demo && html`<p class="demo">${say(CUSTOMER.demo, language)}</p>`}
        <header class="top">${sign(page)} ${languageSwitch(page, path)}</header>
        <main id="main" ${narrow && html` class="narrow"`}>${body}</main>
        <footer class="bottom">
          <p class="host">${sayHtml(CUSTOMER.host, language, { host: html`<strong>${host}</strong>` })}</p>
        </footer>
      </body>
    </html> `.toString();
}
