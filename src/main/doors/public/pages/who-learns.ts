/** Who learns what of an order, and what no arrangement of ours can protect. */
import type { PayMode } from '#shared/protocol/instruction.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { type Language, say } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../views.ts';

/** One party, what it is told and what it is not. */
export interface Told {
  readonly who: string;
  readonly learns: string;
  readonly not: string;
}

export interface ToldSection {
  readonly title: string;
  readonly parties: readonly Told[];
  readonly limitsTitle: string;
  readonly limits: string;
  /** `aside`: a narrow column beside a form. */
  readonly place?: 'aside';
}

export function toldSection(language: Language, { title, parties, limitsTitle, limits, place }: ToldSection): Html {
  return html`<section class="${place === 'aside' && 'aside '}told" aria-labelledby="told-title">
    <h2 id="told-title">${title}</h2>
    <div class="whos of-${parties.length}">
      ${parties.map(
        ({ who, learns, not }) =>
          html`<div class="who">
            <h3>${who}</h3>
            <p><span class="yes">${say(SHOP.toldLearns, language)}</span> ${learns}</p>
            <p><span class="no">${say(SHOP.toldNot, language)}</span> ${not}</p>
          </div>`,
      )}
    </div>
    <details>
      <summary>${limitsTitle}</summary>
      <p>${limits}</p>
    </details>
  </section>`;
}

/** Names of the parties that an order goes through. */
export interface Partners {
  readonly carrier: string;
  /** Only on a settled order. */
  readonly credit?: string | undefined;
}

export function whoLearns(view: Page, { carrier, credit }: Partners, pay: PayMode): Html {
  const { language, party } = view;
  const settled = pay === 'settled';
  const cash = pay === 'on-delivery';
  const carrierNot = settled ? SHOP.carrierNotSettled : cash ? SHOP.carrierNot : SHOP.carrierNotPrice;
  return toldSection(language, {
    title: say(SHOP.toldTitle, language),
    parties: [
      {
        who: party,
        learns: say(settled ? SHOP.shopLearnsSettled : SHOP.shopLearns, language),
        not: say(settled ? SHOP.shopNotSettled : SHOP.shopNot, language),
      },
      ...(settled && credit !== undefined
        ? [{ who: credit, learns: say(SHOP.creditLearns, language), not: say(SHOP.creditNot, language) }]
        : []),
      {
        who: carrier,
        learns: say(cash ? SHOP.carrierLearnsCash : SHOP.carrierLearns, language),
        not: say(carrierNot, language),
      },
    ],
    limitsTitle: say(SHOP.limitsTitle, language),
    limits: say(settled ? SHOP.limitsSettled : SHOP.limits, language),
  });
}
