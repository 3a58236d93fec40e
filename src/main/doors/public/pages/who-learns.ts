/** Who learns what of an order, and what no arrangement of ours can protect. */
import type { PayMode } from '#shared/protocol/instruction.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../views.ts';

export function whoLearns(view: Page, carrier: string, pay: PayMode): Html {
  const { language, party } = view;
  const cash = pay === 'on-delivery';
  const row = (who: string, learns: string, not: string): Html =>
    html`<div class="who">
      <h3>${who}</h3>
      <p><span class="yes">${say(SHOP.toldLearns, language)}</span> ${learns}</p>
      <p><span class="no">${say(SHOP.toldNot, language)}</span> ${not}</p>
    </div>`;
  return html`<section class="told" aria-labelledby="told-title">
    <h2 id="told-title">${say(SHOP.toldTitle, language)}</h2>
    <div class="whos">
      ${row(party, say(SHOP.shopLearns, language), say(SHOP.shopNot, language))}
      ${row(
        carrier,
        say(cash ? SHOP.carrierLearnsCash : SHOP.carrierLearns, language),
        say(cash ? SHOP.carrierNot : SHOP.carrierNotPrice, language),
      )}
    </div>
    <details>
      <summary>${say(SHOP.limitsTitle, language)}</summary>
      <p>${say(SHOP.limits, language)}</p>
    </details>
  </section>`;
}
