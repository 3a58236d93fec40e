/**
 * The customer's wallet (docs/protocol.md, "Authentication agency"): personal and card data, sealed at enrolment and kept
 * by the customer alone, signed by the agency. `reseal`: sealed to the agency, which opens it at each order and seals it
 * anew to the settlement server. `pass`: sealed to the settlement server, the agency passes it on unopened.
 */
import { z } from 'zod';
import type { EnvelopeBinding } from './envelope.ts';
import { base64UrlSchema, partyIdSchema, timeSchema } from './party.ts';

export const WALLET_TYPE = 'tokumei-wallet+jws';
export const WALLET_VARIANTS = ['reseal', 'pass'] as const;
export type WalletVariant = (typeof WALLET_VARIANTS)[number];
/** Wrong PINs in a row that lock a wallet at the settlement server. */
export const MOST_WRONG_PINS = 5;

export const walletSchema = z.object({
  /** 16 random bytes, base64url; what is revoked, and locked. */
  serial: base64UrlSchema.length(22),
  agency: partyIdSchema,
  settlement: partyIdSchema,
  variant: z.enum(WALLET_VARIANTS),
  /** Envelope of kind `wallet` (see `identityBinding`), base64url. */
  sealed: base64UrlSchema.max(2048),
  /** Envelope of kind `wallet` (see `pinBinding`), base64url: what the PIN is compared with. */
  pin: base64UrlSchema.max(2048),
  issued: timeSchema,
  expires: timeSchema,
});
/** Payload of the JWS that is the wallet file. */
export type Wallet = z.infer<typeof walletSchema>;

/** Personal and card data. @param recipient the agency, or in variant `pass` the settlement server */
export function identityBinding(recipient: string, agency: string, serial: string): EnvelopeBinding {
  return { kind: 'wallet', recipient, number: serial, issuer: agency };
}

/** The PIN, for the settlement server alone. */
export function pinBinding(settlement: string, agency: string, serial: string): EnvelopeBinding {
  return { kind: 'wallet', recipient: settlement, number: `${serial}.pin`, issuer: agency };
}

/**
 * What the agency seals anew for one order (cipher 2). @param number the purchase number: bound to this order, it is of
 * no use in another
 */
export function resealedBinding(settlement: string, mall: string, number: string): EnvelopeBinding {
  return { kind: 'wallet', recipient: settlement, number, issuer: mall };
}
