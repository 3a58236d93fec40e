/** The credit company's part of a sealed order: how it is paid. For credit companies and the customer's own pages alone. */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

export interface CardPart {
  /** Digits alone. */
  readonly card: string;
  /** `YYYY-MM`. */
  readonly expiry: string;
  /** 1: all at once. */
  readonly instalments: number;
  /** What the credit company knows the holder by. */
  readonly password: string;
}

/** 1 card number, 2 its expiry, 3 instalments, 4 password. */
export function encodeCardPart({ card, expiry, instalments, password }: CardPart): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, card],
    [2, expiry],
    [3, instalments],
    [4, password],
  ]);
}

const cardPartMap = z
  .object({ 1: z.string().max(32), 2: z.string().max(7), 3: z.int().min(1).max(60), 4: z.string().max(200) })
  .transform((map): CardPart => ({ card: map[1], expiry: map[2], instalments: map[3], password: map[4] }));

export function decodeCardPart(body: Uint8Array): Result<CardPart> {
  return decodeMap(body, cardPartMap);
}
