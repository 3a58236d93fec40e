/** What stands inside envelopes: deterministic CBOR maps with small integer keys (PROTOCOL.md §2, RFC 8949 §4.2). */
import { decode, encode } from 'cborg';
import { z } from 'zod';
import type { Addressee } from '../domain/addressee.ts';
import { fail, ok, type Result } from '../result.ts';
import { padPlaintext } from './envelope.ts';

type Member = [key: number, value: unknown];

/** Empty members are left out. */
function encodeMap(members: readonly Member[]): Uint8Array<ArrayBuffer> {
  const filled = members.filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length),
  );
  return new Uint8Array(encode(new Map(filled)));
}

/** Unknown keys are ignored, wrong types are `damaged`. */
function decodeMap<T>(bytes: Uint8Array, schema: z.ZodType<T>): Result<T> {
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

/** One line of an order: what the packer puts in. */
export interface ContentsItem {
  readonly sku: string;
  readonly quantity: number;
  /** Left out when the names would not fit. */
  readonly name?: string;
}

/** The order's items, or only how many there are when not even the skus fit. */
export interface Contents {
  readonly items: readonly ContentsItem[];
  readonly count: number;
}

/** Full names; without names; only the count: the first that an envelope holds. */
export function encodeContents(items: readonly ContentsItem[]): Uint8Array<ArrayBuffer> {
  const count = items.reduce((sum, item) => sum + item.quantity, 0);
  const full = encodeMap([
    [1, items.map(({ sku, quantity, name }) => (name === undefined ? [sku, quantity] : [sku, quantity, name]))],
  ]);
  if (padPlaintext('contents', full).ok) return full;
  const nameless = encodeMap([[1, items.map(({ sku, quantity }) => [sku, quantity])]]);
  return padPlaintext('contents', nameless).ok ? nameless : encodeMap([[2, count]]);
}

const itemTuple = z.union([z.tuple([z.string(), z.int().min(1), z.string()]), z.tuple([z.string(), z.int().min(1)])]);
const contentsMap = z
  .object({ 1: z.array(itemTuple).default([]), 2: z.int().min(1).optional() })
  .transform((map): Contents => {
    const items = map[1].map(([sku, quantity, name]) =>
      name === undefined ? { sku, quantity } : { sku, quantity, name },
    );
    return { items, count: map[2] ?? items.reduce((sum, item) => sum + item.quantity, 0) };
  });

export function decodeContents(bytes: Uint8Array): Result<Contents> {
  return decodeMap(bytes, contentsMap);
}

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
