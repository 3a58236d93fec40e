import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  estimateParcelSize,
  type PackedItem,
  type ParcelSize,
  parcelSizeSchema,
  SIZE_CLASSES,
  WEIGHT_CLASSES,
} from '#shared/domain/parcel-size.ts';
import { fail } from '#shared/result.ts';

const item = (lengthMm: number, widthMm: number, heightMm: number, grams = 100, quantity = 1): PackedItem => ({
  lengthMm,
  widthMm,
  heightMm,
  grams,
  quantity,
});

const someItem = fc.record({
  lengthMm: fc.integer({ min: 1, max: 600 }),
  widthMm: fc.integer({ min: 1, max: 600 }),
  heightMm: fc.integer({ min: 1, max: 600 }),
  grams: fc.integer({ min: 1, max: 8000 }),
  quantity: fc.integer({ min: 1, max: 5 }),
});
const someItems = fc.array(someItem, { minLength: 1, maxLength: 6 });

const edgeSum = ({ lengthMm, widthMm, heightMm }: PackedItem): number => (lengthMm + widthMm + heightMm) / 10;
const TOO_BIG = { size: Infinity, weight: Infinity };
function sizeOf(items: readonly PackedItem[]): { size: number; weight: number } {
  const size = estimateParcelSize(items);
  return size.ok ? size.value : TOO_BIG;
}

describe('the parcel of one item', () => {
  test.each<[string, PackedItem, ParcelSize]>([
    ['exactly a class', item(200, 200, 200, 2000), { size: 60, weight: 2 }],
    ['a millimetre above it', item(200, 200, 201, 2000), { size: 80, weight: 2 }],
    ['a gram above it', item(200, 200, 200, 2001), { size: 60, weight: 5 }],
    ['the largest', item(700, 500, 500, 25_000), { size: 170, weight: 25 }],
    ['a thing so thin that only edges count', item(1, 1, 1, 1), { size: 60, weight: 2 }],
  ])('has the next class up: %s', (_, packed, size) => {
    expect(estimateParcelSize([packed])).toEqual({ ok: true, value: size });
  });

  test('above 170 cm or 25 kg there is none', () => {
    expect(estimateParcelSize([item(700, 500, 501, 1)])).toEqual(fail('parcel-too-big'));
    expect(estimateParcelSize([item(10, 10, 10, 25_001)])).toEqual(fail('parcel-too-big'));
    expect(estimateParcelSize([item(10, 10, 10, 1000, 26)])).toEqual(fail('parcel-too-big'));
  });

  test('nothing has no parcel', () => {
    expect(estimateParcelSize([])).toEqual(fail('basket-empty'));
  });
});

describe('the parcel of several items', () => {
  test('is at least the largest of them', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const { size } = sizeOf(items);
        for (const packed of items) expect(size).toBeGreaterThanOrEqual(edgeSum(packed));
      }),
    );
  });

  test('keeps its longest edge where a volume does not come out even', () => {
    expect(sizeOf([item(6, 592, 3, 1, 2), item(4, 2, 1, 1)]).size).toBe(80);
    expect(sizeOf([item(1, 45, 1, 1, 4), item(590, 207, 1, 1)]).size).toBe(80);
  });

  test('holds every item’s edges and at least the summed volume', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const { size } = sizeOf(items);
        if (size === Infinity) return;
        const volume = items.reduce((sum, { lengthMm, widthMm, heightMm, quantity }) => {
          return sum + lengthMm * widthMm * heightMm * quantity;
        }, 0);
        // No box of a given sum of edges holds more than the cube.
        expect((size * 10) / 3).toBeGreaterThanOrEqual(Math.cbrt(volume) - 1e-6);
      }),
    );
  });

  test('weighs at least what they weigh together', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const grams = items.reduce((sum, packed) => sum + packed.grams * packed.quantity, 0);
        expect(sizeOf(items).weight * 1000).toBeGreaterThanOrEqual(grams);
      }),
    );
  });

  test('never gets smaller or lighter by one more item', () => {
    fc.assert(
      fc.property(someItems, someItem, (items, more) => {
        const less = sizeOf(items);
        const most = sizeOf([...items, more]);
        expect(most.size).toBeGreaterThanOrEqual(less.size);
        expect(most.weight).toBeGreaterThanOrEqual(less.weight);
      }),
    );
  });

  test('is the same in whatever order they are laid down, and however they are turned', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const turned = items.map(({ lengthMm, widthMm, heightMm, ...rest }) => ({
          ...rest,
          lengthMm: heightMm,
          widthMm: lengthMm,
          heightMm: widthMm,
        }));
        expect(sizeOf([...turned].reverse())).toEqual(sizeOf(items));
      }),
    );
  });

  test('is the same for two of a thing and for that thing twice', () => {
    fc.assert(
      fc.property(someItem, (packed) => {
        const one = { ...packed, quantity: 1 };
        expect(sizeOf([{ ...packed, quantity: 2 }])).toEqual(sizeOf([one, one]));
      }),
    );
  });

  test('is told in classes alone', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const size = estimateParcelSize(items);
        if (!size.ok) return;
        expect(parcelSizeSchema.parse(size.value)).toEqual(size.value);
        expect(SIZE_CLASSES).toContain(size.value.size);
        expect(WEIGHT_CLASSES).toContain(size.value.weight);
      }),
    );
  });
});
