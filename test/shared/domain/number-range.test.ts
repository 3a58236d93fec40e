import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import {
  checkRange,
  isRunningOut,
  numberAt,
  type NumberRange,
  randomSerial,
  rangesMeet,
} from '#shared/domain/number-range.ts';

const S10: NumberRange = { format: 's10', lead: 'RR', country: 'JP', first: 12_345_600, last: 12_345_699 };
const SSCC: NumberRange = { format: 'sscc', lead: '34912345', country: '', first: 0, last: 999_999_999 };

describe('a range', () => {
  test('makes numbers of its standard, with their check digits', () => {
    // The UPU's own example.
    expect(numberAt(S10, 12_345_678)).toBe('RR123456785JP');
    expect(numberAt({ ...S10, first: 0 }, 7)).toHaveLength(13);
    assert(
      property(integer({ min: 0, max: 99_999_999 }), (serial) => {
        expect(numberFormat(numberAt(S10, serial)!)).toBe('s10');
        expect(numberFormat(numberAt(SSCC, serial) ?? '')).toBe('sscc');
      }),
    );
  });

  test('never makes an SSCC that a scanner would read as S10', () => {
    const spells = { ...SSCC, lead: '01818123', first: 0, last: 999_999_999 };
    const made = Array.from({ length: 20_000 }, (_, at) => numberAt(spells, 456_780_000 + at));
    expect(made).toContain(undefined);
    for (const number of made) if (number) expect(numberFormat(number)).toBe('sscc');
  });

  test('is refused where a field is none', () => {
    const field = (changes: Partial<NumberRange>, range = S10) => {
      const checked = checkRange({ ...range, ...changes });
      return checked.ok ? undefined : checked.error.about;
    };
    expect(field({})).toBeUndefined();
    expect(field({}, SSCC)).toBeUndefined();
    expect(field({ lead: 'R1' })).toBe('lead');
    expect(field({ country: '' })).toBe('country');
    expect(field({ first: 100_000_000 })).toBe('first');
    expect(field({ first: 2, last: 1 })).toBe('last');
    expect(field({ lead: '1234567' }, SSCC)).toBe('lead');
    expect(field({ lead: '12345678901234' }, SSCC)).toBe('lead');
    expect(field({ country: 'JP' }, SSCC)).toBe('country');
    expect(field({ lead: '3491234567890', last: 10_000 }, SSCC)).toBe('last');
  });

  test('draws every serial of its own and no other', () => {
    const drawn = new Set<number>();
    const range = { first: 95, last: 106 };
    for (let at = 0; at < 2000; at++) drawn.add(randomSerial(range, () => Math.floor(Math.random() * 10)));
    expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, at) => 95 + at));
    expect(randomSerial({ first: 7, last: 7 }, () => 0)).toBe(7);
  });

  test('meets another where both hold a number', () => {
    expect(rangesMeet(S10, { ...S10, first: 12_345_699, last: 12_345_800 })).toBe(true);
    expect(rangesMeet(S10, { ...S10, first: 12_345_700, last: 12_345_800 })).toBe(false);
    expect(rangesMeet(S10, { ...S10, lead: 'EE' })).toBe(false);
    expect(rangesMeet(S10, SSCC)).toBe(false);
  });

  test('warns before its end', () => {
    expect(isRunningOut(SSCC, 999_999_999)).toBe(false);
    expect(isRunningOut(SSCC, 99_999_999)).toBe(true);
    expect(isRunningOut(S10, 100)).toBe(false);
    expect(isRunningOut(S10, 99)).toBe(true);
  });
});
