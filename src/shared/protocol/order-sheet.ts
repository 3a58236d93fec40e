/**
 * What the customer's terminal and the mall say to each other about one sealed order, as JSON over the mall's public door.
 * The terminal is authorised by the order code alone: no cookie, so that it may come from any origin, or from a disk.
 */
import { z } from 'zod';
import { moneySchema } from '../domain/money.ts';
import { ASKS, MOST_PARTS, orderBundleSchema, sealerSchema } from './order-part.ts';
import { base64UrlSchema, partyIdSchema, timeSchema } from './party.ts';

/** 32 random bytes, base64url: opens one order to one terminal, until its end. */
const tokenSchema = base64UrlSchema.length(43);

/** `https://mall.example~<token>`: what follows `#` in the address of the terminal, and what a person may copy. */
export function formatOrderCode(origin: string, token: string): string {
  return `${origin}~${token}`;
}

/** The mall's origin and the token; `undefined` for what is no order code. */
export function parseOrderCode(text: string): { readonly origin: string; readonly token: string } | undefined {
  const match = /^(https:\/\/[a-z0-9.-]+(?::\d{1,5})?)~([A-Za-z0-9_-]{43})$/.exec(text.trim());
  return match ? { origin: match[1]!, token: match[2]! } : undefined;
}

export const orderSheetSchema = z.object({
  tokumei: z.literal('order-sheet/1'),
  mall: z.object({ id: partyIdSchema, name: z.string().max(60) }),
  /** End of every part: a company that can't be reached for a while takes it until then. */
  expires: timeSchema,
  /** The mall waits for the bundle until then, and ends the order without one. */
  until: timeSchema.optional(),
  /** With tax and shipping charge. */
  total: moneySchema,
  charge: moneySchema.optional(),
  lines: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.int().min(1), amount: moneySchema })),
  /** Everyone who gets a part, the mall first. */
  parties: z
    .array(
      z.object({
        id: partyIdSchema,
        name: z.string().max(60),
        /** Origin of its public endpoint, where its own card lies; the host is its id. Absent on a closed network. */
        url: z.url({ protocol: /^https$/ }).optional(),
        /** The purchase number for this party. */
        number: z.string().max(64),
        asks: z.enum(ASKS),
      }),
    )
    .min(1)
    .max(MOST_PARTS),
});
/** POST `/sealed/sheet` `{token}` answers this. */
export type OrderSheet = z.infer<typeof orderSheetSchema>;

export const sheetRequestSchema = z.object({ token: tokenSchema });

/** POST `/sealed/challenge`: one for some or all parties; a party's newest counts. Answers 202 `{}`. */
export const challengeRequestSchema = z.object({
  token: tokenSchema,
  challenges: z
    .array(z.object({ party: partyIdSchema, by: sealerSchema, envelope: base64UrlSchema.max(2048) }))
    .min(1)
    .max(MOST_PARTS),
});

export const answersSchema = z.object({
  answers: z.array(
    z.object({
      party: partyIdSchema,
      /** `no`: it could not open the challenge. */
      result: z.enum(['ok', 'no', 'waiting']),
      envelope: base64UrlSchema.max(2048).optional(),
    }),
  ),
});
/** POST `/sealed/answers` `{token}` answers this. */
export type Answers = z.infer<typeof answersSchema>;

/** POST `/sealed/bundle`. Answers 202 `{}`; the same bundle again too. */
export const bundleRequestSchema = z.object({ token: tokenSchema, bundle: orderBundleSchema });

/** POST `/sealed/state` `{token}`: what became of it, for the terminal's last page. */
export const sealedStateSchema = z.object({
  state: z.enum(['open', 'asked', 'settled', 'accepted', 'no', 'ended']),
});
export type SealedState = z.infer<typeof sealedStateSchema>;
