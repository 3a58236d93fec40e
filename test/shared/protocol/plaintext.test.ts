import { encode } from 'cborg';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { padPlaintext } from '#shared/protocol/envelope.ts';
import { type ContentsItem, decodeContents, encodeContents } from '#shared/protocol/contents-plaintext.ts';
import { decodeAddressee, encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk } from '#shared/result.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.normalize('NFC'));
const filledText = anyText.filter((text) => text !== '');
const anyAddressee: fc.Arbitrary<Addressee> = fc.record(
  {
    name: filledText,
    postalCode: anyText,
    lines: fc.array(filledText, { maxLength: 4 }),
    phone: anyText,
    country: anyText,
    note: filledText,
  },
  { requiredKeys: ['name', 'postalCode', 'lines', 'phone', 'country'] },
);

describe('the addressee', () => {
  it('reads back, in any script', () => {
    fc.assert(
      fc.property(anyAddressee, (addressee) => {
        expect(expectOk(decodeAddressee(encodeAddressee(addressee)))).toEqual(addressee);
      }),
    );
  });

  it('leaves empty members out', () => {
    const bare = encodeAddressee({ name: 'A', postalCode: '', lines: [], phone: '', country: '' });
    expect(toHex(bare)).toBe('a1016141');
    expect(toHex(encodeAddressee({ name: 'A', postalCode: '', lines: [], phone: '', country: '', note: '' }))).toBe(
      'a1016141',
    );
  });

  it('ignores unknown keys', () => {
    const later = encode(
      new Map<number, unknown>([
        [1, 'A'],
        [99, ['later']],
      ]),
    );
    expect(expectOk(decodeAddressee(later)).name).toBe('A');
  });

  it('is damaged without a name, with wrong types, and in anything but strict CBOR', () => {
    const damaged = { ok: false, error: { code: 'damaged' } };
    for (const bytes of [
      encode(new Map([[2, '231']])),
      encode(new Map([[1, 5]])),
      encode(
        new Map<number, unknown>([
          [1, 'A'],
          [3, 'no list'],
        ]),
      ),
      encode(['A']),
      encode('A'),
      new Uint8Array(),
      Uint8Array.of(0xa1, 0x01),
      // The same key twice; an integer longer than it need be; an indefinite length; a byte too many.
      Uint8Array.of(0xa2, 0x01, 0x61, 0x41, 0x01, 0x61, 0x42),
      Uint8Array.of(0xa1, 0x18, 0x01, 0x61, 0x41),
      Uint8Array.of(0xbf, 0x01, 0x61, 0x41, 0xff),
      Uint8Array.of(0xa1, 0x01, 0x61, 0x41, 0x00),
    ])
      expect(decodeAddressee(bytes)).toMatchObject(damaged);
  });
});

describe('the contents', () => {
  const item = (at: number): ContentsItem => ({ sku: `SKU-${at}`, quantity: at + 1, name: `見本の品 ${at}` });

  it('keep names while they fit', () => {
    const items = [item(0), item(1)];
    expect(expectOk(decodeContents(encodeContents(items)))).toEqual({ items, count: 3 });
  });

  it('drop the names first: sku and quantity stay', () => {
    const items = Array.from({ length: 14 }, (_, at) => item(at));
    const read = expectOk(decodeContents(encodeContents(items)));
    expect(read.items).toEqual(items.map(({ sku, quantity }) => ({ sku, quantity })));
    expect(read.count).toBe(105);
  });

  it('then keep nothing but the count', () => {
    const items = Array.from({ length: 60 }, (_, at) => item(at));
    expect(expectOk(decodeContents(encodeContents(items)))).toEqual({ items: [], count: (60 * 61) / 2 });
  });

  it('always fit an envelope', () => {
    const anyItem = fc.record(
      { sku: fc.string({ maxLength: 30 }), quantity: fc.integer({ min: 1, max: 9999 }), name: anyText },
      { requiredKeys: ['sku', 'quantity'] },
    );
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 60 }), (items) => padPlaintext('contents', encodeContents(items)).ok),
    );
  });

  it('are damaged with a quantity below one or of another type', () => {
    for (const line of [['A', 0], ['A', 1.5], ['A', '1'], ['A'], [1, 1], ['A', 1, 'n', 'more']])
      expect(decodeContents(encode(new Map([[1, [line]]])))).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });
});
