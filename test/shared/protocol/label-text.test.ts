import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '#shared/bytes.ts';
import { KIND_DIGITS, numberFromDigits, type NumberKind } from '#shared/domain/number.ts';
import { BUCKETS, ENVELOPE_LENGTHS } from '#shared/protocol/envelope.ts';
import { decimalDigits, encodeLabelText, type LabelText, parseLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';

const KINDS = Object.keys(KIND_DIGITS) as NumberKind[];
const LABEL = { number: '30482771930569', piece: 1, of: 1, copy: 1 };
const anyEnvelope = fc
  .constantFrom(...ENVELOPE_LENGTHS)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const anyLabel = fc.oneof(
  fc
    .tuple(fc.constantFrom(...KINDS), fc.stringMatching(/^\d{12}$/))
    .map(([kind, digits]) => ({ kind, number: numberFromDigits(kind, digits) as string })),
  fc.constantFrom('RR123456785JP', 'ZZ123456785ZZ', '376104250021234569').map((number) => ({
    kind: 'shipping' as const,
    number,
  })),
);

function filled(length: number, byte: number): LabelText {
  return { kind: 'shipping', label: LABEL, envelope: new Uint8Array(length).fill(byte) };
}

describe('the digits of a code', () => {
  it('read back: every bucket, every number format', () => {
    fc.assert(
      fc.property(anyLabel, anyEnvelope, fc.integer({ min: 1, max: 99 }), ({ kind, number }, envelope, of) => {
        const label = { number, piece: of, of, copy: 3 };
        const text = expectOk(encodeLabelText({ kind, label, envelope: new Uint8Array(envelope) }));
        expect(text).toMatch(/^\d+$/);
        const read = expectOk(parseLabelText(text));
        expect(read).toMatchObject({ kind, label });
        expect(toHex(read.envelope)).toBe(toHex(envelope));
      }),
    );
  });

  it('keep their length for the least and the greatest envelope of each bucket', () => {
    for (const length of ENVELOPE_LENGTHS) {
      const least = expectOk(encodeLabelText(filled(length, 0)));
      const greatest = expectOk(encodeLabelText(filled(length, 255)));
      expect(least).toHaveLength(22 + decimalDigits(length));
      expect(greatest).toHaveLength(least.length);
      expect(expectOk(parseLabelText(least)).envelope).toHaveLength(length);
    }
  });

  it('are 615 for the addressee’s smallest bucket', () => {
    expect(expectOk(encodeLabelText(filled(192 + 54, 1)))).toHaveLength(615);
    expect(BUCKETS).toHaveLength(8);
  });

  it('tell the envelope’s length: no two lengths have as many digits', () => {
    expect(new Set(ENVELOPE_LENGTHS.map(decimalDigits)).size).toBe(ENVELOPE_LENGTHS.length);
  });
});

describe('a code that is no label', () => {
  const text = expectOk(encodeLabelText(filled(246, 9)));
  const damaged = { ok: false, error: { code: 'damaged' } };

  it('is damaged: cut, lengthened, mistyped, of another form', () => {
    expect(parseLabelText(text.slice(0, -1))).toMatchObject(damaged);
    expect(parseLabelText(`${text}0`)).toMatchObject(damaged);
    expect(parseLabelText('')).toMatchObject(damaged);
    expect(parseLabelText('30482771930569010101')).toMatchObject(damaged);
    expect(parseLabelText(`https://example.com/${text}`)).toMatchObject(damaged);
    expect(parseLabelText(`0${text.slice(1)}`)).toMatchObject(damaged);
    expect(parseLabelText(`5${text.slice(1)}`)).toMatchObject(damaged);
    expect(parseLabelText('9'.repeat(100_000))).toMatchObject(damaged);
  });

  it('is damaged when its kind is not the number’s', () => {
    expect(parseLabelText(`1${text.slice(1)}`)).toMatchObject(damaged);
  });

  it('is damaged when the number’s check digit or the piece is wrong', () => {
    expect(parseLabelText(`${text.slice(0, 15)}8${text.slice(16)}`)).toMatchObject(damaged);
    expect(parseLabelText(`${text.slice(0, 16)}02${text.slice(18)}`)).toMatchObject(damaged);
  });

  it('is damaged when its digits exceed the envelope', () => {
    expect(parseLabelText(text.slice(0, 22) + '9'.repeat(decimalDigits(246)))).toMatchObject(damaged);
  });

  it('is unknown in a later version', () => {
    for (const version of ['0', '3', '9'])
      expect(parseLabelText(`3${version}${text.slice(2)}`)).toMatchObject({ error: { code: 'unknown-version' } });
  });

  it('is not made from a number with a wrong check digit', () => {
    const label = { ...LABEL, number: '30482771930568' };
    expect(encodeLabelText({ ...filled(246, 1), label })).toMatchObject({ error: { code: 'bad-number' } });
  });
});
