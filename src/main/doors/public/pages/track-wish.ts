/** What stands of the customer's wishes, and the forms to change them, as long as the parcel isn't on the van. */
import { openingHoursLines } from '#shared/locale/opening-hours.ts';
import { type Language, say } from '#shared/locale/text.ts';
import { WISH } from '#shared/locale/wish.ts';
import { type Html, html } from '../html.ts';
import type { TrackView } from '../views.ts';
import { facts } from './parts.ts';
import { wishFields, wishText } from './wish-parts.ts';

type Wishes = NonNullable<TrackView['wishes']>;

/** With the token only; of a parcel that came to its end nothing. */
export function wishSection(view: TrackView): Html | false {
  const { wishes, token, language } = view;
  if (wishes === undefined || token === undefined) return false;
  const underway = view.steps?.findLast(({ asked }) => !asked)?.state === 'out-for-delivery';
  if (wishes.days === undefined && !underway) return false;
  return html`<section class="sheet wishes" aria-labelledby="wish-title">
    <h2 id="wish-title">${say(WISH.yours, language)}</h2>
    ${standing(view, wishes)} ${underway && html`<p class="notice">${say(WISH.underway, language)}</p>`}
    ${wishes.days !== undefined && forms(view, wishes, wishes.days)}
  </section>`;
}

function standing({ language, steps }: TrackView, { wish, counter, attempted, waits }: Wishes): Html {
  const none = attempted ? WISH.notAsked : WISH.none;
  if (wish?.hold === undefined) {
    // Until the customer asks for something else.
    const isBrought = !attempted && steps?.findLast(({ asked }) => asked)?.asked === 'no-counter';
    return html`<p class="wish-now" role="status">${wish ? wishText(wish, language) : say(none, language)}</p>
      ${isBrought && html`<p class="notice">${say(WISH.noCounter, language)}</p>`}`;
  }
  return html`<p class="wish-now" role="status">${wishText(wish, language)}</p>
    ${
      counter
        ? html`${facts(language, [
              [WISH.heldAt, html`<strong>${counter.name}</strong>${placeAndHours(counter, language)}`],
            ])}
            <p class="${waits ? 'notice done' : 'hint'}">${say(waits ? WISH.waits : WISH.comes, language)}</p>`
        : html`<p class="hint">${say(WISH.heldUnknown, language)}</p>`
    }`;
}

function placeAndHours({ address, hours }: NonNullable<Wishes['counter']>, language: Language): Html {
  return html`<span class="address">${address}</span>${openingHoursLines(hours, language).map(
      (line) => html`<span class="address">${line}</span>`,
    )}`;
}

function forms(view: TrackView, wishes: Wishes, days: readonly string[]): Html {
  const { language, token, error, chosen } = view;
  const { wish, counter, attempted } = wishes;
  const held = wish?.hold !== undefined;
  const title = held ? WISH.bring : attempted ? WISH.again : WISH.change;
  const how = held ? WISH.bringHow : attempted ? WISH.againHow : undefined;
  return html`<form method="post" action="/track/${token!}" class="ask" aria-labelledby="ask-title">
      <h3 id="ask-title">${say(title, language)}</h3>
      ${how && html`<p class="hint">${say(how, language)}</p>`}
      ${wishFields({ language, days, chosen: chosen ?? wish, error })}
      <p class="actions">
        <button name="ask" value="time" class="${!held && 'primary'}">${say(WISH.changeButton, language)}</button>
      </p>
    </form>
    ${
      !held &&
      wishes.fetchable &&
      html`<form method="post" action="/track/${token!}" class="ask" aria-labelledby="hold-title">
        <h3 id="hold-title">${say(WISH.hold, language)}</h3>
        <p class="hint">${say(WISH.holdHow, language)}</p>
        ${
          counter
            ? html`<p><strong>${counter.name}</strong>${placeAndHours(counter, language)}</p>`
            : html`<p class="hint">${say(WISH.heldUnknown, language)}</p>`
        }
        <p class="actions"><button name="ask" value="hold">${say(WISH.holdButton, language)}</button></p>
      </form>`
    }`;
}
