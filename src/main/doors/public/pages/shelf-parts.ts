/** Searching and turning pages in a large catalogue: buttons of the one form, so that what is ticked is never lost. */
import { SHOP } from '#shared/locale/shop.ts';
import { say } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { CatalogueView } from '../views.ts';

const LONGEST_SEARCH = 60;

/** Only where there is more than a page to look through. Enter in any field presses the first button: that one goes on. */
export function searchField({ language, shelf }: CatalogueView): Html | false {
  if (!shelf || (shelf.pages < 2 && shelf.search === '')) return false;
  const { search } = shelf;
  return html`<button class="unseen" tabindex="-1" aria-hidden="true">${say(SHOP.toCarrier, language)}</button>
    <div class="search" role="search">
      <label for="search">${say(SHOP.searchLabel, language)}</label>
      <div class="beside">
        <input
          type="search"
          id="search"
          name="search"
          value="${search}"
          maxlength="${LONGEST_SEARCH}"
          autocomplete="off"
          enterkeyhint="search"
          aria-describedby="search-hint"
        />
        <button name="to" value="search">${say(SHOP.search, language)}</button>
      </div>
      <p class="hint" id="search-hint">${say(SHOP.searchHint, language)}</p>
      <input type="hidden" name="searched" value="${search}" />
    </div>`;
}

/** What the words found, and the way back to everything. */
export function foundLine({ language, shelf }: CatalogueView): Html | false {
  if (!shelf || shelf.search === '') return false;
  const { found } = shelf;
  const count = found.toLocaleString(language);
  return html`<p class="found" role="status">
    ${found === 0 ? say(SHOP.foundNone, language) : say(SHOP.found, language, { count })}
    <button class="plain" name="to" value="all">${say(SHOP.searchAll, language)}</button>
  </p>`;
}

export function pageTurner({ language, shelf }: CatalogueView): Html | false {
  if (!shelf || shelf.pages < 2) return false;
  const { page, pages } = shelf;
  return html`<nav class="pages" aria-label="${say(SHOP.pages, language)}">
    <button name="to" value="page:${page - 1}" ${page === 1 && html` disabled`}>
      ${say(SHOP.pageBefore, language)}
    </button>
    <span>${say(SHOP.pageOf, language, { page, pages })}</span>
    <button name="to" value="page:${page + 1}" ${page === pages && html` disabled`}>
      ${say(SHOP.pageNext, language)}
    </button>
  </nav>`;
}
