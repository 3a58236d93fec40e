/** What is in a parcel, as it stands inside a contents envelope. For malls alone. */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';
import { padPlaintext } from './envelope.ts';

/** One line of an order: what the packer puts in. */
export interface ContentsItem {
  readonly sku: string;
  readonly quantity: number;
  /** Left out when the names would not fit. */
  readonly name?: string;
}

/** The order's items, or only how many there are when not even the skus fit. */
export interface Contents {
  readonly items: readonly ContentsItem[];
  readonly count: number;
}

/** Full names; without names; only the count: the first that an envelope holds. */
export function encodeContents(items: readonly ContentsItem[]): Uint8Array<ArrayBuffer> {
  const count = items.reduce((sum, item) => sum + item.quantity, 0);
  const full = encodeMap([
    [1, items.map(({ sku, quantity, name }) => (name === undefined ? [sku, quantity] : [sku, quantity, name]))],
  ]);
  if (padPlaintext('contents', full).ok) return full;
  const nameless = encodeMap([[1, items.map(({ sku, quantity }) => [sku, quantity])]]);
  return padPlaintext('contents', nameless).ok ? nameless : encodeMap([[2, count]]);
}

const itemTuple = z.union([z.tuple([z.string(), z.int().min(1), z.string()]), z.tuple([z.string(), z.int().min(1)])]);
const contentsMap = z
  .object({ 1: z.array(itemTuple).default([]), 2: z.int().min(1).optional() })
  .transform((map): Contents => {
    const items = map[1].map(([sku, quantity, name]) =>
      name === undefined ? { sku, quantity } : { sku, quantity, name },
    );
    return { items, count: map[2] ?? items.reduce((sum, item) => sum + item.quantity, 0) };
  });

export function decodeContents(bytes: Uint8Array): Result<Contents> {
  return decodeMap(bytes, contentsMap);
}
