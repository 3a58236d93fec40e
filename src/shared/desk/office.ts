/** What every role's desk has: who we are, partners, post, the trail. */
import { z } from 'zod';
import { TRAIL_GROUPS, type TrailGroup } from '../domain/trail-group.ts';
import type { Permission, Rank } from '../domain/permission.ts';
import { VARIANTS, type Variant } from '../protocol/instruction.ts';
import { partyIdSchema, type Role } from '../protocol/party.ts';
import { command, nothing } from './command.ts';
import { type BulkOutcome, LARGEST_BULK, listInput, type ListPage } from './list.ts';
import type { StationIdentity } from './stations.ts';

/** The party that a desk belongs to. */
export interface PartyOffice {
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

export interface DoorSign extends PartyOffice {
  /** Nobody has an account yet: the first who enters makes the administrator's. */
  readonly first: boolean;
  /** Of a demo group: who may sit down here, and with what. */
  readonly players?: readonly { readonly name: string; readonly rank: Rank; readonly secret: string }[];
}

/** The desk as one account sees it. */
export interface Office extends PartyOffice {
  /** The account's name, as it is written. */
  readonly who: string;
  readonly rank: Rank;
  /** What the account may do; screens show nothing else. */
  readonly permissions: readonly Permission[];
  /** Enters again in the same page instead of the secret: after a lost line. Kept in memory alone. */
  readonly ticket?: string;
  /** Minutes without a key after which the screen locks; 0: never. */
  readonly lockMinutes: number;
  /** Somebody else chose the secret: the person shall choose an own one now. */
  readonly ownSecretDue?: boolean;
  /** From a service to its station: counts the account's secrets; the station forgets who has another one. */
  readonly version?: number;
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
  /** Type of the message; as in `PostRow`. */
  readonly lastSentType?: string;
  readonly lastReceivedAt?: string;
  readonly lastReceivedType?: string;
  readonly waiting: number;
  /** Messages that it refused for good; absent: none. */
  readonly rejected?: number;
  /** Messages of it that were refused here; absent: none. */
  readonly refused?: number;
}

/** `refused`: the partner said it will never accept it. */
export const POST_STATES = ['waiting', 'refused'] as const;

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
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: string;
  readonly kind: TrailGroup;
}

export const officeCommands = {
  /**
   * First message of a screen, and again whenever another person sits down. Fails with `first-account` where the party
   * has none yet, `account-unknown`, `secret-needed` where neither secret nor ticket is good, `wrong-secret`, and
   * `locked-out` about the time until which this name is.
   */
  'office.enter': command<Office>()(
    z.object({
      clerk: z.string().trim().min(1).max(24),
      secret: z.string().min(1).max(128).optional(),
      /** Of an earlier answer to this page. */
      ticket: z.string().max(64).optional(),
    }),
  ),
  /** The own party card as a JWS, to hand over as a file. */
  /** Nobody sits here any more: locked, or given to somebody else. The ticket ends with it. */
  'office.leave': command<void>()(nothing),
  /** What stands at the door: shown before anybody has signed in. */
  'office.sign': command<DoorSign>()(nothing),
  'office.card': command<{ card: string }>()(nothing),
  'partners.list': command<PartnerRow[]>()(nothing),
  /** Registers a card as pending; approving it is a step of its own. */
  'partners.add': command<PartnerRow>()(z.object({ card: z.string().max(32_768) })),
  /** Only with the safety number that was compared. */
  'partners.approve': command<void>()(
    z.object({
      id: partyIdSchema,
      safetyNumber: z.string().regex(/^\d{60}$/),
      compared: z.enum(['typed', 'ticked', 'scanned']).exactOptional(),
    }),
  ),
  'partners.suspend': command<void>()(z.object({ id: partyIdSchema, reason: z.string().trim().min(1).max(200) })),
  'partners.choose-variant': command<void>()(z.object({ id: partyIdSchema, variant: z.enum(VARIANTS) })),
  'post.waiting': command<ListPage<PostRow>>()(listInput(POST_STATES)),
  /** These alone, refused ones included. */
  'post.retry-many': command<BulkOutcome>()(z.object({ ids: z.array(z.uuid()).min(1).max(LARGEST_BULK) })),
  'post.retry': command<void>()(z.object({ partner: partyIdSchema })),
  /** Who did what; `states` are kinds of deeds. */
  'trail.list': command<ListPage<TrailRow>>()(listInput(TRAIL_GROUPS).extend({ who: z.string().max(40).optional() })),
  /** Everybody who is named in the trail. */
  'trail.people': command<string[]>()(nothing),
};
