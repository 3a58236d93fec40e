import { describe, expect, test } from 'vitest';
import { encodeBankText, toBankKana } from '#shared/domain/bank-kana.ts';
import { findReference, isReference, mintReference, parseReference } from '#shared/domain/statement-reference.ts';
import { fail, ok } from '#shared/result.ts';

describe('kana as banks write them', () => {
  test.each([
    ['みなと　ひゃっか', 'ﾐﾅﾄ ﾋﾔﾂｶ'],
    ['カ）ミホンクレジット', 'ｶ)ﾐﾎﾝｸﾚｼﾞﾂﾄ'],
    ['ﾊﾟｰﾌｪｸﾄ', 'ﾊﾟ-ﾌｴｸﾄ'],
    ['Ｍｉｈｏｎ　Ｌｔｄ．', 'MIHON LTD.'],
    ['ヲヴァ・ヶ', 'ｵｳﾞｱ.ｹ'],
  ])('%s becomes %s', (typed, kana) => {
    expect(toBankKana('holder', typed, 30)).toEqual(ok(kana));
  });

  test('kanji, signs that banks don’t have, nothing and too much are refused', () => {
    expect(toBankKana('holder', '港', 30)).toEqual(fail('field-characters', 'holder'));
    expect(toBankKana('holder', 'A&B', 30)).toEqual(fail('field-characters', 'holder'));
    expect(toBankKana('holder', ' 　', 30)).toEqual(fail('field-missing', 'holder'));
    expect(toBankKana('holder', 'ガギ', 3)).toEqual(fail('field-too-long', 'holder'));
    expect(toBankKana('holder', 'ガギ', 4)).toEqual(ok('ｶﾞｷﾞ'));
  });

  test('are one byte each, as in Shift_JIS', () => {
    const text = 'ｱﾝﾞﾟ｢｣ (A-9)/.,¥';
    expect(new TextDecoder('shift_jis').decode(encodeBankText(text))).toBe(text.replace('¥', '\\'));
    expect(() => encodeBankText('ア')).toThrow('JIS');
  });
});

describe('a statement’s reference', () => {
  const digits = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
  let at = 0;
  const reference = mintReference(() => digits[at++]!);

  test('is 13 digits of which one checks the others', () => {
    expect(reference).toMatch(/^314159265358\d$/);
    expect(isReference(reference)).toBe(true);
    for (let place = 0; place < 13; place++) {
      const wrong = [...reference]
        .map((digit, at) => (at === place ? String((Number(digit) + 1) % 10) : digit))
        .join('');
      expect(isReference(wrong), wrong).toBe(false);
    }
  });

  test('is read as people type it', () => {
    const typed = `${reference.slice(0, 4)}－${reference.slice(4, 8)} ${reference.slice(8)}`;
    expect(parseReference(typed)).toEqual(ok(reference));
    expect(parseReference(`${reference}0`)).toEqual(fail('bad-number'));
  });

  test('is found in what banks make of it, and not among other numbers', () => {
    expect(findReference(`ﾌﾘｺﾐ ${reference.slice(0, 4)} ${reference.slice(4)}ﾐﾎﾝ ﾊﾅｺ`)).toBe(reference);
    expect(findReference(`3${reference}`)).toBeUndefined();
    expect(findReference('ﾌﾘｺﾐ 20261201 3415')).toBeUndefined();
    expect(findReference('')).toBeUndefined();
  });
});
