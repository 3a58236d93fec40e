import { expect, test } from 'vitest';
import { languageOf, wordsFor } from '#main/desktop/words.ts';

test('both languages say everything', () => {
  expect(Object.keys(wordsFor('ja'))).toEqual(Object.keys(wordsFor('en')));
  expect(Object.values(wordsFor('ja')).filter((word) => !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(word))).toEqual([]);
});

test.each([
  ['ja', 'ja'],
  ['ja-JP', 'ja'],
  ['en-GB', 'en'],
  ['jav', 'en'],
  ['', 'en'],
] as const)('a computer set to "%s" is answered in %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});
