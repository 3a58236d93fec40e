/** The gift-wrapper's part of a sealed order: the words on the gift card, and nothing else. */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

export interface GiftPart {
  readonly text: string;
}

/** 1 text of the gift card. */
export function encodeGiftPart({ text }: GiftPart): Uint8Array<ArrayBuffer> {
  return encodeMap([[1, text]]);
}

const giftMap = z.object({ 1: z.string().max(400) }).transform((map): GiftPart => ({ text: map[1] }));

export function decodeGiftPart(body: Uint8Array): Result<GiftPart> {
  return decodeMap(body, giftMap);
}
