/** `/pay/form`: first, for whoever likes, the proof that this is the credit company; then card and password. */
import { failedField } from '#shared/locale/customer-failures.ts';
import { PAY } from '#shared/locale/pay.ts';
import { say } from '#shared/locale/text.ts';
import type { Failure } from '#shared/result.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { PayView } from '../views.ts';
import { layout } from './layout.ts';
import { facts, money, problem } from './parts.ts';
import { toldSection } from './who-learns.ts';

/** Fields without scripts; the script adds more, up to the most that the page's `data-most` says. */
const WORDS = [1, 2, 3] as const;
const MOST_WORDS = 6;
/** Most digits of a card number (ISO/IEC 7812-1) with a blank after every four, and some to spare. */
const MOST_CARD_CHARACTERS = 32;

type CardField = 'card' | 'check-card';

/** What was typed is never written back: not the card, not the password, not a word. */
function cardField({ language }: PayView, id: CardField, failed: boolean): Html {
  return html`<div class="field">
    <label for="${id}">${say(PAY.card, language)}</label>
    <input
      id="${id}"
      class="card-number"
      name="card"
      type="text"
      inputmode="numeric"
      autocomplete="cc-number"
      spellcheck="false"
      maxlength="${MOST_CARD_CHARACTERS}"
      required
      aria-describedby="${id}-hint${failed && ' problem'}"
      ${failed && html` aria-invalid="true" autofocus`}
    />
    <p class="hint" id="${id}-hint">${say(PAY.cardHint, language)}</p>
  </div>`;
}

function wordField({ language }: PayView, n: number, failed: boolean): Html {
  return html`<div class="field word">
    <label for="word-${n}">${say(PAY.word, language, { n })}</label>
    <input
      id="word-${n}"
      name="word"
      type="text"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      ${n === 1 && html` required`}
      ${failed && html` aria-invalid="true" aria-describedby="problem" autofocus`}
    />
  </div>`;
}

/** ○ and × in ink alone: an expected × is nothing bad. */
function answers({ language, party, host, words }: PayView): Html | undefined {
  if (!words) return undefined;
  return html`<div class="answers" id="answers" tabindex="-1" role="status" autofocus>
    <h3>${say(PAY.answersTitle, language)}</h3>
    <ol>
      ${words.map(
        (right, at) =>
          html`<li>
            <span class="quiet">${say(PAY.word, language, { n: at + 1 })}</span>
            <span class="sign ${right ? 'right' : 'wrong'}" aria-hidden="true">${right ? '○' : '×'}</span>
            <span class="meaning">${say(right ? PAY.answerRight : PAY.answerWrong, language)}</span>
          </li>`,
      )}
    </ol>
    <p>${sayHtml(PAY.answersRead, language, { credit: party, host: html`<strong>${host}</strong>` })}</p>
  </div>`;
}

function wordsForm(view: PayView, failedId: string | undefined): Html {
  const { language } = view;
  return html`<section class="sheet" id="check" aria-labelledby="check-title">
    <h2 id="check-title">${say(PAY.wordsTitle, language)}</h2>
    <p class="hint">${say(PAY.wordsAside, language)} <a href="#pay">${say(PAY.wordsSkip, language)}</a></p>
    ${answers(view)}
    <p>${say(PAY.wordsLead, language)}</p>
    <form method="post" action="/pay/words?window=${view.window}" id="words">
      ${cardField(view, 'check-card', failedId === 'check-card')}
      <fieldset class="words">
        <legend>${say(PAY.wordsLegend, language)}</legend>
        <div class="fields" id="word-fields" data-most="${MOST_WORDS}" data-text="${PAY.word[language]}">
          ${WORDS.map((n) => wordField(view, n, failedId === `word-${n}`))}
        </div>
      </fieldset>
      <p class="actions">
        <button id="ask" data-busy="${say(PAY.asking, language)}">${say(PAY.ask, language)}</button>
        <button type="button" class="plain" id="add-word" hidden>${say(PAY.addWord, language)}</button>
      </p>
    </form>
    <p class="hint">${say(PAY.wordsLimits, language)}</p>
  </section>`;
}

