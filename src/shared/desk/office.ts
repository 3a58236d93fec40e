/** What every role's desk has: who we are, partners, post, the trail. */
import { z } from 'zod';
import { VARIANTS, type Variant } from '../protocol/instruction.ts';
import { partyIdSchema, type Role } from '../protocol/party.ts';
import { command, nothing } from './command.ts';
import type { StationIdentity } from './stations.ts';

export interface Office {
  readonly id: string;
  readonly role: Role;
  /** Trade name. */
  readonly name: string;
  /** Shown in the top bar of stations: "Yokohama depot". */
  readonly place: string;
  /** Origin of the public pages; absent where there are none: a credit company on a closed network. */
  readonly publicUrl?: string;
  /** The station that this screen stands at; absent at the party's own desk. */
  readonly station?: StationIdentity;
  /** Runs an authentication agency too: beside a settlement server. */
  readonly agency?: boolean;
  /** Demo group: said on screen, so that nobody takes it for real. */
  readonly demo: boolean;
}

export interface PartnerRow {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  readonly state: 'pending' | 'approved' | 'suspended';
  readonly variant: Variant;
  /** 60 digits, to compare with the partner's screen. */
  readonly safetyNumber: string;
  /** A card with another signing key or TLS pin came in: staff must compare again. */
  readonly changed: boolean;
  readonly lastSentAt?: string;
  readonly lastReceivedAt?: string;
  readonly waiting: number;
}

export interface PostRow {
  readonly id: string;
  readonly partner: string;
  readonly type: string;
  readonly createdAt: string;
  readonly attempts: number;
  readonly nextAt: string;
  /** A code or an HTTP status, never the partner's words. */
  readonly lastError?: string;
  /** The partner said it will never accept it. */
  readonly rejected: boolean;
}

export interface TrailRow {
  readonly at: string;
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: string;
}

export const officeCommands = {
  /** First message of a screen; `clerk` is how the trail names this person. */
  'office.enter': command<Office>()(z.object({ clerk: z.string().trim().min(1).max(24) })),
  /** The own party card as a JWS, to hand over as a file. */
  'office.card': command<{ card: string }>()(nothing),
  'partners.list': command<PartnerRow[]>()(nothing),
  /** Registers a card as pending; approving it is a step of its own. */
  'partners.add': command<PartnerRow>()(z.object({ card: z.string().max(32_768) })),
  /** Only with the safety number that was compared. */
  'partners.approve': command<void>()(z.object({ id: partyIdSchema, safetyNumber: z.string().regex(/^\d{60}$/) })),
  'partners.suspend': command<void>()(z.object({ id: partyIdSchema })),
  'partners.choose-variant': command<void>()(z.object({ id: partyIdSchema, variant: z.enum(VARIANTS) })),
  'post.waiting': command<PostRow[]>()(nothing),
  'post.retry': command<void>()(z.object({ partner: partyIdSchema })),
  /** Newest first. */
  'trail.list': command<TrailRow[]>()(
    z.object({ limit: z.int().min(1).max(500).default(100), before: z.iso.datetime().optional() }),
  ),
};
