/** `/ship/done`: what became of it; the shop's own window shows the same result. */
import { SHIP } from '#shared/locale/ship.ts';
import { say } from '#shared/locale/text.ts';
import { WISH } from '#shared/locale/wish.ts';
import { html, webAddress } from '../html.ts';
import type { ShipDoneView } from '../views.ts';
import { layout } from './layout.ts';
import { facts, money, number, windowLink } from './parts.ts';
import { wishText } from './wish-parts.ts';

const RESULTS = {
  ok: { title: SHIP.doneOkTitle, said: SHIP.doneOk, tone: 'done' },
  no: { title: SHIP.doneNoTitle, said: SHIP.doneNo, tone: 'look' },
  refused: { title: SHIP.doneRefusedTitle, said: SHIP.doneRefused, tone: 'look' },
} as const;

export function shipDonePage(view: ShipDoneView): string {
  const { language, mall, result, shipping, trackingUrl, due, wish, late, mallTold } = view;
  const { title, said, tone } = RESULTS[result];
  const known = shipping !== undefined || due !== undefined;
  const body = html`<h1>${say(title, language)}</h1>
    <div class="notice ${tone}" role="status">
      <p>${say(said, language, { mall })}</p>
      <p>${say(mallTold ? SHIP.mallTold : SHIP.mallNotTold, language)}</p>
    </div>
    ${late === true && html`<p class="notice look">${say(SHIP.doneLate, language)}</p>`}
    ${
      known &&
      html`<section class="sheet" aria-label="${say(title, language)}">
        ${facts(language, [
          shipping !== undefined && [SHIP.shippingNumber, number(shipping)],
          shipping !== undefined && [WISH.yours, wish ? wishText(wish, language) : say(WISH.anyDay, language)],
          due !== undefined && [SHIP.due, html`<strong>${money(due, language)}</strong>`],
        ])}
      </section>`
    }
    ${
      trackingUrl !== undefined &&
      html`<section class="sheet" aria-labelledby="tracking-title">
        <h2 id="tracking-title">${say(SHIP.privateTracking, language)}</h2>
        <p>${say(SHIP.privateTrackingHow, language)}</p>
        <p class="actions">${windowLink(trackingUrl, SHIP.openTracking, language)}</p>
      </section>`
    }
    <p class="actions">
      <a class="button${result !== 'ok' && ' primary'}" href="${webAddress(view.returnUrl)}" rel="noreferrer"
        >${say(SHIP.toMall, language, { mall })}</a
      >
    </p>`;
  return layout(view, { path: `/ship/done?window=${view.window}`, title: SHIP.formTitle, body, narrow: true });
}