function entryForm(view: PayView, failedId: string | undefined): Html {
  const { language, mall, amount } = view;
  const failed = failedId === 'password';
  return html`<form
    method="post"
    action="/pay/accept?window=${view.window}"
    id="pay"
    class="sheet"
    aria-labelledby="entry-title"
  >
    <h2 id="entry-title">${say(PAY.entry, language)}</h2>
    ${cardField(view, 'card', failedId === 'card')}
    <div class="field">
      <label for="password">${say(PAY.password, language)}</label>
      <div class="beside">
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          ${failed && html` aria-invalid="true" aria-describedby="problem" autofocus`}
        />
        <button
          type="button"
          id="show-password"
          aria-controls="password"
          hidden
          data-again="${say(PAY.hidePassword, language)}"
        >
          ${say(PAY.showPassword, language)}
        </button>
      </div>
    </div>
    <p class="hint">
      ${sayHtml(PAY.payMeans, language, { mall, amount: html`<strong>${money(amount, language)}</strong>` })}
    </p>
    <p class="actions">
      <button class="primary" id="buy" data-busy="${say(PAY.buying, language)}">${say(PAY.buy, language)}</button>
      <button form="refuse" id="no">${say(PAY.refuse, language)}</button>
    </p>
    ${passkeyWay(view)}
  </form>`;
}

/** Shown by the script, where the browser knows passkeys. */
function passkeyWay({ language }: PayView): Html {
  return html`<div class="other-way" id="passkey-way" hidden>
    <p class="hint">${say(PAY.passkeyWay, language)}</p>
    <p class="actions">
      <button
        type="button"
        id="use-passkey"
        data-busy="${say(PAY.askingPasskey, language)}"
        data-unused="${say(PAY.passkeyUnused, language)}"
        data-broken="${say(PAY.passkeyBroken, language)}"
      >
        ${say(PAY.usePasskey, language)}
      </button>
    </p>
    <p class="error" id="passkey-problem" role="alert"></p>
  </div>`;
}

function orderSection({ language, mall, mallHost, amount, contents }: PayView): Html {
  return html`<section class="aside" aria-labelledby="order-title">
    <h2 id="order-title">${say(PAY.order, language)}</h2>
    ${facts(language, [
      [PAY.amount, html`<strong class="total">${money(amount, language)}</strong>`],
      [PAY.mall, html`<strong>${mall}</strong> <span class="hostname">${mallHost}</span>`],
      contents !== undefined && [
        PAY.contents,
        html`<code class="cipher">${contents}</code><span class="quiet">${say(PAY.contentsHow, language)}</span>`,
      ],
    ])}
  </section>`;
}

/** A field that can be mended: of the words form `word`, or `card:words`; of the pay form `card`, `password`. */
function failedControl({ error }: PayView): string | undefined {
  if (!error || !/^(field-|bad-number$)/.test(error.code)) return undefined;
  if (error.about === 'card:words') return 'check-card';
  const field = failedField(error);
  if (field === 'word') return 'word-1';
  return field === 'card' || field === 'password' ? field : undefined;
}

/** Tries are counted by card, words or payments, and an hour long. */
function toldOf(error: Failure): Failure {
  return error.code === 'too-many' && error.about === undefined ? { ...error, about: 'card' } : error;
}

export function payPage(view: PayView): string {
  const { language, party, host, mall, error } = view;
  const failedId = failedControl(view);
  const here = { credit: party, mall, host: html`<strong class="hostname">${host}</strong>` };
  const body = html`<h1>${say(PAY.formTitle, language)}</h1>
    <div class="here">
      <p>${sayHtml(PAY.youAreAt, language, here)}</p>
      <p class="quiet">${say(PAY.checkBar, language)}</p>
    </div>
    ${error && problem(toldOf(error), language, failedId ?? (error.code === 'card-refused' ? 'card' : undefined))}
    <div class="columns pay">
      ${orderSection(view)} ${wordsForm(view, failedId)} ${entryForm(view, failedId)}
      ${toldSection(language, {
        title: say(PAY.toldTitle, language),
        parties: [
          { who: mall, learns: say(PAY.mallLearns, language), not: say(PAY.mallNot, language) },
          { who: party, learns: say(PAY.creditLearns, language), not: say(PAY.creditNot, language) },
        ],
        limitsTitle: say(PAY.limitsTitle, language),
        limits: say(PAY.limits, language),
        place: 'aside',
      })}
    </div>
    <form method="post" action="/pay/refuse?window=${view.window}" id="refuse"></form>
    <form method="post" action="/pay/passkey?window=${view.window}" id="signed">
      <input type="hidden" name="response" />
    </form>`;
  return layout(view, { path: `/pay/form?window=${view.window}`, title: PAY.formTitle, body, script: 'pay' });
}
