import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawMatrix,
  identifierPoint,
  type Matrix,
  personalRow,
  readMatrix,
  writeMatrix,
} from '#main/vault/keycentre/matrix.ts';
import { fromHex, toHex } from '#shared/bytes.ts';
import {
  commonElement,
  decodeElements,
  DEFAULT_THRESHOLD,
  type Elements,
  encodeElement,
  FIELD_PRIME,
} from '#shared/protocol/blom.ts';
import { interpolatePair, inverse, mod, recoverMatrix, vanishing } from '../../shared/protocol/field.ts';
import { blomVector } from '#test/vectors/index.ts';

const element = (hex: string): bigint => BigInt(`0x${hex}`);
const identifiers = (count: number, prefix = 'holder'): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}.example`);
const pairOf = (matrix: Matrix, a: string, b: string): bigint =>
  commonElement(personalRow(matrix, a), identifierPoint(b));

describe('the field', () => {
  it('has a prime of 255 bits', () => {
    expect(FIELD_PRIME.toString(2)).toHaveLength(255);
    // Euler's criterion for 2, and Fermat's for a few bases: what composites of this size do not all satisfy.
    for (const base of [2n, 3n, 5n, 7n, 11n]) expect(mod(base * inverse(base))).toBe(1n);
  });

  it('takes 32 bytes below the prime and nothing else', () => {
    const bytes = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0'))!;
    expect(decodeElements(bytes(FIELD_PRIME - 1n))).toEqual([FIELD_PRIME - 1n]);
    expect(decodeElements(bytes(FIELD_PRIME))).toBeUndefined();
    expect(decodeElements(new Uint8Array(32).fill(255))).toBeUndefined();
    expect(decodeElements(new Uint8Array(33))).toBeUndefined();
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: FIELD_PRIME - 1n }), (value) => {
        expect(toHex(encodeElement(value))).toBe(value.toString(16).padStart(64, '0'));
        expect(decodeElements(encodeElement(value))).toEqual([value]);
      }),
    );
  });

  it('finds points by SHA-256 with a prefix of their own', () => {
    const digest = createHash('sha256').update('tokumei-blom/1 identifier\0mall.example').digest('hex');
    expect(identifierPoint('mall.example')).toBe(element(digest) % FIELD_PRIME);
  });
});

describe('the known key centre', () => {
  const matrix = blomVector.matrix.map((row) => row.map(element));

  it('has these points, personal keys and common elements', () => {
    expect(element(blomVector.prime)).toBe(FIELD_PRIME);
    for (const { id, point, key } of blomVector.identifiers) {
      expect(identifierPoint(id)).toBe(element(point));
      expect(personalRow(matrix, id)).toEqual(key.map(element));
    }
    expect(blomVector.pairs).toHaveLength(10);
    for (const { ends, element: common } of blomVector.pairs) {
      expect(pairOf(matrix, ends[0], ends[1])).toBe(element(common));
      expect(pairOf(matrix, ends[1], ends[0])).toBe(element(common));
    }
  });
});

describe('a matrix', () => {
  it('is symmetric, random, and the same after it was stored', () => {
    const matrix = drawMatrix(9);
    for (const [row, elements] of matrix.entries()) {
      expect(elements).toHaveLength(10);
      for (const [column, value] of elements.entries()) {
        expect(value).toBe(matrix[column]![row]);
        expect(value >= 0n && value < FIELD_PRIME).toBe(true);
      }
    }
    expect(new Set(matrix.flat()).size).toBe(55);
    expect(readMatrix(writeMatrix(matrix), 9)).toEqual(matrix);
    expect(readMatrix(writeMatrix(matrix), 8)).toBeUndefined();
    expect(readMatrix(writeMatrix(matrix).slice(4), 9)).toBeUndefined();
    expect(writeMatrix(drawMatrix(9))).not.toBe(writeMatrix(matrix));
  });

  it('lets every pair agree, and no other pair on the same element', () => {
    const threshold = fc.integer({ min: 1, max: 12 });
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(threshold, names, (t, ids) => {
        const matrix = drawMatrix(t);
        const seen = new Set<bigint>();
        for (const [at, a] of ids.entries()) {
          for (const b of ids.slice(at + 1)) {
            expect(pairOf(matrix, a, b)).toBe(pairOf(matrix, b, a));
            seen.add(pairOf(matrix, a, b));
          }
        }
        expect(seen.size).toBe((ids.length * (ids.length - 1)) / 2);
      }),
      { numRuns: 40 },
    );
  });

  it('lets every pair agree with the default threshold', () => {
    const matrix = drawMatrix(DEFAULT_THRESHOLD);
    const ids = identifiers(12);
    const keys = ids.map((id) => personalRow(matrix, id));
    for (const [at, a] of keys.entries()) {
      expect(a).toHaveLength(128);
      for (const [other, b] of keys.entries()) {
        expect(commonElement(a, identifierPoint(ids[other]!))).toBe(commonElement(b, identifierPoint(ids[at]!)));
      }
    }
  });
});

/** Another matrix with which all these holders have the very keys that they have, and two strangers any element. */
function otherMatrix(matrix: Matrix, holders: Elements, [a, b]: readonly [bigint, bigint], wanted: bigint): Matrix {
  const w = vanishing(holders);
  const now = commonElement(
    matrix.map((row) => commonElement(row, a)),
    b,
  );
  const factor = mod((wanted - now) * inverse(commonElement(w, a) * commonElement(w, b)));
  return matrix.map((row, at) => row.map((value, column) => mod(value + factor * w[at]! * w[column]!)));
}

describe('the bound', () => {
  it.each([1, 2, 5, DEFAULT_THRESHOLD])('t = %i: t keys fit every element that a strange pair could have', (t) => {
    const matrix = drawMatrix(t);
    const holders = identifiers(t);
    const [alice, bob] = identifiers(2, 'stranger') as [string, string];
    const real = pairOf(matrix, alice, bob);
    for (const wanted of [0n, 1n, mod(real + 1n), FIELD_PRIME - 1n]) {
      const points = holders.map(identifierPoint);
      const other = otherMatrix(matrix, points, [identifierPoint(alice), identifierPoint(bob)], wanted);
      for (const holder of holders.slice(0, 20)) {
        expect(personalRow(other, holder)).toEqual(personalRow(matrix, holder));
      }
      // It could have been drawn as well as the other one: symmetric, and with another element for the pair.
      expect(readMatrix(writeMatrix(other), t)).toEqual(other);
      expect(pairOf(other, alice, bob)).toBe(wanted);
      expect(pairOf(other, bob, alice)).toBe(wanted);
      expect(wanted).not.toBe(real);
    }
  });

  it.each([1, 2, 5, 12])('t = %i: t + 1 keys give the whole matrix, t do not', (t) => {
    const matrix = drawMatrix(t);
    const holders = identifiers(t + 1);
    const keys = holders.map((id) => personalRow(matrix, id));
    expect(recoverMatrix(holders.map(identifierPoint), keys)).toEqual(matrix);
    // One key fewer leaves a column without a pivot, whatever is put in its place.
    const short = [...holders.slice(0, t), holders[0]!].map(identifierPoint);
    expect(recoverMatrix(short, [...keys.slice(0, t), keys[0]!])).toBeUndefined();
  });

  it('t = 127: 128 keys give a strange pair’s element, 127 a wrong one', () => {
    const matrix = drawMatrix(DEFAULT_THRESHOLD);
    const points = identifiers(DEFAULT_THRESHOLD + 1).map(identifierPoint);
    const keys = identifiers(DEFAULT_THRESHOLD + 1).map((id) => personalRow(matrix, id));
    const [alice, bob] = ['stranger-0.example', 'stranger-1.example'] as const;
    const [a, b] = [identifierPoint(alice), identifierPoint(bob)];
    expect(interpolatePair(points, keys, a, b)).toBe(pairOf(matrix, alice, bob));
    expect(interpolatePair(points.slice(1), keys.slice(1), a, b)).not.toBe(pairOf(matrix, alice, bob));
  });
});
