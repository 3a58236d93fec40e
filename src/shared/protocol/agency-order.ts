/**
 * What the customer's page and the agency say to each other, as JSON over the agency's own public door: a wallet is made,
 * an order is looked at and confirmed. Nothing here names a customer; what does, is sealed.
 */
import { z } from 'zod';
import { moneySchema } from '../domain/money.ts';
import { base64UrlSchema, partyIdSchema, timeSchema } from './party.ts';
import { WALLET_VARIANTS } from './wallet.ts';

/** 32 random bytes, base64url: what follows `#` in the address of `/wallet`; finds one order. */
export const confirmCodeSchema = base64UrlSchema.length(43);

const sealingKeySchema = base64UrlSchema.length(43);
const envelopeSchema = base64UrlSchema.max(2048);

export const walletPlaceSchema = z.object({
  /** Minted for this one wallet; the ticket proves it. */
  serial: base64UrlSchema.length(22),
  ticket: z.string().max(128),
  agency: partyIdSchema,
  settlement: partyIdSchema,
  variant: z.enum(WALLET_VARIANTS),
  /** X25519, base64url: what personal and card data are sealed to. */
  identityKey: sealingKeySchema,
  /** The settlement server's, for the PIN. */
  pinKey: sealingKeySchema,
});
/** Data block `sealing` of `/enrol`. */
export type WalletPlace = z.infer<typeof walletPlaceSchema>;

export const enrolRequestSchema = z.object({
  serial: base64UrlSchema.length(22),
  ticket: z.string().max(128),
  /** See `identityBinding`. */
  sealed: envelopeSchema,
  /** See `pinBinding`. */
  pin: envelopeSchema,
});
/** POST `/enrol` answers `{wallet}`, a JWS. */
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;
export const enrolledSchema = z.object({ wallet: z.string().max(8192) });

/** `open`: to be confirmed; `sent`: the settlement server decides; `again`: to be confirmed once more. */
export const CONFIRMATION_STATES = ['open', 'sent', 'again', 'yes', 'no', 'expired'] as const;
export type ConfirmationState = (typeof CONFIRMATION_STATES)[number];

export const orderRequestSchema = z.object({ code: confirmCodeSchema });

export const agencyOrderSchema = z.object({
  mall: z.object({ id: partyIdSchema, name: z.string().max(60) }),
  /** The mall's purchase number. */
  purchase: z.string().max(64),
  amount: moneySchema,
  /** Pieces of everything together. */
  quantity: z.int().min(1),
  expires: timeSchema,
  state: z.enum(CONFIRMATION_STATES),
  agency: partyIdSchema,
  /** Who settles, and the key that a confirmation is sealed to. */
  settlement: z.object({ id: partyIdSchema, name: z.string().max(60), key: sealingKeySchema }),
});
/** POST `/wallet/request` `{code}` answers this; `agency-unavailable` while the mall has not announced the order. */
export type AgencyOrder = z.infer<typeof agencyOrderSchema>;

/** POST `/wallet/confirm`. Answers 202 `{}`. */
export const confirmRequestSchema = z.object({
  code: confirmCodeSchema,
  wallet: z.string().max(8192),
  /** See `partBinding`: for the settlement server alone. */
  confirmation: envelopeSchema,
});
export type ConfirmRequest = z.infer<typeof confirmRequestSchema>;

/** POST `/wallet/state` `{code}` answers this. */
export const confirmationStateSchema = z.object({ state: z.enum(CONFIRMATION_STATES) });

/** POST `/wallet/revoke`: by whoever holds the wallet. Answers `{}`, also when it was revoked before. */
export const revokeRequestSchema = z.object({ wallet: z.string().max(8192) });
