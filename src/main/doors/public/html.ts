/**
 * HTML that can't be injected into: everything put into a template is escaped unless it is itself a template.
 * Pages build with this alone; it knows nothing of parties or orders.
 */
import { type Language, type Text, type ValuesOf } from '#shared/locale/text.ts';

/** Markup that is safe to send. Made by this file only. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return (value as readonly HtmlValue[]).map(markupOf).join('');
  if (value === undefined || value === null || value === false) return '';
  return escapeText(String(value));
}

/**
 * Escapes for text and for attribute values in double quotes; attributes are never written without quotes.
 * `false`, `null` and `undefined` leave nothing behind.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(unindented(strings).reduce((page, part, at) => page + markupOf(values[at - 1]) + part));
}

const seen = new WeakMap<TemplateStringsArray, readonly string[]>();

/** How a template is indented in the source is nobody's to download: a third of a page. Values keep theirs. */
function unindented(strings: TemplateStringsArray): readonly string[] {
  const known = seen.get(strings);
  if (known) return known;
  const made = strings.map((part) => part.replace(/\s*\n\s*/g, '\n'));
  seen.set(strings, made);
  return made;
}

/** A text of a locale table, escaped, with values that may be markup. */
export function sayHtml<T extends Text>(text: T, language: Language, ...values: ValuesOf<T, HtmlValue>): Html {
  const given: Readonly<Record<string, HtmlValue>> = values[0] ?? {};
  const parts = text[language].split(/\{(\w+)\}/);
  return new Html(parts.map((part, at) => markupOf(at % 2 === 0 ? part : given[part])).join(''));
}

/** Data for a page's script. No browser runs it, and `<` is written so that it can't end the block. */
export function jsonBlock(id: string, value: unknown): Html {
  const json = new Html(JSON.stringify(value).replace(/</g, '\\u003c'));
  return html`<script type="application/json" id="${id}">
    ${json}
  </script>`;
}

/** An address for `href` or `action`: https, or a path of this host. Throws on anything that could run. */
export function webAddress(url: string): string {
  if (/^https:\/\//i.test(url) || /^\/(?![/\\])/.test(url)) return url;
  throw new Error('neither an https address nor a path of this host');
}
