/** `/confirm`: everything once more, then on (OK) or back (NG). */
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { html, sayHtml } from '../html.ts';
import type { ConfirmView } from '../views.ts';
import { layout } from './layout.ts';
import { basketTable, facts, orderSteps, problem, size } from './parts.ts';
import { whoLearns } from './who-learns.ts';

const PAY_HOW: Readonly<Record<PayMode, Text>> = {
  'on-delivery': SHOP.payOnDelivery,
  later: SHOP.payLater,
  settled: SHOP.paySettled,
};

export function confirmPage(view: ConfirmView): string {
  const { language, lines, total, carrier, pay, error } = view;
  const body = html`${orderSteps(2, language)}
    <h1>${say(SHOP.confirmTitle, language)}</h1>
    ${error && problem(error, language)}
    <p class="here">${sayHtml(SHOP.youAreAt, language, { host: html`<strong>${view.host}</strong>` })}</p>
    <div class="sheet">
      ${basketTable(lines, total, language)}
      ${facts(language, [
        [SHOP.carrier, html`<strong>${carrier.name}</strong> <span class="hostname">${carrier.id}</span>`],
        [SHOP.payment, html`<strong>${say(PAY_TEXTS[pay], language)}</strong><br />${say(PAY_HOW[pay], language)}`],
        [SHOP.parcel, size(view.size, language)],
        [SHOP.shippingFee, say(SHOP.shippingFeeBorne, language)],
      ])}
    </div>
    <p class="lead">${say(SHOP.confirmLead, language, { carrier: carrier.name })}</p>
    <form method="post" action="/confirm" class="actions">
      <button class="primary" name="answer" value="ok">${say(SHOP.confirmOk, language)}</button>
      <button name="answer" value="ng">${say(SHOP.confirmNg, language)}</button>
    </form>
    ${whoLearns(view, carrier.name, pay)}`;
  return layout(view, { path: '/confirm', title: SHOP.confirmTitle, body });
}
