/** The gift-wrapper's part of a sealed order: the words on the gift card, and nothing else. */
import { z } from 'zod';
import { enterText } from '../domain/entry.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

/** Characters (code points) at most, line breaks among them: in any script they fit an envelope, and a card. */
export const LONGEST_GIFT = 200;

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

/** Words as they were typed, on as many lines; fails as `enterText` does, about `gift`. */
export function enterGift(typed: string): Result<GiftPart> {
  const lines: string[] = [];
  for (const line of typed.split(/\r\n|[\n\r]/)) {
    const entered = enterText('gift', line, { most: LONGEST_GIFT });
    if (!entered.ok) return entered;
    lines.push(entered.value);
  }
  const text = lines.join('\n').trim();
  if (text === '') return fail('field-missing', 'gift');
  return [...text].length > LONGEST_GIFT ? fail('field-too-long', 'gift') : ok({ text });
}
