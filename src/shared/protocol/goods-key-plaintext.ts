/** The key of a package, as it stands inside a goods envelope. For malls and the buyer's own browser alone. */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

/** Input keying material of the package's content encoding (RFC 8188 §2.2). */
export const GOODS_KEY_BYTES = 32;

/** @param key 32 random bytes */
export function encodeGoodsKey(key: Uint8Array): Uint8Array<ArrayBuffer> {
  return encodeMap([[1, key]]);
}

const goodsKeyMap = z
  .object({ 1: z.instanceof(Uint8Array).refine((key) => key.length === GOODS_KEY_BYTES) })
  .transform((map): Uint8Array => map[1]);

/** Fails with `damaged`. */
export function decodeGoodsKey(bytes: Uint8Array): Result<Uint8Array> {
  return decodeMap(bytes, goodsKeyMap);
}
