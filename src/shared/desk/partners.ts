/** The partners' screen beyond the list: a card by its address, one partner in full, what it may send, and clocks. */
import { z } from 'zod';
import type { ClockVerdict } from '../domain/clock-skew.ts';
import { EVENTS } from '../protocol/event.ts';
import type { Sendable } from '../protocol/may-send.ts';
import { partyIdSchema } from '../protocol/party.ts';
import { command, nothing } from './command.ts';
import type { PartnerRow, PostRow } from './office.ts';

/** How the sixty digits were compared; it stands in the trail. */
export const COMPARISONS = ['typed', 'ticked', 'scanned'] as const;
export type ComparisonWay = (typeof COMPARISONS)[number];

export interface PartnerKey {
  readonly use: 'seal' | 'sign';
  /** Key id of a sealing key, 8 hexadecimal digits; of a signing key the beginning of its thumbprint. */
  readonly id: string;
  readonly from: string;
  readonly until: string;
  readonly state: 'coming' | 'current' | 'ended' | 'to-compare';
}

export interface PartnerPin {
  /** SHA-256 of the SubjectPublicKeyInfo, base64url. */
  readonly pin: string;
  /** `coming`: registered, and not met yet though another one was. */
  readonly state: 'in-use' | 'registered' | 'coming' | 'to-compare' | 'dropped';
}

/** What a card that waits brings beside names and sealing keys. */
export type CardChange = 'signing-key' | 'tls' | 'places';

export interface RefusedRow {
  readonly at: string;
  /** Empty where it could not be read. */
  readonly type: string;
  readonly code: string;
  /** How often it came. */
  readonly times: number;
}

export interface PartnerLook {
  readonly publicUrl: string;
  readonly partnerUrl: string;
  readonly services: readonly string[];
  readonly addedAt: string;
  readonly suspendedFor?: string;
  readonly maySend: readonly { readonly type: Sendable; readonly allowed: boolean }[];
  readonly keys: readonly PartnerKey[];
  readonly pins: readonly PartnerPin[];
  /** End of the certificate that its server showed last. */
  readonly certificateUntil?: string;
  readonly changes: readonly CardChange[];
  /** Messages to it that wait or were refused for good, oldest first. */
  readonly outgoing: readonly PostRow[];
  /** Messages of it that were refused here, latest first. */
  readonly refused: readonly RefusedRow[];
  /** The safety number as a QR code, row by row: the partner's scanner compares it. */
  readonly code: readonly string[];
}

const reasonSchema = z.string().trim().min(1).max(200);
const sendableSchema = z.enum(['instruction', ...(Object.keys(EVENTS) as (keyof typeof EVENTS)[])]);

export const partnerCommands = {
  /**
   * Fetches the card that lies at a party's public endpoint and registers it as `partners.add` does. Fails also with
   * `field-invalid` about `url` and `card-unreachable`.
   */
  'partners.fetch': command<PartnerRow>()(z.object({ url: z.string().trim().min(1).max(300) })),
  'partners.look': command<PartnerLook>()(z.object({ id: partyIdSchema })),
  /** Ends a suspension. Fails with `wrong-state` where there is something to compare first. */
  'partners.resume': command<void>()(z.object({ id: partyIdSchema, reason: reasonSchema })),
  /** Everything that this partner may send from now on. */
  'partners.allow': command<void>()(z.object({ id: partyIdSchema, types: z.array(sendableSchema).max(64) })),
  /** How far our clock and partners' clocks are apart. */
  'partners.clocks': command<ClockVerdict>()(nothing),
};
