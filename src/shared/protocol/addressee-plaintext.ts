/** Whom a parcel goes to, as it stands inside an addressee envelope. For carriers and the customer's browser alone. */
import { z } from 'zod';
import type { Addressee } from '../domain/addressee.ts';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

export function encodeAddressee(addressee: Addressee): Uint8Array<ArrayBuffer> {
  const { name, postalCode, lines, phone, country, note } = addressee;
  return encodeMap([
    [1, name],
    [2, postalCode],
    [3, lines],
    [4, phone],
    [5, country],
    [6, note],
  ]);
}

const addresseeMap = z
  .object({
    1: z.string(),
    2: z.string().default(''),
    3: z.array(z.string()).default([]),
    4: z.string().default(''),
    5: z.string().default(''),
    6: z.string().optional(),
  })
  .transform((map): Addressee => {
    const addressee = { name: map[1], postalCode: map[2], lines: map[3], phone: map[4], country: map[5] };
    return map[6] === undefined ? addressee : { ...addressee, note: map[6] };
  });

export function decodeAddressee(bytes: Uint8Array): Result<Addressee> {
  return decodeMap(bytes, addresseeMap);
}
