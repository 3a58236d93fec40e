/** What the agency's two pages have in common. */
import { AGENCY_TOLD, VARIANTS } from '#shared/locale/agency.ts';
import { CUSTOMER } from '#shared/locale/customer.ts';
import { type Language, say, type Text } from '#shared/locale/text.ts';
import type { WalletVariant } from '#shared/protocol/wallet.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../views.ts';
import { toldSection } from './who-learns.ts';

/** What happens to the customer's data at the agency: the honest word for it, before anything is typed. */
export function variantNote(language: Language, variant: WalletVariant, settlement: string): Html {
  const { title, how } = VARIANTS[variant];
  return html`<div class="notice ${variant === 'pass' ? 'done' : 'look'}" data-variant="${variant}">
    <p><strong>${say(title, language)}</strong></p>
    <p>${say(how, language, { settlement })}</p>
  </div>`;
}

export function agencyTold(
  { language, party }: Page,
  variant: WalletVariant,
  settlement: string,
  place?: 'aside',
): Html {
  const reseal = variant === 'reseal';
  return toldSection(language, {
    title: say(AGENCY_TOLD.title, language),
    parties: [
      {
        who: say(AGENCY_TOLD.mall, language),
        learns: say(AGENCY_TOLD.mallLearns, language),
        not: say(AGENCY_TOLD.mallNot, language),
      },
      {
        who: party,
        learns: say(reseal ? AGENCY_TOLD.agencyLearnsReseal : AGENCY_TOLD.agencyLearnsPass, language),
        not: say(reseal ? AGENCY_TOLD.agencyNotReseal : AGENCY_TOLD.agencyNotPass, language),
      },
      {
        who: settlement,
        learns: say(AGENCY_TOLD.creditLearns, language),
        not: say(AGENCY_TOLD.creditNot, language),
      },
    ],
    limitsTitle: say(AGENCY_TOLD.limitsTitle, language),
    limits: say(AGENCY_TOLD.limits, language),
    ...(place && { place }),
  });
}

export interface SecretField {
  readonly id: string;
  readonly label: Text;
  readonly hint?: string;
  /** More of the input's attributes. Without a name no browser sends it. */
  readonly attributes: Html;
  readonly half?: boolean;
}

export function secretField(language: Language, { id, label, hint, attributes, half }: SecretField): Html {
  const described = hint === undefined ? `${id}-error` : `${id}-hint ${id}-error`;
  return html`<div class="field${half && ' half'}">
    <label for="${id}">${say(label, language)}</label>
    <input id="${id}" ${attributes} aria-describedby="${described}" />
    ${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    <p class="error" id="${id}-error" role="alert"></p>
  </div>`;
}

/** Six dots to see, digits alone to type, nothing for a browser to remember. */
export const PIN_INPUT = html`type="password" class="card-number" inputmode="numeric" autocomplete="off" maxlength="12"
required`;

/** Filled by the script. */
export function refusalNote(language: Language): Html {
  return html`<div class="notice stop" role="alert" id="refusal" tabindex="-1" hidden>
    <p id="refusal-text"></p>
    <p class="code" id="refusal-code" data-text="${CUSTOMER.code[language]}"></p>
  </div>`;
}
