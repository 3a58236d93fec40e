import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSamePiece, labelIdText, parseLabelId, pieceDigits } from '#shared/domain/label-id.ts';

const NUMBER = '30482771930569';
const anyPiece = fc
  .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }))
  .map(([a, b, copy]) => ({ piece: Math.min(a, b), of: Math.max(a, b), copy }));
const anyNumber = fc.constantFrom(NUMBER, 'RR123456785JP', '376104250021234569');

describe('the label id', () => {
  it('is the number, then piece, of and copy in two digits each', () => {
    expect(labelIdText({ number: NUMBER, piece: 1, of: 2, copy: 1 })).toBe('30482771930569010201');
    expect(pieceDigits({ number: NUMBER, piece: 12, of: 34, copy: 56 })).toBe('123456');
  });

  it('reads back for every number format', () => {
    fc.assert(
      fc.property(anyNumber, anyPiece, (number, piece) => {
        const read = parseLabelId(labelIdText({ number, ...piece }));
        expect(read).toEqual({ ok: true, value: { number, ...piece } });
      }),
    );
  });

  it('reads what was typed in groups', () => {
    expect(parseLabelId('3 0482 7719 3056 9 01 02 01')).toMatchObject({ ok: true, value: { number: NUMBER, of: 2 } });
  });

  it('refuses a wrong number, piece 0, a piece beyond the last, copy 0, and cut codes', () => {
    for (const text of [
      '30482771930568010201',
      '30482771930569000201',
      '30482771930569030201',
      '30482771930569010200',
      '3048277193056901020',
      '010201',
      '',
    ])
      expect(parseLabelId(text)).toMatchObject({ ok: false, error: { code: 'bad-number' } });
  });

  it('knows a reprint as the same piece, and another piece as another', () => {
    const label = { number: NUMBER, piece: 1, of: 2, copy: 1 };
    expect(isSamePiece(label, { ...label, copy: 2 })).toBe(true);
    expect(isSamePiece(label, { ...label, piece: 2 })).toBe(false);
    expect(isSamePiece(label, { ...label, of: 3 })).toBe(false);
    expect(isSamePiece(label, { ...label, number: 'RR123456785JP' })).toBe(false);
  });
});
