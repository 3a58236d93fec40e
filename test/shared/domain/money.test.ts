import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMoney, formatMoney, includedTax, moneySchema, yen } from '#shared/domain/money.ts';

describe('money', () => {
  test('is whole minor units', () => {
    expect(moneySchema.safeParse({ value: 1.5, currency: 'JPY' }).success).toBe(false);
    expect(moneySchema.safeParse({ value: '100', currency: 'JPY' }).success).toBe(false);
    expect(moneySchema.safeParse({ value: 100, currency: 'yen' }).success).toBe(false);
    expect(moneySchema.safeParse({ value: Number.MAX_SAFE_INTEGER, currency: 'JPY' }).success).toBe(false);
    expect(moneySchema.parse(yen(3415))).toEqual({ value: 3415, currency: 'JPY' });
  });

  test('adds up in one currency and in no two', () => {
    expect(addMoney(yen(1), yen(2))).toEqual(yen(3));
    expect(() => addMoney(yen(1), { value: 1, currency: 'EUR' })).toThrow();
  });

  test('is written as people write it', () => {
    expect(formatMoney(yen(3415))).toBe('¥3,415');
    expect(formatMoney(yen(0), 'en')).toBe('¥0');
    expect(formatMoney({ value: 1250, currency: 'EUR' }, 'en')).toBe('€12.50');
  });
});

describe('the tax inside a price', () => {
  test.each([
    [1100, 10, 100],
    [1080, 8, 80],
    [715, 10, 65],
    [999, 10, 90],
    [0, 10, 0],
    [500, 0, 0],
  ])('of %i at %i %% is %i, rounded down', (total, percent, tax) => {
    expect(includedTax(total, percent)).toBe(tax);
  });

  test('is never more than the rate on the rest, and less than one unit below it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 50 }), (total, percent) => {
        const tax = includedTax(total, percent);
        const exact = (total * percent) / (100 + percent);
        expect(tax).toBeLessThanOrEqual(exact);
        expect(tax).toBeGreaterThan(exact - 1);
      }),
    );
  });
});
