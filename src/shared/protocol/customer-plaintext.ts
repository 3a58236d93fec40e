/** Who paid, as it stands inside a customer envelope. For credit companies alone. */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

/** Whom a settlement is for, as the credit company seals it to itself for the mall's label. */
export interface SealedCustomer {
  readonly name: string;
  /** The credit company's own reference: tells nobody else anything. */
  readonly reference: string;
}

export function encodeCustomer({ name, reference }: SealedCustomer): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, name],
    [2, reference],
  ]);
}

const customerMap = z
  .object({ 1: z.string(), 2: z.string().default('') })
  .transform((map): SealedCustomer => ({ name: map[1], reference: map[2] }));

export function decodeCustomer(bytes: Uint8Array): Result<SealedCustomer> {
  return decodeMap(bytes, customerMap);
}
