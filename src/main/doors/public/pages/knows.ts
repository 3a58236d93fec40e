/** `/order/knows`: who knows what of the customer's order; and, at the other companies, what their own tables hold of it. */
import type { KnownFact } from '#shared/domain/knowledge.ts';
import { FACT_TEXTS, KNOWS, OPENER_TEXTS } from '#shared/locale/knowledge.ts';
import { type Language, say } from '#shared/locale/text.ts';
import type { Role } from '#shared/protocol/party.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { KnowsView, PartyFact } from '../views.ts';
import { layout } from './layout.ts';
import { day, number } from './parts.ts';

function holdingText({ holding, opens }: PartyFact, role: Role, language: Language): string {
  return say(KNOWS[holding === 'sealed' && opens?.includes(role) ? 'sealedOwn' : holding], language);
}

function cell(fact: PartyFact | undefined, { role, name }: KnowsView['parties'][number], language: Language): Html {
  const known: PartyFact = fact ?? { holding: 'never' };
  const until = known.until !== undefined && sayHtml(KNOWS.until, language, { date: day(known.until, language) });
  return html`<td data-party="${name}">
    <span class="holding" data-holding="${known.holding}">${holdingText(known, role, language)}</span>
    ${until && html`<span class="quiet">${until}</span>`}
  </td>`;
}

export function knowsPage(view: KnowsView): string {
  const { language, parties, facts } = view;
  const body = html`<h1>${say(KNOWS.title, language)}</h1>
    <p>${number(view.number)}</p>
    <p class="lead">${say(KNOWS.lead, language)}</p>
    <table class="knows sheet">
      <thead>
        <tr>
          <th scope="col">${say(KNOWS.fact, language)}</th>
          ${parties.map(
            ({ name, role }) =>
              html`<th scope="col">${name} <span class="quiet">${say(OPENER_TEXTS[role], language)}</span></th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${facts.map(
          (fact) =>
            html`<tr>
              <th scope="row">${say(FACT_TEXTS[fact], language)}</th>
              ${parties.map((party) => cell(party.facts[fact], party, language))}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="hint">${say(KNOWS.legend, language)}</p>
    <p class="actions"><a class="button" href="/order">${say(KNOWS.back, language)}</a></p>`;
  return layout(view, { path: '/order/knows', title: KNOWS.title, body });
}

/** What this company's own tables hold, for whoever is known to be its customer. */
export function heldSection(language: Language, role: Role, held: readonly KnownFact[]): Html {
  return html`<details class="held">
    <summary>${say(KNOWS.hereTitle, language)}</summary>
    <p>${say(KNOWS.hereLead, language)}</p>
    <dl class="facts">
      ${held.map((one) => {
        const openers = one.holding === 'sealed' ? one.opens.filter((opener) => opener !== role) : [];
        const who = openers.map((opener) => say(OPENER_TEXTS[opener], language)).join(', ');
        return html`<div>
          <dt>${say(FACT_TEXTS[one.fact], language)}</dt>
          <dd>
            <span class="holding" data-holding="${one.holding}">${holdingText(one, role, language)}</span>
            ${who !== '' && html`<span class="quiet">${say(KNOWS.opensFor, language, { who })}</span>`}
            ${
              one.until !== undefined &&
              html`<span class="quiet">${sayHtml(KNOWS.until, language, { date: day(one.until, language) })}</span>`
            }
          </dd>
        </div>`;
      })}
    </dl>
    <p>${say(KNOWS.legend, language)}</p>
  </details>`;
}
