/** The instruction that travels through the customer's browser, signed by the mall (PROTOCOL.md §4). */
import { z } from 'zod';
import { moneySchema } from '../domain/money.ts';
import { numberKind } from '../domain/number.ts';
import { parcelSizeSchema } from '../domain/parcel-size.ts';
import { base64UrlSchema, partyIdSchema } from './party.ts';

export const INSTRUCTION_TYPE = 'tokumei-instruction+jws';
/** Lifetime from issue to first arrival. */
export const INSTRUCTION_SECONDS = 15 * 60;
/** How far two parties' clocks may differ. */
export const CLOCK_SKEW_SECONDS = 120;

/** How the customer pays: settled already by a credit company, to the driver, or later by the slip in the parcel. */
export const PAY_MODES = ['settled', 'on-delivery', 'later'] as const;
export type PayMode = (typeof PAY_MODES)[number];

/**
 * Which identifiers travel (MISSION.md A5, B5): `a` number and contents, `b` the number alone, `c` the contents
 * alone, named by their SHA-256.
 */
export const VARIANTS = ['a', 'b', 'c'] as const;
export type Variant = (typeof VARIANTS)[number];

/** What is to be paid or collected; nothing, or less, is no instruction. */
const amountSchema = moneySchema.refine(({ value }) => value >= 1);

const common = {
  iss: partyIdSchema,
  aud: partyIdSchema,
  /** Purchase number for this counterparty; in variant c base64url SHA-256 of `contents`. */
  jti: z.string().max(64),
  iat: z.int(),
  exp: z.int(),
  contents: base64UrlSchema.optional(),
  /** One constant URL per mall. */
  ret: z.url({ protocol: /^https$/ }),
};

export const shipInstructionSchema = z
  .strictObject({
    ...common,
    act: z.literal('ship'),
    /** Only when the carrier collects it. */
    amount: amountSchema.optional(),
    size: parcelSizeSchema,
    pay: z.enum(PAY_MODES),
  })
  .refine((claims) => (claims.pay === 'on-delivery') === (claims.amount !== undefined))
  .refine((claims) => instructionVariant(claims) !== undefined);

export const settleInstructionSchema = z
  .strictObject({ ...common, act: z.literal('settle'), amount: amountSchema })
  .refine((claims) => instructionVariant(claims) !== undefined);

export type ShipInstruction = z.infer<typeof shipInstructionSchema>;
export type SettleInstruction = z.infer<typeof settleInstructionSchema>;

/** The variant an instruction is of, `undefined` when it is of none. */
export function instructionVariant(claims: { jti: string; contents?: string | undefined }): Variant | undefined {
  if (numberKind(claims.jti) === 'purchase') return claims.contents === undefined ? 'b' : 'a';
  return claims.contents !== undefined && /^[A-Za-z0-9_-]{43}$/.test(claims.jti) ? 'c' : undefined;
}
