import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { packageLength, padmeLength } from '#shared/protocol/padme.ts';
import { GOODS_HEAD_BYTES, packageSizes } from '#shared/protocol/goods-package.ts';
import { encodedLength, GOODS_RECORD_BYTES } from '#shared/protocol/content-coding.ts';

const MIB = 2 ** 20;

test.each([
  // From the paper's reference: padme(9) = 10, and what is 12 bits or less keeps few.
  [2, 2],
  [8, 8],
  [9, 10],
  [1000, 1024],
  [1_000_000, 1_015_808],
  [MIB, MIB],
  [MIB + 1, MIB + 32 * 1024],
  [2 ** 31 - 1, 2 ** 31],
  [2 ** 31, 2 ** 31],
  [2 ** 31 + 1, 2 ** 31 + 2 ** 26],
])('padmé of %d is %d', (length, padded) => {
  expect(padmeLength(length)).toBe(padded);
});

test('adds at most 12 %, is its own next length, and never shrinks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 2 ** 45 }), (length) => {
      const padded = padmeLength(length);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect(padded).toBeLessThanOrEqual(Math.ceil(length * 1.12));
      expect(padmeLength(padded)).toBe(padded);
    }),
  );
});

test('a package has at least 1 MiB and comes in steps of 32 KiB', () => {
  expect(packageLength(5)).toBe(MIB);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 34 }), (least) => {
      expect(packageLength(least) % 32_768).toBe(0);
    }),
  );
});

test('the plaintext of a package is so long that the whole comes out at its length', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 33 - 1 }), { minLength: 1, maxLength: 5 }), (lengths) => {
      const files = lengths.map((bytes, at) => ({ name: `${at} 航海.epub`, bytes }));
      const sizes = packageSizes(files);
      expect(sizes.zeros).toBeGreaterThanOrEqual(1024);
      expect(sizes.plaintext % 512).toBe(0);
      expect(sizes.padding).toBeLessThan(512);
      const encoded = encodedLength(sizes.plaintext + sizes.padding, GOODS_RECORD_BYTES);
      expect(GOODS_HEAD_BYTES + encoded).toBe(sizes.package);
    }),
  );
});
