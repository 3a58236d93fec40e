/** A party's public description, signed by itself (PROTOCOL.md §6). It proves consistency, not identity: staff compare safety numbers. */
import { z } from 'zod';
import { base64UrlSchema, partyIdSchema, ROLES, timeSchema } from './party.ts';
import { WALLET_VARIANTS } from './wallet.ts';

export const CARD_TYPE = 'tokumei-card+jws';

/**
 * How an order may reach a party: through the customer's own window, as a part of a sealed order, or as an inquiry over a
 * closed network. A card that says nothing means `window`.
 */
export const FLOWS = ['window', 'sealed', 'closed'] as const;
export type Flow = (typeof FLOWS)[number];

export const cardKeySchema = z.object({
  use: z.enum(['seal', 'sign']),
  kty: z.literal('OKP'),
  crv: z.enum(['X25519', 'Ed25519']),
  /** 32 bytes, base64url. */
  x: base64UrlSchema.length(43),
  nbf: timeSchema,
  exp: timeSchema,
});
export type CardKey = z.infer<typeof cardKeySchema>;

export const partyCardSchema = z.object({
  id: partyIdSchema,
  role: z.enum(ROLES),
  /** Trade name, as shown to customers and printed on labels. */
  name: z.string().min(1).max(60),
  /** Origin of the public endpoint; where `flows` is `closed` alone, nobody listens there. */
  public: z.url({ protocol: /^https$/ }),
  /** Origin of the partner door. */
  partner: z.url({ protocol: /^https$/ }),
  keys: z.array(cardKeySchema).min(1).max(64),
  /** SHA-256 of the SubjectPublicKeyInfo of each TLS key in use at the partner door, base64url. */
  tls: z.array(base64UrlSchema.length(43)).min(1).max(8),
  /** What the mall shows customers when they choose: location and services. */
  services: z.array(z.string().max(120)).max(20),
  /** SHA-256 of the sealed-order page, base64url. */
  terminal: base64UrlSchema.length(43).optional(),
  flows: z.array(z.enum(FLOWS)).max(FLOWS.length).optional(),
  /** An authentication agency: where what customers confirm is settled, and whether it opens their data. */
  agency: z.object({ settlement: partyIdSchema, variant: z.enum(WALLET_VARIANTS) }).optional(),
});
export type PartyCard = z.infer<typeof partyCardSchema>;

/** Whether orders may reach a party this way. */
export function takesFlow({ flows = ['window'] }: Pick<PartyCard, 'flows'>, flow: Flow): boolean {
  return flows.includes(flow);
}

/** Whether a key's time has begun and not ended. */
export function isValidAt(key: Pick<CardKey, 'nbf' | 'exp'>, at: Date): boolean {
  return Date.parse(key.nbf) <= at.getTime() && at.getTime() < Date.parse(key.exp);
}

/** The key of one use that is valid at a time; of several, the one that began last. */
export function currentKey(
  card: { readonly keys: readonly CardKey[] },
  use: CardKey['use'],
  at: Date,
): CardKey | undefined {
  return card.keys
    .filter((key) => key.use === use && isValidAt(key, at))
    .sort((a, b) => Date.parse(b.nbf) - Date.parse(a.nbf))[0];
}

/** 60 digits in groups of five, as two people read them to each other. */
export function formatSafetyNumber(digits: string): string {
  return digits.replace(/(\d{5})(?=\d)/g, '$1 ');
}
