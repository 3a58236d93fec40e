/** `/confirm`: everything once more, then on (OK) or back (NG). Where anything goes by mail, a key is made on the way. */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { FLOWS } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html, sayHtml } from '../html.ts';
import type { ConfirmView } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, company, facts, flowHow, flowName, orderSteps, parcelFacts, payHow, problem } from './parts.ts';
import { whoLearns } from './who-learns.ts';

/** Where no window is opened for the payment: what comes next, and what completes the order. */
function flowLead({ language, flow, agency, carrier, credit, lines }: ConfirmView): string {
  const byMail = lines.some(({ electronic }) => electronic);
  const names = { agency: agency?.name ?? '', credit: credit?.name ?? '', carrier: carrier?.name ?? '' };
  const first = { sealed: FLOWS.leadSealed, agency: FLOWS.leadAgency, closed: FLOWS.leadClosed, window: undefined }[
    flow
  ];
  const withCarrier =
    flow === 'sealed' ? (byMail ? FLOWS.endSealedBoth : FLOWS.endSealed) : byMail ? FLOWS.endBoth : FLOWS.endParcel;
  const sentences = [first, carrier ? withCarrier : FLOWS.endMail].map((text) => text && say(text, language, names));
  return sentences.filter(Boolean).join(language === 'ja' ? '' : ' ');
}

function lead(view: ConfirmView): string {
  const { language, carrier, credit, lines, flow } = view;
  if (flow !== 'window') return flowLead(view);
  const byMail = lines.some(({ electronic }) => electronic);
  if (!credit) return say(SHOP.confirmLead, language, { carrier: carrier?.name ?? '' });
  if (!carrier) return say(SHOP.confirmLeadMail, language, { credit: credit.name });
  const names = { carrier: carrier.name, credit: credit.name };
  return say(byMail ? SHOP.confirmLeadBoth : SHOP.confirmLeadSettled, language, names);
}

export function confirmPage(view: ConfirmView): string {
  const { language, lines, carrier, credit, pay, flow, agency, wrapper, error } = view;
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
            >${flow === 'window' && html`<br />${say(payHow(pay, carrier !== undefined), language)}`}`,
        ],
        credit !== undefined && [SHOP.credit, company(credit)],
        flow !== 'window' && [
          FLOWS.flowLegend,
          html`<strong>${flowName(view, language)}</strong>
            ${agency && html`<span class="hostname">${agency.id}</span>`} <br />${flowHow(view, language)}`,
        ],
        wrapper !== undefined && [FLOWS.wrapper, company(wrapper)],
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
    ${whoLearns(view, { carrier: carrier?.name, credit: credit?.name, byMail, flow, agency, wrapper: wrapper?.name }, pay)}`;
  const script = byMail && { script: 'confirm' as const };
  return layout(view, { path: '/confirm', title: SHOP.confirmTitle, body, ...script });
}

/** Without scripts there is no key, and so no button: it would lead nowhere. */
function keyNeeded({ language }: ConfirmView): Html {
  return html`<p class="hint" id="key-explained" hidden>${say(SHOP.keyExplain, language)}</p>
    <p class="notice stop" id="key-impossible" role="alert" hidden>${say(SHOP.keyImpossible, language)}</p>
    <noscript><p class="notice look">${say(SHOP.keyNeedsScripts, language)}</p></noscript>`;
}
