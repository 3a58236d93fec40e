/**
 * Sizes travel as classes only (PROTOCOL.md §1): with a public catalogue, millimetres and grams would name the product.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';

/** cm, length + width + height. */
export const SIZE_CLASSES = [60, 80, 100, 120, 140, 160, 170] as const;
/** kg. */
export const WEIGHT_CLASSES = [2, 5, 10, 15, 20, 25] as const;

export type SizeClass = (typeof SIZE_CLASSES)[number];
export type WeightClass = (typeof WEIGHT_CLASSES)[number];

export const parcelSizeSchema = z.object({ size: z.literal(SIZE_CLASSES), weight: z.literal(WEIGHT_CLASSES) });
export type ParcelSize = z.infer<typeof parcelSizeSchema>;

/** What a product takes up: millimetres and grams, known to the mall alone. */
export interface PackedItem {
  readonly lengthMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly grams: number;
  readonly quantity: number;
}

/** Sorted edges of the smallest box, by sum of edges, that holds the largest item and the summed volume. */
function estimateBox(items: readonly PackedItem[]): [number, number, number] {
  const edges = [0, 0, 0];
  let volume = 0;
  for (const item of items) {
    const sorted = [item.lengthMm, item.widthMm, item.heightMm].sort((a, b) => a - b);
    sorted.forEach((edge, at) => (edges[at] = Math.max(edges[at]!, edge)));
    volume += item.lengthMm * item.widthMm * item.heightMm * item.quantity;
  }
  let [short, middle, long] = edges as [number, number, number];
  // Growing the shortest edges first keeps the sum least for the volume needed. Each is compared with what it would have
  // to be, never the product with the volume: rounding may leave that a hair below.
  const depth = volume / (middle * long);
  short = Math.max(short, Math.min(middle, depth));
  if (depth > middle) {
    const even = Math.sqrt(volume / long);
    short = middle = Math.max(middle, Math.min(long, even));
    if (even > long) short = middle = long = Math.cbrt(volume);
  }
  return [short, middle, long];
}

/** The classes of the parcel that would hold these items; `parcel-too-big` above 170 cm or 25 kg. */
export function estimateParcelSize(items: readonly PackedItem[]): Result<ParcelSize> {
  if (items.length === 0) return fail('basket-empty');
  const sumCm = estimateBox(items).reduce((sum, edge) => sum + edge, 0) / 10;
  const kilograms = items.reduce((sum, item) => sum + item.grams * item.quantity, 0) / 1000;
  const size = SIZE_CLASSES.find((limit) => sumCm <= limit);
  const weight = WEIGHT_CLASSES.find((limit) => kilograms <= limit);
  return size === undefined || weight === undefined ? fail('parcel-too-big') : ok({ size, weight });
}
