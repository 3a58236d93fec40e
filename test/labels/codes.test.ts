import { describe, expect, it } from 'vitest';
import { code128Text, encodeCode128 } from '#main/labels/code128.ts';
import { encodeQrCode } from '#main/labels/qr-code.ts';
import { ssccCheckDigit } from '#shared/domain/carrier-number.ts';
import { expectOk } from '#shared/result.ts';
import { aLabel, SHIPPING_NUMBER } from './a-label.ts';

const version = (digits: string): number => (expectOk(encodeQrCode(digits)).size - 17) / 4;
const millimetres = (digits: string): string =>
  (((expectOk(encodeQrCode(digits)).size + 8) * 4 * 25.4) / 203).toFixed(1);

describe('QR codes', () => {
  it('have the sizes that numeric mode at correction Q gives', () => {
    expect(aLabel().mainCode).toHaveLength(615);
    expect(version(aLabel({}, { main: 192 }).mainCode!)).toBe(14);
    expect(millimetres(aLabel({}, { main: 192 }).mainCode!)).toBe('40.5');
    expect(millimetres(aLabel({}, { main: 384 }).mainCode!)).toBe('52.6');
    expect(version('8'.repeat(621))).toBe(14);
    expect(version('8'.repeat(622))).toBe(15);
  });

  it('hold digits and nothing else', () => {
    for (const text of ['', '12A4', '１２３', '見本 花子', ' 12', '8'.repeat(4000)]) {
      expect(encodeQrCode(text)).toEqual({ ok: false, error: { code: 'damaged' } });
    }
    expect(encodeQrCode('8'.repeat(3993)).ok).toBe(true);
  });
});

describe('Code 128', () => {
  const label = { number: SHIPPING_NUMBER, piece: 1, of: 2, copy: 1 };

  it('packs 20 digits in set C', () => {
    // Start, ten pairs, check (11 modules each), stop (13).
    expect(expectOk(encodeCode128(label))).toHaveLength(12 * 11 + 13);
  });

  it('holds an S10 number and the six digits', () => {
    const s10 = { ...label, number: 'RR123456785JP' };
    expect(code128Text(s10)).toBe('RR123456785JP010201');
    expect(encodeCode128(s10).ok).toBe(true);
  });

  it('is a GS1-128 for an SSCC', () => {
    const number = `34012345000000001${ssccCheckDigit('34012345000000001')}`;
    expect(code128Text({ ...label, number })).toBe(`00${number}91010201`);
    // Start, FNC1, 28 digits in pairs, check, stop.
    expect(expectOk(encodeCode128({ ...label, number }))).toHaveLength(17 * 11 + 13);
  });

  it('refuses what is no label id instead of drawing it', () => {
    for (const number of ['見本花子', '30482771930568', '', 'RR123456784JP', '3048277193056９']) {
      expect(encodeCode128({ ...label, number })).toEqual({ ok: false, error: { code: 'bad-number' } });
    }
    expect(encodeCode128({ ...label, copy: 100 }).ok).toBe(false);
  });
});
