/**
 * Texts stand in both languages side by side, so that the compiler sees a missing one. Customer pages and staff
 * screens read their tables from here; a text never knows who shows it.
 */
export const LANGUAGES = ['ja', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** BCP 47 tags for figures and dates. */
export const LOCALES = { ja: 'ja-JP', en: 'en-GB' } as const satisfies Record<Language, string>;

/** One saying in every language; `{name}` stands for a value. */
export type Text = Readonly<Record<Language, string>>;

/** A whole table in one language. */
export function textsIn<T extends Readonly<Record<string, Text>>>(
  language: Language,
  texts: T,
): { readonly [Name in keyof T]: string } {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text[language]])) as {
    readonly [Name in keyof T]: string;
  };
}

/** The names in braces: `'{count} items'` has `count`. */
export type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** What has to be given beside a text: nothing, or one record with a value for each of its placeholders. */
export type ValuesOf<T extends Text, Value> = [Placeholder<T[Language]>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<T[Language]>, Value>>];

/** The text in one language with its values filled in. Plain text: whoever puts it into HTML escapes it. */
export function say<T extends Text>(text: T, language: Language, ...values: ValuesOf<T, string | number>): string {
  const given: Readonly<Record<string, string | number>> = values[0] ?? {};
  return text[language].replace(/\{(\w+)\}/g, (_, name: string) => String(given[name]));
}
