import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeIpp, encodeIpp } from '#main/printing/printers/ipp.ts';

test('a request is what RFC 8010 says, byte for byte', () => {
  const bytes = encodeIpp({ operation: 'cancelJob', attributes: [['integer', 'job-id', 7]] });
  const attribute = (tag: string, name: string, value: string): string => {
    const length = (text: string): string => text.length.toString(16).padStart(4, '0');
    return tag + length(name) + Buffer.from(name).toString('hex') + length(value) + Buffer.from(value).toString('hex');
  };
  expect(bytes.toString('hex')).toBe(
    ['0101', '0008', '00000001', '01', attribute('47', 'attributes-charset', 'utf-8')].join('') +
      attribute('48', 'attributes-natural-language', 'en') +
      `210006${Buffer.from('job-id').toString('hex')}000400000007` +
      '03',
  );
});

test('groups and several values come back', () => {
  const bytes = encodeIpp({
    operation: 'printJob',
    attributes: [['uri', 'printer-uri', 'ipp://localhost/printers/a']],
    jobAttributes: [
      ['keyword', 'media', 'a4', 'a5'],
      ['integer', 'copies', -1],
    ],
  });
  expect(decodeIpp(bytes)).toEqual({ status: 2, groups: [{ media: ['a4', 'a5'], copies: [-1] }] });
});

test('an answer that is cut short or is something else is an error, never a loop', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeIpp(Buffer.from(bytes));
      } catch (error) {
        return error instanceof RangeError || error instanceof TypeError;
      }
      return true;
    }),
  );
});
