/** `/pay/done`: what became of the payment; the shop's own window shows the same result and leads on. */
import { PAY } from '#shared/locale/pay.ts';
import { say } from '#shared/locale/text.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Html, html, webAddress } from '../html.ts';
import type { PayDoneView } from '../views.ts';
import { heldSection } from './knows.ts';
import { layout } from './layout.ts';
import { facts, money } from './parts.ts';

const RESULTS = {
  ok: { title: PAY.doneOkTitle, said: PAY.doneOk, tone: 'done' },
  no: { title: PAY.doneNoTitle, said: PAY.doneNo, tone: 'look' },
  refused: { title: PAY.doneRefusedTitle, said: PAY.doneRefused, tone: 'look' },
} as const;

export function payDonePage(view: PayDoneView): string {
  const { language, mall, result, receipt, amount, mallTold } = view;
  const { title, said, tone } = RESULTS[result];
  const body = html`<h1>${say(title, language)}</h1>
    <div class="notice ${tone}" role="status">
      <p>${say(said, language, { mall })}</p>
      <p>${say(mallTold ? PAY.mallTold : PAY.mallNotTold, language)}</p>
    </div>
    ${
      (receipt !== undefined || amount !== undefined) &&
      html`<section class="sheet" aria-label="${say(title, language)}">
        ${
          receipt !== undefined &&
          html`<div class="receipt">
            <h2>${say(PAY.receipt, language)}</h2>
            <p class="number big">${formatNumber(receipt)}</p>
            <p class="hint">${say(PAY.keepReceipt, language)}</p>
          </div>`
        }
        ${facts(language, [
          amount !== undefined && [PAY.amount, html`<strong>${money(amount, language)}</strong>`],
          [PAY.mall, mall],
        ])}
      </section>`
    }
    <p class="actions">
      <a class="button primary" href="${webAddress(view.returnUrl)}" rel="noreferrer"
        >${say(PAY.toMall, language, { mall })}</a
      >
    </p>
    ${view.passkeyOffered && passkeyOffer(view)} ${view.held && heldSection(language, 'credit', view.held)}`;
  return layout(view, {
    path: `/pay/done?window=${view.window}`,
    title: PAY.formTitle,
    body,
    narrow: true,
    ...(view.passkeyOffered && { script: 'paid' }),
  });
}

/** Shown by the script, where the browser knows passkeys. */
function passkeyOffer({ language, window }: PayDoneView): Html {
  return html`<section class="sheet" id="passkey-offer" aria-labelledby="passkey-title" data-window="${window}" hidden>
    <h2 id="passkey-title">${say(PAY.passkeyTitle, language)}</h2>
    <p id="passkey-why">${say(PAY.passkeyOffer, language)}</p>
    <p class="actions">
      <button
        type="button"
        id="add-passkey"
        data-busy="${say(PAY.askingPasskey, language)}"
        data-added="${say(PAY.passkeyAdded, language)}"
        data-known="${say(PAY.passkeyKnown, language)}"
        data-unused="${say(PAY.passkeyNotAdded, language)}"
      >
        ${say(PAY.addPasskey, language)}
      </button>
    </p>
    <p id="passkey-said" role="status"></p>
  </section>`;
}
