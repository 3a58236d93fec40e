/** `/confirm`: everything once more, then on (OK) or back (NG). */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { html, sayHtml } from '../html.ts';
import type { ConfirmView } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, company, facts, orderSteps, problem, size } from './parts.ts';
import { whoLearns } from './who-learns.ts';

const PAY_HOW: Readonly<Record<PayMode, Text>> = {
  'on-delivery': SHOP.payOnDelivery,
  later: SHOP.payLater,
  settled: SHOP.paySettled,
};

export function confirmPage(view: ConfirmView): string {
  const { language, lines, total, carrier, credit, pay, error } = view;
  const lead = credit
    ? say(SHOP.confirmLeadSettled, language, { carrier: carrier.name, credit: credit.name })
    : say(SHOP.confirmLead, language, { carrier: carrier.name });
  const body = html`${orderSteps(2, language)}
    <h1>${say(SHOP.confirmTitle, language)}</h1>
    ${error && problem(error, language)}
    <p class="here">${sayHtml(SHOP.youAreAt, language, { host: html`<strong>${view.host}</strong>` })}</p>
    <div class="sheet">
      ${basketTable(lines, total, language)}
      ${facts(language, [
        [SHOP.carrier, company(carrier)],
        [SHOP.payment, html`<strong>${say(PAY_TEXTS[pay], language)}</strong><br />${say(PAY_HOW[pay], language)}`],
        credit !== undefined && [SHOP.credit, company(credit)],
        [SHOP.parcel, size(view.size, language)],
        [SHOP.shippingFee, say(SHOP.shippingFeeBorne, language)],
      ])}
    </div>
    <p class="lead">${lead}</p>
    <form method="post" action="/confirm" class="actions">
      <input type="hidden" name="shown" value="${view.shown}" />
      <button class="primary" name="answer" value="ok">${say(SHOP.confirmOk, language)}</button>
      <button name="answer" value="ng">${say(SHOP.confirmNg, language)}</button>
    </form>
    ${whoLearns(view, { carrier: carrier.name, credit: credit?.name }, pay)}`;
  return layout(view, { path: '/confirm', title: SHOP.confirmTitle, body });
}
