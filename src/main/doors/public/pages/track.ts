/** `/track`: by number what malls are told, by token every step. */
import { PARCEL_TEXTS, SHIP } from '#shared/locale/ship.ts';
import { say } from '#shared/locale/text.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Html, html } from '../html.ts';
import type { TrackView } from '../views.ts';
import { layout } from './layout.ts';
import { day, moment, number, problem } from './parts.ts';

function steps({ language, full }: TrackView, list: NonNullable<TrackView['steps']>): Html {
  if (list.length === 0) return html`<p class="notice">${say(SHIP.trackNothing, language)}</p>`;
  return html`<ol class="track">
    ${list.map(({ state, at }, index) => {
      const latest = index === list.length - 1;
      return html`<li class="${latest ? 'current' : 'past'} is-${state}" ${latest && html` aria-current="step"`}>
        <span class="mark" aria-hidden="true"></span>
        <span class="name">${say(PARCEL_TEXTS[state], language)}</span>
        <span class="when">${full ? moment(at, language) : day(at, language)}</span>
      </li>`;
    })}
  </ol>`;
}

function numberForm({ language, number, error, full }: TrackView): Html | false {
  if (full) return false;
  return html`<form method="get" action="/track" class="sheet track-form">
    <div class="field">
      <label for="number">${say(SHIP.trackNumber, language)}</label>
      <input
        id="number"
        name="number"
        type="text"
        inputmode="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        required
        value="${number === undefined ? '' : formatNumber(number)}"
        aria-describedby="number-hint${error && ' problem'}"
        ${error && html` aria-invalid="true" autofocus`}
      />
      <p class="hint" id="number-hint">${say(SHIP.trackNumberHint, language)}</p>
    </div>
    <p class="actions"><button class="primary">${say(SHIP.trackShow, language)}</button></p>
  </form>`;
}

export function trackPage(view: TrackView): string {
  const { language, error } = view;
  const body = html`<h1>${say(SHIP.trackTitle, language)}</h1>
    ${error && problem(error, language, view.full ? undefined : 'number')} ${numberForm(view)}
    ${
      view.steps &&
      html`<section class="sheet" aria-labelledby="steps-title">
        <h2 id="steps-title">${say(SHIP.trackSteps, language)}</h2>
        ${view.number !== undefined && html`<p>${number(view.number)}</p>`} ${steps(view, view.steps)}
      </section>`
    }
    ${!view.full && html`<p class="hint">${say(SHIP.trackPublic, language)}</p>`}`;
  return layout(view, { path: '/track', title: SHIP.trackTitle, body, narrow: true });
}
