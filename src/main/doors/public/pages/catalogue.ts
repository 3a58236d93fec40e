/** `/`: the goods, each with a tick and a quantity. */
import { failedField } from '#shared/locale/customer-failures.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { CatalogueView, ShopPicture, ShopProduct } from '../views.ts';
import { layout } from './layout.ts';
import { foundLine, pageTurner, searchField } from './shelf-parts.ts';
import { money, orderSteps, problem } from './parts.ts';

const NOTICES: Readonly<Record<NonNullable<CatalogueView['notice']>, Text>> = {
  refused: SHOP.noticeRefused,
  declined: SHOP.noticeDeclined,
  expired: SHOP.noticeExpired,
  cancelled: SHOP.noticeCancelled,
};

const MOST_PIECES = 99;
/** So many or fewer left are worth saying. */
const FEW = 10;

/** The row whose sku the failure names after a colon, or by itself. */
function failedRow(view: CatalogueView): number {
  const about = view.error?.about;
  if (about === undefined) return -1;
  const sku = about.startsWith('quantity:') ? about.slice('quantity:'.length) : about;
  return view.products.findIndex((product) => product.sku === sku);
}

/** Beside the words; it keeps its place while it loads, and nothing of it is needed to buy. */
function thumbnail({ small, alt }: ShopPicture, { language }: CatalogueView): Html {
  const { url, width, height } = small;
  return html`<img
    class="picture"
    src="${url}"
    width="${width}"
    height="${height}"
    alt="${alt[language]}"
    loading="lazy"
    decoding="async"
  />`;
}

/** In the row: an address of its own would keep the product's name in the browser's history. */
function largePictures(pictures: readonly ShopPicture[], name: string, { language }: CatalogueView): Html {
  return html`<details class="pictures">
    <summary>${say(SHOP.pictures, language, { name })}</summary>
    ${pictures.map(
      ({ small, large: { url, width, height }, alt }) =>
        // Without scripts browsers load everything at once, "lazy" or not: then the small ones, and a link to the large.
        html`<a href="${url}"
          ><picture
            ><source media="(scripting: none)" srcset="${small.url}" width="${small.width}" height="${small.height}" />
            <img
              src="${url}"
              width="${width}"
              height="${height}"
              alt="${alt[language] || name}"
              loading="lazy"
              decoding="async" /></picture
        ></a>`,
    )}
  </details>`;
}

function productRow(view: CatalogueView, product: ShopProduct, at: number, failed: boolean): Html {
  const { language } = view;
  const { sku, name, specification, price, taxPercent, electronic, stock, pictures = [] } = product;
  const [first] = pictures;
  const shown = first && thumbnail(first, view);
  const large = pictures.length > 0 && largePictures(pictures, name, view);
  const quantity = view.quantities[sku];
  const taken = quantity !== undefined && quantity > 0;
  const priced = html`<p class="price">
    ${money(price, language)} <small>${say(SHOP.tax, language, { percent: taxPercent })}</small>
  </p>`;
  const described = html`<span class="name">${name}</span>
    <span class="specification">${specification}</span>
    <span class="sku"><span class="quiet">${say(SHOP.sku, language)}</span> ${sku}</span>
    ${electronic && html`<span class="tag mail">${say(SHOP.electronic, language)}</span>`}`;
  if (stock === 0) {
    return html`<li class="product away${first && ' pictured'}">
      ${shown}
      <div class="described" id="take-${at}">${described} <span class="tag">${say(SHOP.soldOut, language)}</span></div>
      ${priced} ${large}
    </li>`;
  }
  const most = Math.min(stock ?? MOST_PIECES, MOST_PIECES);
  return html`<li class="product${first && ' pictured'}">
    ${shown}
    <input
      type="checkbox"
      name="take"
      value="${sku}"
      id="take-${at}"
      data-price="${price.value}"
      ${taken && html` checked`}
      aria-label="${say(SHOP.take, language, { name })}"
    />
    <label class="described" for="take-${at}"
      >${described}
      ${stock !== undefined && stock <= FEW && html`<span class="tag">${say(SHOP.left, language, { count: stock })}</span>`}</label
    >
    ${priced}
    <p class="quantity">
      <label for="quantity-${at}"
        ><span class="quiet" aria-hidden="true">${say(SHOP.quantity, language)}</span
        ><span class="unseen">${say(SHOP.quantityOf, language, { name })}</span></label
      >
      <input
        type="number"
        inputmode="numeric"
        name="quantity:${sku}"
        id="quantity-${at}"
        value="${taken ? quantity : 1}"
        min="1"
        max="${most}"
        autocomplete="off"
        ${failed && html` aria-invalid="true" aria-describedby="problem" autofocus`}
      />
    </p>
    ${large}
  </li>`;
}

/** Ticked on another page: here too it can be changed or taken out. */
function keptRows(view: CatalogueView): Html | false {
  const { language, kept = [], products } = view;
  return (
    kept.length > 0 &&
    html`<section class="kept" aria-labelledby="kept-title">
      <h2 id="kept-title">${say(SHOP.kept, language)}</h2>
      <ul class="goods">
        ${kept.map((product, at) => productRow(view, product, products.length + at, false))}
      </ul>
    </section>`
  );
}

function isEmptyShop({ products, kept = [], shelf }: CatalogueView): boolean {
  return products.length === 0 && kept.length === 0 && (shelf?.search ?? '') === '';
}

export function cataloguePage(view: CatalogueView): string {
  const { language, products, notice, ordered, error } = view;
  const failed = failedRow(view);
  const fieldId = failed < 0 ? undefined : failedField(error!) === 'quantity' ? `quantity-${failed}` : `take-${failed}`;
  const currency = products[0]?.price.currency ?? 'JPY';
  const body = html`${orderSteps(0, language)}
    <h1>${say(SHOP.catalogueTitle, language)}</h1>
    ${notice && html`<p class="notice look" role="status">${say(NOTICES[notice], language)}</p>`}
    ${ordered && html`<p class="notice"><a href="/order">${say(SHOP.ordered, language)}</a></p>`}
    ${error && problem(error, language, fieldId)}
    <p class="lead">${say(SHOP.catalogueLead, language)}</p>
    ${
      isEmptyShop(view)
        ? html`<p class="notice">${say(SHOP.catalogueEmpty, language)}</p>`
        : html`<form method="post" action="/basket" id="basket" data-currency="${currency}">
            ${searchField(view)} ${foundLine(view)} ${keptRows(view)}
            ${
              products.length > 0 &&
              html`<ul class="goods">
                ${products.map((product, at) => productRow(view, product, at, at === failed))}
              </ul>`
            }
            ${pageTurner(view)}
            <div class="bar">
              <p class="sum" aria-live="polite">
                <output
                  id="sum"
                  hidden
                  data-none="${say(SHOP.chosenNone, language)}"
                  data-some="${SHOP.chosenSome[language]}"
                ></output>
              </p>
              <button class="primary">${say(SHOP.toCarrier, language)}</button>
            </div>
          </form>`
    }`;
  const page = view.shelf?.page ?? 1;
  return layout(view, { path: page > 1 ? `/?page=${page}` : '/', title: SHOP.catalogueTitle, body, script: 'basket' });
}
