import { describe, expect, test } from 'vitest';
import { rankOf } from '#renderer/staff/components/fuzzy.ts';

const fits = (query: string, texts: readonly string[], readings: readonly string[] = []): boolean =>
  rankOf(query, texts, readings) !== undefined;

describe('finding by a few letters', () => {
  test('takes beginnings, parts and letters in their order, the nearer the better', () => {
    const texts = ['Remittances'];
    const ranks = ['remittances', 'remit', 'tances', 'rmtt'].map((query) => rankOf(query, texts));
    expect(ranks.every((rank) => rank !== undefined)).toBe(true);
    expect(ranks).toEqual([...ranks].sort((a, b) => a! - b!));
    expect(fits('rs', texts)).toBe(false);
    expect(fits('zzz', texts)).toBe(false);
  });

  test('looks past width, case and kind of kana', () => {
    expect(fits('ｽｷｬﾅ', ['スキャナー'])).toBe(true);
    expect(fits('すきゃな', ['スキャナー'])).toBe(true);
    expect(fits('ＰＡＲＣＥＬ', ['Parcels'])).toBe(true);
  });

  test.each([
    ['にもつ', ['nimotsu', 'nimotu', 'nimo', 'ニモツ']],
    ['しゅうか', ['shuuka', 'syuuka', 'shuka', 'syuka']],
    ['てんそう', ['tensou', 'tenso']],
    ['けっさい', ['kessai']],
    ['にふだよみとり', ['nifuda', 'nihuda']],
    ['こんぽう', ['konpou', 'kompo']],
    ['じゅんかい', ['junkai', 'zyunkai', 'jyunkai'.replace('jy', 'j')]],
    ['メール', ['meeru'.replace('ee', 'e'), 'めーる']],
  ])('reads %s in Latin letters, however they are spelled', (reading, queries) => {
    expect(queries.filter((query) => !fits(query, ['漢字'], [reading]))).toEqual([]);
  });

  test('wants every word, each in any of the texts', () => {
    expect(fits('dark theme', ['Appearance: Dark', 'theme'])).toBe(true);
    expect(fits('dark parcel', ['Appearance: Dark', 'theme'])).toBe(false);
    expect(rankOf('', ['x'])).toBe(0);
  });
});
