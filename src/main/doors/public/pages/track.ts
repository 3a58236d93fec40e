/** `/track`: by number what malls are told; by token every step, and what the customer may ask for. */
import { PARCEL_TEXTS, SHIP } from '#shared/locale/ship.ts';
import { say } from '#shared/locale/text.ts';
import { ASKED_TEXTS, ATTEMPT_TEXTS } from '#shared/locale/wish.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Html, html } from '../html.ts';
import type { TrackView } from '../views.ts';
import { heldSection } from './knows.ts';
import { layout } from './layout.ts';
import { day, moment, number, problem } from './parts.ts';
import { wishSection } from './track-wish.ts';

type Step = NonNullable<TrackView['steps']>[number];

function stepName({ state, reason, asked }: Step, { language }: TrackView): Html | string {
  if (asked) return say(ASKED_TEXTS[asked], language);
  const name = say(PARCEL_TEXTS[state], language);
  return reason ? html`${name} <span class="quiet">${say(ATTEMPT_TEXTS[reason], language)}</span>` : name;
}

function steps(view: TrackView, list: readonly Step[]): Html {
  const { language, full } = view;
  if (list.length === 0) return html`<p class="notice">${say(SHIP.trackNothing, language)}</p>`;
  // A wish is no place on the way: the parcel is where it was.
  const latest = list.findLastIndex(({ asked }) => !asked);
  return html`<ol class="track">
    ${list.map((step, index) => {
      const { state, at, asked } = step;
      const look = index === latest ? 'current' : 'past';
      return html`<li
        class="${look} ${asked ? 'is-asked' : `is-${state}`}"
        ${index === latest && html` aria-current="step"`}
      >
        <span class="mark" aria-hidden="true"></span>
        <span class="name">${stepName(step, view)}</span>
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
  const { language, error, token } = view;
  const body = html`<h1>${say(SHIP.trackTitle, language)}</h1>
    ${error && problem(error, language, view.full ? undefined : 'number')} ${numberForm(view)} ${wishSection(view)}
    ${
      view.steps &&
      html`<section class="sheet" aria-labelledby="steps-title">
        <h2 id="steps-title">${say(SHIP.trackSteps, language)}</h2>
        ${view.number !== undefined && html`<p>${number(view.number)}</p>`} ${steps(view, view.steps)}
      </section>`
    }
    ${view.held && heldSection(language, 'carrier', view.held)}
    ${!view.full && html`<p class="hint">${say(SHIP.trackPublic, language)}</p>`}`;
  const path = token === undefined ? '/track' : `/track/${token}`;
  return layout(view, { path, title: SHIP.trackTitle, body, narrow: true });
}
