/** Text as people enter it: NFC, one line, no control characters, no bidi overrides (PROTOCOL.md §2). */
import { fail, ok, type Result } from '../result.ts';

// Controls, line and paragraph separators; bidi embeddings, overrides and isolates (the plain marks that Arabic and
// Hebrew texts carry are harmless); surrogates, private use, unassigned.
const FORBIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}\p{Co}\p{Cn}]/u;
// No driver's slip can print them.
const EMOJI = /[\p{Emoji_Presentation}\ufe0f]/u;

/**
 * Digits, letters and hyphens as a Latin keyboard types them: a Japanese one makes `２３１ー００１５` of `231-0015`, with a
 * long-vowel mark for the hyphen. For numbers and codes alone: in a name or an address that mark is a letter.
 */
export function narrowCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\u2010-\u2015\u2212\u30fc]/g, '-');
}

export interface TextRule {
  /** Characters (code points) at most. */
  readonly most: number;
  readonly required?: boolean;
}

/**
 * The text in NFC with its outer blanks gone. Fails with `field-missing`, `field-too-long` or `field-characters`,
 * each naming the field and nothing of its text.
 */
export function enterText(field: string, typed: string, rule: TextRule): Result<string> {
  const text = typed.normalize('NFC').trim();
  if (text === '') return rule.required ? fail('field-missing', field) : ok('');
  if (FORBIDDEN.test(text) || EMOJI.test(text)) return fail('field-characters', field);
  return [...text].length > rule.most ? fail('field-too-long', field) : ok(text);
}
