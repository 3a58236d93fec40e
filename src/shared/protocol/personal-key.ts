/**
 * Files of the pairwise key scheme (docs/protocol.md, "Pairwise keys"): what a key centre issues to parties and
 * customers, and what two sides agreed on by themselves. Vault, command line and the customer's browser read them.
 */
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodeElements, type Elements, encodeElements, LARGEST_THRESHOLD } from './blom.ts';
import { base64UrlSchema, partyIdSchema } from './party.ts';

const PSEUDONYM = /^~[A-Za-z0-9_-]{22}$/;

/** A customer's pseudonym: `~` and 128 random bits in base64url. No party id begins like that. */
export const pseudonymSchema = z.string().regex(PSEUDONYM);
/** Who holds a pairwise key: a party id or a pseudonym. */
export const identifierSchema = z.union([partyIdSchema, pseudonymSchema]);

/** Which matrix a personal key comes from. Keys of different origins never meet. */
export interface KeyOrigin {
  /** 128 random bits in base64url, drawn with the centre. */
  readonly centre: string;
  /** 1 for the centre's first matrix. */
  readonly generation: number;
}

export const originShape = { centre: base64UrlSchema.length(22), generation: z.int().min(1) };

export const personalKeySchema = z.object({
  tokumei: z.literal('personal-key/1'),
  ...originShape,
  threshold: z.int().min(1).max(LARGEST_THRESHOLD),
  id: identifierSchema,
  /** t + 1 elements of 32 bytes, big-endian, base64url. */
  key: base64UrlSchema,
});
/** One identifier's personal key as it is stored and handed over. Secret. */
export type PersonalKey = z.infer<typeof personalKeySchema>;

export const customerKeysSchema = z.object({
  tokumei: z.literal('customer-keys/1'),
  /** What the customer names when the file is lost; parties never see it. */
  reference: base64UrlSchema.length(22),
  /** One pseudonym for each counterparty. */
  keys: z.array(personalKeySchema.extend({ for: partyIdSchema })).min(1),
});
/** A customer's file of personal keys. Secret. */
export type CustomerKeys = z.infer<typeof customerKeysSchema>;

export const agreedKeySchema = z.object({
  tokumei: z.literal('agreed-key/1'),
  ends: z.tuple([identifierSchema, identifierSchema]).refine(([one, other]) => one !== other),
  /** 32 random bytes, base64url. */
  key: base64UrlSchema.refine((key) => fromBase64Url(key)?.length === 32),
});
/** A common key that two sides agreed on, or were issued, beforehand. Secret. */
export type AgreedKey = z.infer<typeof agreedKeySchema>;

/** The coefficients; `undefined` when they are not t + 1 elements. */
export function personalElements({ key, threshold }: Pick<PersonalKey, 'key' | 'threshold'>): Elements | undefined {
  const bytes = fromBase64Url(key);
  const elements = bytes && decodeElements(bytes);
  return elements?.length === threshold + 1 ? elements : undefined;
}

/** A personal key in the form in which it is handed over. */
export function writePersonalKey(origin: KeyOrigin, id: string, elements: Elements): PersonalKey {
  const { centre, generation } = origin;
  const key = toBase64Url(encodeElements(elements));
  const threshold = elements.length - 1;
  return personalKeySchema.parse({ tokumei: 'personal-key/1', centre, generation, threshold, id, key });
}

/** Reads a customer's file; fails with `key-invalid` for anything that is none, or is cut or altered in its form. */
export function readCustomerKeys(text: string): Result<CustomerKeys> {
  const file = parseJson(text, customerKeysSchema);
  if (!file || !file.keys.every((key) => PSEUDONYM.test(key.id) && personalElements(key))) {
    return fail('key-invalid', 'form');
  }
  // Two counterparties that see the same pseudonym could join their records on it.
  const alone = new Set(file.keys.map(({ id }) => id)).size === file.keys.length;
  return alone ? ok(file) : fail('key-invalid', 'id');
}

/** `undefined` for what is no JSON or not of this shape. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
