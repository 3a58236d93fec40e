/** `/goods/<token>`: fetch a package that is too large for a mail. No shop, no product. */
import { GOODS_MAIL, GOODS_PAGE } from '#shared/locale/goods-mail.ts';
import { LOCALES, say } from '#shared/locale/text.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { html, webAddress } from '../html.ts';
import type { GoodsPageView } from '../views.ts';
import { layout } from './layout.ts';
import { day, facts } from './parts.ts';

/** In megabytes of a million bytes, as the customer's computer shows it. */
function megabytes(bytes: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: bytes < 100e6 ? 1 : 0 });
  return format.format(bytes / 1e6);
}

export function goodsPage(view: GoodsPageView): string {
  const { language, token, receipt, bytes, expiresAt } = view;
  const size = say(GOODS_PAGE.megabytes, language, { size: megabytes(bytes, LOCALES[language]) });
  const body = html`<h1>${say(GOODS_PAGE.title, language)}</h1>
    <p>${say(GOODS_PAGE.lead, language)}</p>
    <section class="sheet" aria-label="${say(GOODS_PAGE.title, language)}">
      <div class="receipt">
        <h2>${say(GOODS_PAGE.receipt, language)}</h2>
        <p class="number big">${formatNumber(receipt)}</p>
      </div>
      ${facts(language, [
        [GOODS_PAGE.size, html`<span class="figure">${size}</span>`],
        [GOODS_PAGE.until, day(expiresAt, language)],
      ])}
      <p class="actions">
        <a class="button primary" href="${webAddress(`/goods/${token}/file`)}" download rel="noreferrer"
          >${say(GOODS_PAGE.fetch, language)}</a
        >
      </p>
      <p class="hint">${say(GOODS_PAGE.again, language)}</p>
    </section>
    <p>${say(GOODS_MAIL.how, language)}</p>
    <p class="hint">${say(GOODS_MAIL.sealed, language)}</p>`;
  return layout(view, { path: `/goods/${token}`, title: GOODS_PAGE.title, body, narrow: true });
}
