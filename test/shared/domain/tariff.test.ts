import { describe, expect, test } from 'vitest';
import { PREFECTURES } from '#shared/domain/prefecture.ts';
import { quote, rangePrefixes, surchargesFor, type Tariff, zoneProblems, zoneRanges } from '#shared/domain/tariff.ts';
import type { ZonePrefix } from '#shared/domain/zone.ts';

const TARIFF: Tariff = {
  currency: 'JPY',
  fees: { 60: 800, 80: 1000 },
  surcharges: { 本州: 0, 北海道: 440 },
  sizes: { 北海道: { 80: 660, 60: 0 } },
  weights: { 10: 220 },
  collecting: [
    { upTo: 10_000, fee: 330 },
    { upTo: 30_000, fee: 440 },
    { upTo: null, fee: 1100 },
  ],
  prefixes: [
    ['JP', '', '本州'],
    ['JP', '04', '北海道'],
    ['JP', '0412', '本州'],
  ],
};
const LIGHT = { size: 80, weight: 2 } as const;

describe('what a parcel costs', () => {
  test('is the zone’s for its size, with weight and cash on top', () => {
    expect(quote(TARIFF, { size: LIGHT }, 'JP', '040-0001')).toEqual({
      zone: '北海道',
      parts: { zone: 660, weight: 0, collecting: 0 },
      surcharge: 660,
      flat: 1000,
    });
    expect(quote(TARIFF, { size: { size: 100, weight: 10 }, amount: 10_001 }, 'JP', '0400001')).toEqual({
      zone: '北海道',
      parts: { zone: 440, weight: 220, collecting: 440 },
      surcharge: 1100,
    });
    expect(quote(TARIFF, { size: LIGHT }, 'JP', '041-2000')?.zone).toBe('本州');
    expect(quote(TARIFF, { size: LIGHT }, 'GB', 'SW1A')).toBeUndefined();
  });

  test('a size that costs nothing in a zone costs nothing, and each step of cash ends where it says', () => {
    expect(surchargesFor(TARIFF, { size: { size: 60, weight: 2 } })).toEqual({ 本州: 0, 北海道: 0 });
    const fee = (amount: number): number => surchargesFor(TARIFF, { size: LIGHT, amount })['本州']!;
    expect([10_000, 10_001, 30_000, 30_001, 9_999_999].map(fee)).toEqual([330, 440, 440, 1100, 1100]);
  });
});

describe('zones', () => {
  test('neighbouring codes stand in one row and come back out of it', () => {
    const prefixes: ZonePrefix[] = [
      ['JP', '', 'rest'],
      ['JP', '00', 'north'],
      ...['04', '05', '06'].map((code): ZonePrefix => ['JP', code, 'north']),
      ['JP', '07', 'east'],
      ['JP', '0412', 'rest'],
      ['', '', 'abroad'],
    ];
    const ranges = zoneRanges(prefixes);
    expect(ranges.map(({ country, from, to, zone }) => [country, from, to, zone])).toEqual([
      ['', '', '', 'abroad'],
      ['JP', '', '', 'rest'],
      ['JP', '00', '00', 'north'],
      ['JP', '04', '06', 'north'],
      ['JP', '0412', '0412', 'rest'],
      ['JP', '07', '07', 'east'],
    ]);
    const again = ranges.flatMap((range) => rangePrefixes(range)!);
    expect(new Set(again.map(String))).toEqual(new Set(prefixes.map(String)));
  });

  test('what is no range is none', () => {
    const range = (from: string, to: string) => rangePrefixes({ country: 'JP', from, to, zone: 'z' });
    expect(range('09', '08')).toBeUndefined();
    expect(range('1', '20')).toBeUndefined();
    expect(range('A1', 'A3')).toBeUndefined();
    expect(range('0000', '9999')).toBeUndefined();
    expect(range('231-0', '231-2')).toEqual([
      ['JP', '2310', 'z'],
      ['JP', '2311', 'z'],
      ['JP', '2312', 'z'],
    ]);
  });

  test('a code in two rows, in none, and a zone without a price or a place are named', () => {
    const prefixes: ZonePrefix[] = [
      ...rangePrefixes({ country: 'JP', from: '0', to: '8', zone: 'a' })!,
      ['JP', '90', 'b'],
      ['JP', '92', 'b'],
      ['JP', '3', 'b'],
    ];
    expect(zoneProblems({ prefixes, surcharges: { a: 0, c: 0 } })).toEqual([
      { kind: 'twice', country: 'JP', from: '3', to: '3' },
      { kind: 'gap', country: 'JP', from: '91', to: '91' },
      { kind: 'gap', country: 'JP', from: '93', to: '99' },
      { kind: 'no-price', zone: 'b' },
      { kind: 'unused', zone: 'c' },
    ]);
    expect(zoneProblems({ prefixes: [['GB', 'SW', 'a']], surcharges: { a: 0 } })).toEqual([
      { kind: 'gap', country: 'GB', from: '', to: '' },
    ]);
    expect(zoneProblems(TARIFF)).toEqual([]);
  });

  test('the prefectures of Japan share all of its codes, none twice', () => {
    const prefixes = PREFECTURES.flatMap(({ codes }) =>
      codes.flatMap(([from, to]) => rangePrefixes({ country: 'JP', from, to, zone: 'z' })!),
    );
    expect(PREFECTURES).toHaveLength(47);
    expect(zoneProblems({ prefixes, surcharges: { z: 0 } })).toEqual([]);
  });
});
