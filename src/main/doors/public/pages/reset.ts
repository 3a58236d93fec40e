/** `/reset`: the customer of a one-time link chooses password and check words anew. Nothing typed is ever shown again. */
import { failedField } from '#shared/locale/customer-failures.ts';
import { RESET } from '#shared/locale/reset.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { Page, ResetView } from '../views.ts';
import { layout } from './layout.ts';
import { problem } from './parts.ts';

/** Which field a failure is about, by its id here. */
const FIELDS: Readonly<Record<string, string>> = { newPassword: 'password', again: 'again', newWord: 'new-words' };

function passwordField(view: ResetView, id: 'password' | 'again', failed: boolean): Html {
  const { language } = view;
  const first = id === 'password';
  const described = [first && 'password-hint', failed && 'problem'].filter((each) => each !== false).join(' ');
  return html`<div class="field">
    <label for="${id}">${say(first ? RESET.password : RESET.again, language)}</label>
    <div${first && html` class="beside"`}>
      <input
        id="${id}"
        name="${id}"
        type="password"
        autocomplete="new-password"
        minlength="8"
        maxlength="128"
        required
        ${described !== '' && html` aria-describedby="${described}"`}
        ${failed && html` aria-invalid="true" autofocus`}
      />
      ${
        first &&
        html`<button
          type="button"
          id="show-password"
          aria-controls="password again"
          hidden
          data-again="${say(RESET.hide, language)}"
        >
          ${say(RESET.show, language)}
        </button>`
      }
    </div>
    ${first && html`<p class="hint" id="password-hint">${say(RESET.passwordHint, language)}</p>`}
    <p
      class="strength"
      id="${id}-said"
      role="status"
      ${
        first
          ? html` data-short="${RESET.tooShort[language]}" data-weak="${RESET.weak[language]}"
            data-fair="${RESET.fair[language]}" data-strong="${RESET.strong[language]}"`
          : html` data-differs="${RESET.differs[language]}"`
      }
    ></p>
  </div>`;
}

function wordsField({ language }: ResetView, failed: boolean): Html {
  return html`<div class="field">
    <label for="new-words">${say(RESET.words, language)}</label>
    <textarea
      id="new-words"
      name="words"
      rows="4"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      required
      aria-describedby="words-hint${failed && ' problem'}"
      ${failed && html` aria-invalid="true" autofocus`}
    ></textarea>
    <p class="hint" id="words-hint">${say(RESET.wordsHint, language)}</p>
  </div>`;
}

export function resetPage(view: ResetView): string {
  const { language, party, host, lastFour, error } = view;
  const failedId = error && FIELDS[failedField(error)];
  const here = { credit: party, host: html`<strong class="hostname">${host}</strong>` };
  const body = html`<h1>${say(RESET.title, language)}</h1>
    <div class="here"><p>${sayHtml(RESET.youAreAt, language, here)}</p></div>
    ${error && problem(error, language, failedId)}
    <form method="post" action="/reset" id="reset" class="sheet">
      <p>${sayHtml(RESET.lead, language, { lastFour: html`<strong class="number">${lastFour}</strong>` })}</p>
      ${passwordField(view, 'password', failedId === 'password')} ${passwordField(view, 'again', failedId === 'again')}
      ${wordsField(view, failedId === 'new-words')}
      <p class="hint">${say(RESET.means, language)}</p>
      <p class="actions">
        <button class="primary" id="save" data-busy="${say(RESET.saving, language)}">
          ${say(RESET.save, language)}
        </button>
      </p>
    </form>`;
  return layout(view, { path: '/reset', title: RESET.title, body, narrow: true, script: 'reset' });
}

export function resetDonePage(view: Page): string {
  const { language } = view;
  const body = html`<h1>${say(RESET.doneTitle, language)}</h1>
    <div class="notice done" role="status">
      <p>${say(RESET.done, language)}</p>
      <p>${say(RESET.donePasskeys, language)}</p>
    </div>`;
  return layout(view, { path: '/reset/done', title: RESET.title, body, narrow: true });
}
