import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeNumberField,
  encodeNumberField,
  mintS10,
  mintSscc,
  numberFormat,
  s10CheckDigit,
  ssccCheckDigit,
} from '#shared/domain/carrier-number.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const letters = fc.stringMatching(/^[A-Z]{2}$/);
const anyS10 = fc
  .tuple(letters, digits(8), letters)
  .map(([service, serial, country]) => service + serial + s10CheckDigit(serial) + country);
const anySscc = digits(17)
  .map((body) => body + ssccCheckDigit(body))
  .filter((number) => numberFormat(number) !== undefined);

describe('UPU S10', () => {
  it('has the check digits of published examples', () => {
    // RR123456785JP; RR473124829GB (UPU S10-12, the standard's own calculation).
    expect(s10CheckDigit('12345678')).toBe('5');
    expect(s10CheckDigit('47312482')).toBe('9');
    expect(numberFormat('RR123456785JP')).toBe('s10');
    expect(numberFormat('RR473124829GB')).toBe('s10');
  });

  it('turns 10 into 0 and 11 into 5', () => {
    expect(s10CheckDigit('00000006')).toBe('2');
    expect(s10CheckDigit('00000000')).toBe('5');
    expect(s10CheckDigit('00000008')).toBe('0');
  });

  it('catches every change of one digit of the serial', () => {
    fc.assert(
      fc.property(anyS10, fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const changed = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
        // 10 and 0 share the digit 0, and 11 and 5 the digit 5: those alone may slip through.
        return numberFormat(changed) === undefined || ['0', '5'].includes(number[10]!);
      }),
    );
  });

  it('is not S10 in lower case or with letters missing', () => {
    for (const text of ['rr123456785jp', 'RR12345678JP', 'R1123456785JP', 'RR123456784JP'])
      expect(numberFormat(text)).toBeUndefined();
  });
});

describe('GS1 SSCC-18', () => {
  it('has the check digits of published examples', () => {
    // GS1's check digit calculator; EPC Tag Data Standard, (00)106141412345678908.
    expect(ssccCheckDigit('37610425002123456')).toBe('9');
    expect(ssccCheckDigit('10614141234567890')).toBe('8');
    expect(numberFormat('376104250021234569')).toBe('sscc');
    expect(numberFormat('106141412345678908')).toBe('sscc');
    expect(numberFormat('106141412345678909')).toBeUndefined();
  });

  it('catches every change of one digit', () => {
    fc.assert(
      fc.property(anySscc, fc.nat(17), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const changed = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
        return numberFormat(changed) === undefined;
      }),
    );
  });
});

describe('the number field of the label text', () => {
  it('holds S10 with letters as two digits behind a zero pad', () => {
    expect(encodeNumberField('RR123456785JP')).toEqual({
      ok: true,
      value: { version: '2', field: '018181234567851016' },
    });
  });

  it('holds the default number as version 1', () => {
    const value = { version: '1', field: '30482771930569' };
    expect(encodeNumberField('30482771930569')).toEqual({ ok: true, value });
  });

  it('gives back every number of every format', () => {
    fc.assert(
      fc.property(fc.oneof(anyS10, anySscc), (number) => {
        const encoded = encodeNumberField(number);
        if (!encoded.ok || encoded.value.field.length !== 18) return false;
        const decoded = decodeNumberField(encoded.value.version, encoded.value.field);
        return decoded.ok && decoded.value === number;
      }),
    );
  });

  it('never lets an SSCC stand for an S10 number: such an SSCC is none', () => {
    // The digits of RR…JP's field, and by chance a right SSCC check digit too.
    const fields = Array.from({ length: 1000 }, (_, at) => {
      const serial = String(at).padStart(8, '0');
      return `01818${serial}${s10CheckDigit(serial)}1016`;
    });
    const ambiguous = fields.filter((field) => ssccCheckDigit(field.slice(0, 17)) === field[17]);
    expect(ambiguous.length).toBeGreaterThan(0);
    for (const field of ambiguous) {
      expect(numberFormat(field)).toBeUndefined();
      expect(encodeNumberField(field)).toMatchObject({ ok: false, error: { code: 'bad-number' } });
      expect(decodeNumberField('2', field)).toMatchObject({ ok: true, value: expect.stringMatching(/^RR.*JP$/) });
    }
  });

  it('refuses fields that are no number', () => {
    for (const [version, field] of [
      ['1', '30482771930568'],
      ['1', '018181234567851016'],
      ['2', '30482771930569'],
      ['2', '376104250021234568'],
      ['2', '018181234567841016'],
      ['2', 'RR123456785JP'],
    ] as const)
      expect(decodeNumberField(version, field)).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });

  it('refuses to write what is no number', () => {
    for (const number of ['', 'RR123456784JP', '12345678901234', '1', 'RR123456785J1'])
      expect(encodeNumberField(number)).toMatchObject({ ok: false, error: { code: 'bad-number' } });
  });
});

describe('minting in a carrier’s own format', () => {
  it('gives well-formed numbers under the prefix given', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(9)), (stream) => {
        const randomDigit = (): number => stream.next().value;
        const s10 = mintS10('RR', 'JP', randomDigit);
        const sscc = mintSscc('34569951', randomDigit);
        return numberFormat(s10) === 's10' && numberFormat(sscc) === 'sscc' && sscc.startsWith('34569951');
      }),
    );
  });

  it('draws again instead of giving an SSCC that reads as S10', () => {
    const serials = Array.from({ length: 1000 }, (_, at) => String(at).padStart(8, '0'));
    const field = serials
      .map((serial) => `01818${serial}${s10CheckDigit(serial)}1016`)
      .find((candidate) => ssccCheckDigit(candidate.slice(0, 17)) === candidate[17])!;
    const drawn = [...field.slice(5, 17), ...'123456789012'].map(Number);
    const minted = mintSscc('01818', () => drawn.shift()!);
    expect(minted).not.toBe(field);
    expect(numberFormat(minted)).toBe('sscc');
    expect(drawn).toHaveLength(0);
  });
});
