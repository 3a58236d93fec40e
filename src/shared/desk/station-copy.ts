/**
 * What a carrier's station takes along to work cut off: the keys that open labels, and what the parcels are that it may
 * meet. Asked for by a paired gate or van alone. No addressee is in it: cut off, only a label opens.
 */
import { z } from 'zod';
import type { DeliveryWish } from '../domain/delivery-slot.ts';
import type { ParcelSize } from '../domain/parcel-size.ts';
import type { RoutePrefix } from '../domain/route.ts';
import type { ParcelState } from '../domain/states.ts';
import type { Permission, Rank } from '../domain/permission.ts';
import type { ZonePrefix } from '../domain/zone.ts';
import type { PayMode } from '../protocol/instruction.ts';
import { command } from './command.ts';

/** A piece that was accepted, and the label that claimed it. */
export interface ExpectedPiece {
  readonly piece: number;
  readonly of: number;
  readonly label?: string;
  readonly state: ParcelState;
  readonly depot?: string;
}

export interface ExpectedParcel {
  readonly number: string;
  /** First 8 bytes of SHA-256(envelope), hexadecimal: another envelope for this number is an alarm. */
  readonly prefix: string;
  /** Trade name of its mall. */
  readonly mall: string;
  readonly size: ParcelSize;
  readonly pay: PayMode;
  /** To collect for the mall, minor units. */
  readonly amount?: number;
  /** To collect for the carrier, minor units. */
  readonly surcharge: number;
  readonly currency: string;
  readonly zone: string;
  /** The day whose zones it was agreed by, `YYYY-MM-DD`. */
  readonly agreedOn?: string;
  readonly state: ParcelState;
  /** When it came into that state. */
  readonly changedAt: string;
  /** Where it is delivered from and on which tour, once somebody opened it. */
  readonly depot?: string;
  readonly route?: string;
  readonly wish?: DeliveryWish;
  /** When the customer asked to have it held. */
  readonly heldAt?: string;
  readonly pieces: readonly ExpectedPiece[];
  /** Label ids that its mall voided. */
  readonly voided: readonly string[];
}

export interface ZoneTable {
  readonly prefixes: readonly ZonePrefix[];
  readonly surcharges: Readonly<Record<string, number>>;
}

/** By what a station tells route and zone from an address that it opened. */
export interface AddressTables {
  readonly routes: readonly RoutePrefix[];
  /** What counts now. */
  readonly zones: ZoneTable;
  /** What counted when parcels were agreed on that are on their way: until that day, excluded. Oldest first. */
  readonly earlierZones?: readonly (ZoneTable & { readonly until: string })[];
}

/** An account that may sit down at stations; its secret is not among what a station is told. */
export interface StationStaff {
  readonly name: string;
  readonly rank: Rank;
  readonly permissions: readonly Permission[];
  /** Counts its secrets: whoever signed in by another one is out. */
  readonly version: number;
}

export interface StationCopy {
  /** The carrier's last three sealing keys, sealed to this station's own key; base64url. */
  readonly keys: string;
  /** The cursor was of no use: what this page and the next ones do not bring is to be forgotten. */
  readonly fresh: boolean;
  readonly parcels: readonly ExpectedParcel[];
  /** Numbers that are expected no more. */
  readonly gone: readonly string[];
  /** Left out where they are what they were. */
  readonly tables?: AddressTables;
  /** Every account that is open. */
  readonly staff: readonly StationStaff[];
  /** To ask with for what changes after this. */
  readonly cursor: string;
  /** There is more to ask for already. */
  readonly more: boolean;
  /** Without another answer until then the station opens nothing more. */
  readonly leaseEnds: string;
}

export const stationCopyCommands = {
  /** Fails with `not-found` for whoever is no gate or van of this carrier. */
  'station.copy': command<StationCopy>()(z.object({ cursor: z.string().max(120).optional() })),
};
