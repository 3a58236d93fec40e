/** `/open`: the buyer opens a package of electronic goods. The script does all of it; the server only shows this page. */
import { OPEN } from '#shared/locale/open.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html, jsonBlock } from '../html.ts';
import type { OpenView } from '../views.ts';
import { layout } from './layout.ts';

function packageField({ language }: OpenView): Html {
  return html`<div class="open-drop" id="drop">
    <p class="open-chosen">
      <strong id="file-name">${say(OPEN.noFile, language)}</strong> <span id="file-size" class="quiet"></span>
    </p>
    <p class="actions">
      <button type="button" class="primary" id="choose-file">${say(OPEN.chooseFile, language)}</button>
      <span class="hint">${say(OPEN.dropFile, language)}</span>
    </p>
    <input type="file" id="file" accept=".tokumei" hidden />
  </div>`;
}

function keyField({ language }: OpenView): Html {
  return html`<section aria-labelledby="key-title" class="open-key">
    <h2 id="key-title">${say(OPEN.key, language)}</h2>
    <p class="hint" id="key-state" role="status">${say(OPEN.keyHow, language)}</p>
    <p class="actions" id="key-ask" hidden>
      <button type="button" id="choose-key">${say(OPEN.chooseKey, language)}</button>
    </p>
    <input type="file" id="key-file" accept=".json,application/json" hidden />
  </section>`;
}

function receiptField({ language }: OpenView): Html {
  return html`<div class="field">
    <label for="receipt">${say(OPEN.receipt, language)}</label>
    <input
      id="receipt"
      type="text"
      inputmode="numeric"
      autocomplete="off"
      spellcheck="false"
      aria-describedby="receipt-hint"
    />
    <p class="hint" id="receipt-hint">${say(OPEN.receiptHint, language)}</p>
  </div>`;
}

export function openPage(view: OpenView): string {
  const { language, issuers } = view;
  const body = html`<h1>${say(OPEN.title, language)}</h1>
    <p class="lead">${say(OPEN.lead, language)}</p>
    <p class="notice done">${say(OPEN.local, language)}</p>
    <noscript><p class="notice look">${say(OPEN.noScript, language)}</p></noscript>
    <form class="sheet open-form" id="open" novalidate hidden>
      ${packageField(view)} ${receiptField(view)} ${keyField(view)}
      <div class="notice stop" role="alert" id="refusal" tabindex="-1" hidden>
        <p id="refusal-text"></p>
        <p class="code" id="refusal-code"></p>
      </div>
      <p class="actions">
        <button class="primary" id="open-now" data-busy="${say(OPEN.opening, language)}" disabled>
          ${say(OPEN.open, language)}
        </button>
      </p>
    </form>
    <section class="sheet open-files" id="files" aria-labelledby="files-title" hidden>
      <h2 id="files-title" tabindex="-1">${say(OPEN.files, language)}</h2>
      <p class="hint">${say(OPEN.filesHow, language)}</p>
      <ul id="file-list"></ul>
      <div class="open-saving" id="saving" hidden>
        <progress id="progress" max="1" value="0" aria-labelledby="saving-text"></progress>
        <button type="button" id="stop">${say(OPEN.stop, language)}</button>
      </div>
      <p id="saving-text" role="status"></p>
      <p class="actions"><button type="button" id="save-all" hidden>${say(OPEN.saveAll, language)}</button></p>
    </section>
    ${jsonBlock('issuers', issuers)}`;
  const head = html`<link rel="stylesheet" href="/assets/open.css" />`;
  return layout(view, { path: '/open', title: OPEN.title, body, script: 'open', head, narrow: true });
}
