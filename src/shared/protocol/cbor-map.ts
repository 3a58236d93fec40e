/**
 * The form of everything inside envelopes: deterministic CBOR maps with small integer keys (PROTOCOL.md §2, RFC 8949
 * §4.2). What they hold stands in a file for each kind, so that a party can't even import what it must not open.
 */
import { decode, encode } from 'cborg';
import type { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';

export type Member = [key: number, value: unknown];

/** Empty members are left out. */
export function encodeMap(members: readonly Member[]): Uint8Array<ArrayBuffer> {
  const filled = members.filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length),
  );
  return new Uint8Array(encode(new Map(filled)));
}

/** Unknown keys are ignored, wrong types are `damaged`. */
export function decodeMap<T>(bytes: Uint8Array, schema: z.ZodType<T>): Result<T> {
  try {
    const map: unknown = decode(bytes, {
      useMaps: true,
      strict: true,
      allowIndefinite: false,
      rejectDuplicateMapKeys: true,
    });
    if (!(map instanceof Map)) return fail('damaged');
    const parsed = schema.safeParse(Object.fromEntries(map as Map<number, unknown>));
    return parsed.success ? ok(parsed.data) : fail('damaged');
  } catch {
    return fail('damaged');
  }
}
