import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatNumber,
  mintNumber,
  mod11_10,
  normalizeNumber,
  numberFromDigits,
  type NumberKind,
  numberKind,
  parseNumber,
  verifyMod11_10,
} from '#shared/domain/number.ts';

const KINDS: NumberKind[] = ['purchase', 'receipt', 'shipping', 'return'];
const anyKind = fc.constantFrom(...KINDS);
const twelveDigits = fc.stringMatching(/^\d{12}$/);
const anyNumber = fc.tuple(anyKind, twelveDigits).map(([kind, digits]) => numberFromDigits(kind, digits) as string);

describe('the check digit (ISO/IEC 7064 MOD 11,10)', () => {
  it('is 5 for the standard’s own example 0794', () => {
    expect(mod11_10('0794')).toBe('5');
    expect(verifyMod11_10('07945')).toBe(true);
    expect(verifyMod11_10('07944')).toBe(false);
  });

  it('fits the number of the known envelope', () => {
    expect(numberKind('30482771930569')).toBe('shipping');
  });

  it('catches every change of one digit', () => {
    fc.assert(
      fc.property(anyNumber, fc.nat(13), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const changed = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
        return numberKind(changed) === undefined;
      }),
    );
  });

  it('catches most, not all, swaps of neighbours', () => {
    let swaps = 0;
    let caught = 0;
    const digits = '482771930569012345';
    for (let at = 0; at + 1 < digits.length; at++) {
      if (digits[at] === digits[at + 1]) continue;
      const swapped = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2);
      swaps++;
      if (mod11_10(swapped) !== mod11_10(digits)) caught++;
    }
    expect(caught / swaps).toBeGreaterThan(0.9);
  });
});

describe('minting', () => {
  it('takes twelve digits from the source given, behind the kind digit', () => {
    let next = 0;
    expect(mintNumber('return', () => next++ % 10)).toMatch(/^4012345678901\d$/);
    expect(next).toBe(12);
  });

  it('always gives a number of its kind, 14 digits', () => {
    fc.assert(
      fc.property(anyKind, twelveDigits, (kind, digits) => {
        const number = numberFromDigits(kind, digits);
        return number.length === 14 && numberKind(number) === kind && number.slice(1, 13) === digits;
      }),
    );
  });
});

describe('reading what people type', () => {
  it('accepts groups, hyphens and full-width digits, and gives the bare digits', () => {
    for (const typed of [
      '3 0482 7719 3056 9',
      '3-0482-7719-3056-9',
      '３　０４８２　７７１９　３０５６　９',
      '3‐0482–77193056—9',
    ]) {
      expect(parseNumber(typed, 'shipping')).toEqual({ ok: true, value: '30482771930569' });
    }
  });

  it('refuses another kind, another length, another check digit, and letters', () => {
    expect(parseNumber('30482771930569', 'return')).toMatchObject({ ok: false, error: { code: 'bad-number' } });
    for (const typed of ['3048277193056', '304827719305690', '30482771930568', '3O482771930569', '', '50482771930569'])
      expect(parseNumber(typed, 'shipping')).toMatchObject({ ok: false, error: { code: 'bad-number' } });
  });

  it('reads back what it shows', () => {
    fc.assert(fc.property(anyNumber, (number) => normalizeNumber(formatNumber(number)) === number));
    expect(normalizeNumber('３ー０４８２−７７１９‐3056ｰ9')).toBe('30482771930569');
    expect(formatNumber('30482771930569')).toBe('3 0482 7719 3056 9');
    expect(formatNumber('RR123456785JP')).toBe('RR 123 456 785 JP');
  });
});
