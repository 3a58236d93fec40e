/** Who learns what of an order, and what no arrangement of ours can protect. */
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { FLOWS } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { type Language, say, type Text } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { AgencyChoice, Page } from '../views.ts';

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
  /** Of a parcel. */
  readonly carrier?: string | undefined;
  /** Only on a settled order. */
  readonly credit?: string | undefined;
  /** Whether anything goes by mail. */
  readonly byMail?: boolean;
  readonly flow: OrderFlow;
  readonly agency?: AgencyChoice | undefined;
  readonly wrapper?: string | undefined;
}

export function whoLearns(view: Page, partners: Partners, pay: PayMode): Html {
  const { language, party } = view;
  const { carrier, credit, agency, wrapper } = partners;
  const settled = pay === 'settled';
  return toldSection(language, {
    title: say(SHOP.toldTitle, language),
    parties: [
      {
        who: party,
        learns: say(settled ? (carrier ? SHOP.shopLearnsSettled : SHOP.shopLearnsMail) : SHOP.shopLearns, language),
        not: say(shopNot(partners, settled), language),
      },
      ...(agency ? [agencyTold(language, agency)] : []),
      ...(settled && credit !== undefined ? [creditTold(language, credit, partners)] : []),
      ...(carrier === undefined ? [] : [carrierTold(language, carrier, pay)]),
      ...(wrapper === undefined
        ? []
        : [{ who: wrapper, learns: say(FLOWS.wrapperLearns, language), not: say(FLOWS.wrapperNot, language) }]),
    ],
    limitsTitle: say(SHOP.limitsTitle, language),
    limits: limits(partners, settled)
      .map((text) => say(text, language))
      .join(language === 'ja' ? '' : ' '),
  });
}

const FLOW_LIMITS: Readonly<Record<OrderFlow, readonly Text[]>> = {
  window: [],
  sealed: [FLOWS.limitsSealed],
  agency: [FLOWS.limitsAgency],
  closed: [FLOWS.limitsClosed],
};

function limits({ carrier, flow }: Partners, settled: boolean): readonly Text[] {
  if (!settled) return [SHOP.limits];
  return [...FLOW_LIMITS[flow], carrier === undefined ? SHOP.limitsMail : SHOP.limitsSettled];
}

function agencyTold(language: Language, { name: who, variant }: AgencyChoice): Told {
  const [learns, not] =
    variant === 'pass'
      ? [FLOWS.agencyLearnsPass, FLOWS.agencyNotPass]
      : [FLOWS.agencyLearnsReseal, FLOWS.agencyNotReseal];
  return { who, learns: say(learns, language), not: say(not, language) };
}

function shopNot({ carrier, byMail }: Partners, settled: boolean): Text {
  if (!settled) return SHOP.shopNot;
  if (!byMail) return SHOP.shopNotSettled;
  return carrier === undefined ? SHOP.shopNotMail : SHOP.shopNotBoth;
}

function creditTold(language: Language, who: string, { carrier, byMail }: Partners): Told {
  if (!byMail) return { who, learns: say(SHOP.creditLearns, language), not: say(SHOP.creditNot, language) };
  const not = carrier === undefined ? SHOP.creditNotMail : SHOP.creditNotBoth;
  return { who, learns: say(SHOP.creditLearnsMail, language), not: say(not, language) };
}

function carrierTold(language: Language, who: string, pay: PayMode): Told {
  const cash = pay === 'on-delivery';
  const not = pay === 'settled' ? SHOP.carrierNotSettled : cash ? SHOP.carrierNot : SHOP.carrierNotPrice;
  return {
    who,
    learns: say(cash ? SHOP.carrierLearnsCash : SHOP.carrierLearns, language),
    not: say(not, language),
  };
}
