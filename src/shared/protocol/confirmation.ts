/**
 * What the customer's device confirms to the settlement server, sealed afresh for each order (PROTOCOL.md §2). The agency
 * carries it and can't read it. For credit companies and the customer's own pages alone.
 */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';
import { PIN } from './identity-plaintext.ts';

export interface Confirmation {
  readonly mall: string;
  /** What will be charged. */
  readonly amount: Money;
  /** Pieces ordered, of everything together. */
  readonly quantity: number;
  /** Unix seconds. */
  readonly expires: number;
  /** 32 random bytes: it counts once. */
  readonly nonce: Uint8Array;
  /** SHA-256 of the wallet's JWS. */
  readonly wallet: Uint8Array;
  readonly pin: string;
  /** Variant `pass`: the wallet's sealed data, as it is. */
  readonly sealed?: Uint8Array;
}

/** 1 mall, 2 amount [value, currency], 3 quantity, 4 expiry, 5 nonce, 6 SHA-256(wallet), 7 PIN, 8 sealed data. */
export function encodeConfirmation(confirmation: Confirmation): Uint8Array<ArrayBuffer> {
  const { mall, amount, quantity, expires, nonce, wallet, pin, sealed } = confirmation;
  return encodeMap([
    [1, mall],
    [2, [amount.value, amount.currency]],
    [3, quantity],
    [4, expires],
    [5, nonce],
    [6, wallet],
    [7, pin],
    [8, sealed],
  ]);
}

const exactly32 = z.instanceof(Uint8Array).refine((value) => value.length === 32);

const confirmationMap = z
  .object({
    1: z.string(),
    2: z
      .tuple([z.int(), z.string()])
      .transform(([value, currency]) => ({ value, currency }))
      .pipe(moneySchema),
    3: z.int().min(1),
    4: z.int(),
    5: exactly32,
    6: exactly32,
    7: z.string().regex(PIN),
    8: z.instanceof(Uint8Array).optional(),
  })
  .transform((map): Confirmation => ({
    mall: map[1],
    amount: map[2],
    quantity: map[3],
    expires: map[4],
    nonce: map[5],
    wallet: map[6],
    pin: map[7],
    ...(map[8] && { sealed: map[8] }),
  }));

/** Fails with `damaged`. */
export function decodeConfirmation(plaintext: Uint8Array): Result<Confirmation> {
  return decodeMap(plaintext, confirmationMap);
}
