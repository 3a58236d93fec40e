/**
 * The carrier's part of a sealed order: where it goes, and the token with which the customer follows it. For carriers and
 * the customer's terminal alone.
 */
import { z } from 'zod';
import type { Addressee } from '../domain/addressee.ts';
import { ok, type Result } from '../result.ts';
import { decodeAddressee, encodeAddressee } from './addressee-plaintext.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';

export interface DestinationPart {
  readonly addressee: Addressee;
  /** Drawn by the customer, base64url of 16 bytes: opens the full tracking page. */
  readonly tracking: string;
}

/** 1 the addressee's map as a byte string, 2 tracking token. */
export function encodeDestinationPart({ addressee, tracking }: DestinationPart): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, encodeAddressee(addressee)],
    [2, tracking],
  ]);
}

const destinationMap = z.object({ 1: z.instanceof(Uint8Array), 2: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });

export function decodeDestinationPart(body: Uint8Array): Result<DestinationPart> {
  const map = decodeMap(body, destinationMap);
  if (!map.ok) return map;
  const addressee = decodeAddressee(map.value[1]);
  return addressee.ok ? ok({ addressee: addressee.value, tracking: map.value[2] }) : addressee;
}
