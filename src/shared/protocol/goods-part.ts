/** The mall's part of a sealed order: what was ordered. For malls and the customer's terminal alone. */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

export interface GoodsPart {
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  /** How it is paid; `settled` is the one way that a sealed order knows. */
  readonly pay: string;
}

/** 1 [[sku, quantity] …], 2 way of paying. */
export function encodeGoodsPart({ items, pay }: GoodsPart): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, items.map(({ sku, quantity }) => [sku, quantity])],
    [2, pay],
  ]);
}

const goodsPartMap = z
  .object({ 1: z.array(z.tuple([z.string(), z.int().min(1)])).min(1), 2: z.string() })
  .transform((map): GoodsPart => ({ items: map[1].map(([sku, quantity]) => ({ sku, quantity })), pay: map[2] }));

export function decodeGoodsPart(body: Uint8Array): Result<GoodsPart> {
  return decodeMap(body, goodsPartMap);
}
