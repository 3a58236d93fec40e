/**
 * A part of a sealed order (docs/protocol.md, "Sealed order"): one envelope of kind `order` for one party, in a file that
 * says whose it is and who sealed it, and the bundle of all parts that the mall receives. What stands in a part's body is
 * in a file for each party, so that nobody can even import what it must not open.
 */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';
import type { EnvelopeBinding } from './envelope.ts';
import type { Peer } from './pairwise.ts';
import { base64UrlSchema, partyIdSchema } from './party.ts';
import { identifierSchema, originShape, parseJson } from './personal-key.ts';

/** What a party is asked for; the customer's terminal has a section of its form for each. */
export const ASKS = ['goods', 'card', 'destination', 'gift'] as const;
export type Ask = (typeof ASKS)[number];

/** Parties in one order at most, the mall among them. */
export const MOST_PARTS = 8;

/** Who sealed something: anybody (to a public key), or the other end of a key in common. */
export const sealerSchema = z.discriminatedUnion('scheme', [
  z.object({ scheme: z.literal('hpke') }),
  z.object({ scheme: z.literal('blom'), id: identifierSchema, ...originShape }),
  z.object({ scheme: z.literal('agreed'), id: identifierSchema }),
]);
export type Sealer = z.infer<typeof sealerSchema>;

/** The other end as the vault wants it; `undefined` for a public key, which proves no sender. */
export function sealerPeer(by: Sealer): Peer | undefined {
  if (by.scheme === 'hpke') return undefined;
  return by.scheme === 'agreed'
    ? { id: by.id, key: 'agreed' }
    : { id: by.id, key: { centre: by.centre, generation: by.generation } };
}

export const sealedPartSchema = z.object({
  tokumei: z.literal('order-part/1'),
  /** Who alone opens it. */
  party: partyIdSchema,
  /** Issuer of the number. */
  mall: partyIdSchema,
  /** The purchase number for this party. */
  number: z.string().min(1).max(64),
  by: sealerSchema,
  /** Envelope of kind `order`, base64url. */
  envelope: base64UrlSchema.max(2048),
});
/** One part, as a file: sealed, it may lie anywhere. */
export type SealedPart = z.infer<typeof sealedPartSchema>;

export const orderBundleSchema = z
  .object({
    tokumei: z.literal('order-bundle/1'),
    mall: partyIdSchema,
    parts: z.array(sealedPartSchema).min(1).max(MOST_PARTS),
  })
  .refine(({ mall, parts }) => parts.every((part) => part.mall === mall))
  .refine(({ parts }) => new Set(parts.map(({ party }) => party)).size === parts.length);
/** Everything that the customer's terminal posts to the mall. */
export type OrderBundle = z.infer<typeof orderBundleSchema>;

/** Reads a part's file; `bundle-invalid` for what is none. */
export function readSealedPart(text: string): Result<SealedPart> {
  const part = parseJson(text, sealedPartSchema);
  return part ? ok(part) : fail('bundle-invalid');
}

/** What an order part, a challenge to a party, or a confirmation is bound to. */
export function partBinding(part: Pick<SealedPart, 'party' | 'number' | 'mall'>): EnvelopeBinding {
  return { kind: 'order', recipient: part.party, number: part.number, issuer: part.mall };
}

/** What every part says, whatever its body. */
export interface OrderPart {
  readonly mall: string;
  /** With tax; absent for parties that collect nothing: they learn no price. */
  readonly amount?: Money;
  /** Taken until then (Unix seconds), once. */
  readonly expires: number;
  /** Deterministic CBOR map of the party's own file. */
  readonly body: Uint8Array;
}

/** 1 mall, 2 amount [value, currency], 3 expiry in Unix seconds, 4 body as a byte string. */
export function encodeOrderPart({ mall, amount, expires, body }: OrderPart): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, mall],
    [2, amount && [amount.value, amount.currency]],
    [3, expires],
    [4, body],
  ]);
}

const amountPair = z.tuple([z.int(), z.string()]).transform(([value, currency]) => ({ value, currency }));
const bytesSchema = z.instanceof(Uint8Array);

const orderPartMap = z
  .object({ 1: z.string(), 2: amountPair.pipe(moneySchema).optional(), 3: z.int(), 4: bytesSchema })
  .transform((map): OrderPart => ({
    mall: map[1],
    ...(map[2] && { amount: map[2] }),
    expires: map[3],
    body: map[4],
  }));

/** Fails with `damaged`. */
export function decodeOrderPart(plaintext: Uint8Array): Result<OrderPart> {
  return decodeMap(plaintext, orderPartMap);
}
