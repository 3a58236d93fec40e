import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isZoneDecided, type ZonePrefix, zoneOf } from '#shared/domain/zone.ts';

const prefixes: ZonePrefix[] = [
  ['JP', '2', 'kanto'],
  ['JP', '23', 'kanagawa'],
  ['JP', '90', 'okinawa'],
  ['JP', '', 'mainland'],
  ['GB', 'NW1', 'london'],
  ['', '', 'abroad'],
];

describe('zoneOf', () => {
  test('takes the longest prefix of the country', () => {
    expect(zoneOf(prefixes, 'JP', '2310015')).toBe('kanagawa');
    expect(zoneOf(prefixes, 'JP', '2110015')).toBe('kanto');
  });
  test('reads a postal code as people write it', () => {
    for (const typed of ['231-0015', '２３１－００１５', ' 231 0015 ', '231‐0015'])
      expect(zoneOf(prefixes, 'JP', typed)).toBe('kanagawa');
    expect(zoneOf(prefixes, 'gb', 'nw1 6xe')).toBe('london');
  });
  test('falls back to the rest of the country, then to the rest of the world', () => {
    expect(zoneOf(prefixes, 'JP', '600-0000')).toBe('mainland');
    expect(zoneOf(prefixes, 'GB', 'EC1A 1BB')).toBe('abroad');
    expect(zoneOf(prefixes, 'EG', '231')).toBe('abroad');
    expect(zoneOf(prefixes, 'EG', '')).toBe('abroad');
  });
  test('has no zone where the table has none', () => {
    expect(zoneOf([['JP', '2', 'kanto']], 'GB', 'NW1')).toBeUndefined();
    expect(zoneOf([], 'JP', '2310015')).toBeUndefined();
  });
  test('does not depend on the order of the table', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(prefixes, { minLength: prefixes.length }),
        fc.stringMatching(/^\d{7}$/),
        (table, code) => {
          expect(zoneOf(table, 'JP', code)).toBe(zoneOf(prefixes, 'JP', code));
        },
      ),
    );
  });
});

describe('isZoneDecided', () => {
  test('waits while a longer prefix may still come', () => {
    expect(isZoneDecided(prefixes, 'JP', '')).toBe(false);
    expect(isZoneDecided(prefixes, 'JP', '2')).toBe(false);
    expect(isZoneDecided(prefixes, 'JP', '23')).toBe(true);
    expect(isZoneDecided(prefixes, 'JP', '9')).toBe(false);
    expect(isZoneDecided(prefixes, 'JP', '6')).toBe(true);
  });
  test('needs no postal code where the country has no prefixes', () => {
    expect(isZoneDecided(prefixes, 'EG', '')).toBe(true);
  });
  test('a decided zone stays the same however the code goes on', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,7}$/), fc.stringMatching(/^\d{0,4}$/), (code, more) => {
        if (isZoneDecided(prefixes, 'JP', code))
          expect(zoneOf(prefixes, 'JP', code + more)).toBe(zoneOf(prefixes, 'JP', code));
      }),
    );
  });
});
