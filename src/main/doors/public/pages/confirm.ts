/** `/confirm`: everything once more, then on (OK) or back (NG). Where anything goes by mail, a key is made on the way. */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { ConfirmView } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, company, facts, orderSteps, parcelFacts, payHow, problem } from './parts.ts';
import { whoLearns } from './who-learns.ts';

function lead({ language, carrier, credit, lines }: ConfirmView): string {
  const byMail = lines.some(({ electronic }) => electronic);
  if (!credit) return say(SHOP.confirmLead, language, { carrier: carrier?.name ?? '' });
  if (!carrier) return say(SHOP.confirmLeadMail, language, { credit: credit.name });
  const names = { carrier: carrier.name, credit: credit.name };
  return say(byMail ? SHOP.confirmLeadBoth : SHOP.confirmLeadSettled, language, names);
}

export function confirmPage(view: ConfirmView): string {
  const { language, lines, carrier, credit, pay, error } = view;
  const byMail = lines.some(({ electronic }) => electronic);
  const body = html`${orderSteps(2, language, carrier !== undefined)}
    <h1>${say(SHOP.confirmTitle, language)}</h1>
    ${error && problem(error, language)}
    <p class="here">${sayHtml(SHOP.youAreAt, language, { host: html`<strong>${view.host}</strong>` })}</p>
    <div class="sheet">
      ${basketTable(view, language)}
      ${facts(language, [
        carrier !== undefined && [SHOP.carrier, company(carrier)],
        [
          SHOP.payment,
          html`<strong>${say(PAY_TEXTS[pay], language)}</strong
            ><br />${say(payHow(pay, carrier !== undefined), language)}`,
        ],
        credit !== undefined && [SHOP.credit, company(credit)],
        byMail && [SHOP.mailed, say(SHOP.mailedHow, language, { credit: credit?.name ?? '' })],
        ...parcelFacts(view),
      ])}
    </div>
    <p class="lead">${lead(view)}</p>
    ${byMail && keyNeeded(view)}
    <form method="post" action="/confirm" class="actions" id="confirm">
      <input type="hidden" name="shown" value="${view.shown}" />
      ${byMail && html`<input type="hidden" name="buyerKey" id="buyer-key" value="" autocomplete="off" />`}
      <button class="primary" name="answer" value="ok" id="yes" ${byMail && html` hidden`}>
        ${say(SHOP.confirmOk, language)}
      </button>
      <button name="answer" value="ng">${say(SHOP.confirmNg, language)}</button>
    </form>
    ${whoLearns(view, { carrier: carrier?.name, credit: credit?.name, byMail }, pay)}`;
  const script = byMail && { script: 'confirm' as const };
  return layout(view, { path: '/confirm', title: SHOP.confirmTitle, body, ...script });
}

/** Without scripts there is no key, and so no button: it would lead nowhere. */
function keyNeeded({ language }: ConfirmView): Html {
  return html`<p class="hint" id="key-explained" hidden>${say(SHOP.keyExplain, language)}</p>
    <p class="notice stop" id="key-impossible" role="alert" hidden>${say(SHOP.keyImpossible, language)}</p>
    <noscript><p class="notice look">${say(SHOP.keyNeedsScripts, language)}</p></noscript>`;
}
