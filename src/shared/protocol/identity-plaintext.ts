/** What a wallet holds sealed: whose card it is. For credit companies and the customer's own pages alone. */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

export interface Identity {
  readonly name: string;
  /** Digits alone. */
  readonly card: string;
  /** `YYYY-MM`. */
  readonly expiry: string;
  /** What the credit company knows the holder by. */
  readonly password: string;
}

/** 1 name, 2 card number, 3 its expiry, 4 password. */
export function encodeIdentity({ name, card, expiry, password }: Identity): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, name],
    [2, card],
    [3, expiry],
    [4, password],
  ]);
}

const identityMap = z
  .object({ 1: z.string().max(80), 2: z.string().max(32), 3: z.string().max(7), 4: z.string().max(200) })
  .transform((map): Identity => ({ name: map[1], card: map[2], expiry: map[3], password: map[4] }));

export function decodeIdentity(bytes: Uint8Array): Result<Identity> {
  return decodeMap(bytes, identityMap);
}

/** 1 the PIN: 4 to 12 digits. */
export function encodePin(pin: string): Uint8Array<ArrayBuffer> {
  return encodeMap([[1, pin]]);
}

export const PIN = /^\d{4,12}$/;
const pinMap = z.object({ 1: z.string().regex(PIN) }).transform((map) => map[1]);

export function decodePin(bytes: Uint8Array): Result<string> {
  return decodeMap(bytes, pinMap);
}
