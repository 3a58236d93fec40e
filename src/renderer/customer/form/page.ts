/** What the page itself tells its script: language, elements, data. */
import { type Language, LANGUAGES } from '#shared/locale/text.ts';

export function pageLanguage(): Language {
  return LANGUAGES.find((language) => language === document.documentElement.lang) ?? 'ja';
}

/** An element that the page always has; its absence is a bug of the page. */
export function element<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

/** An element that some pages have. */
export function optionalElement<E extends HTMLElement>(id: string, type: new () => E): E | undefined {
  const found = document.getElementById(id);
  return found instanceof type ? found : undefined;
}

/** A data block of the page (`<script type="application/json">`), of the shape that its page wrote. */
export function pageData<T>(id: string): T {
  return JSON.parse(element(id, HTMLScriptElement).text) as T;
}
