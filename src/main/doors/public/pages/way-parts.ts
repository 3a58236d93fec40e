/** What the ways to pay without a window have in common on the order page. */
import { FLOWS } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { OrderView } from '../views.ts';
import { moment } from './parts.ts';

/** Until when it can be done. */
export function openUntil({ language }: OrderView, until: string): Html {
  return html`<p class="quiet">${say(FLOWS.until, language)} ${moment(until, language)}</p>`;
}

/** What to do when nothing happens. */
export function takingLong({ language }: OrderView, text: string): Html {
  return html`<details>
    <summary>${say(FLOWS.longTitle, language)}</summary>
    <p>${text}</p>
  </details>`;
}

/** Without scripts the page asks by itself. */
export function refreshing({ language }: OrderView): Html {
  return html`<noscript><p class="quiet">${say(SHOP.refreshing, language)}</p></noscript>`;
}

/** One word for each thing that the page shows of the way: another word, another page. */
export function wayStanding({ way, parts }: Pick<OrderView, 'way' | 'parts'>): string | undefined {
  const words = [way?.state, ...(parts ?? []).map(({ state }) => state)].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(' ') : undefined;
}
