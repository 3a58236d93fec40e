/**
 * Stations: other computers at benches, gates and vans that are paired with their party's service. The office pairs
 * and revokes them; a station says of itself whether it reaches its service and what waits.
 */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import type { ErrorCode } from '../errors.ts';
import type { Role } from '../protocol/party.ts';
import { command, nothing } from './command.ts';

/** Packing bench of a mall; depot gate and van of a carrier; forwarding desk of a credit company. */
export const STATION_KINDS = ['bench', 'gate', 'van', 'forwarding'] as const;
export type StationKind = (typeof STATION_KINDS)[number];

/** What may be paired with a party of each role. */
export const STATION_KINDS_OF: Readonly<Record<Role, readonly StationKind[]>> = {
  mall: ['bench'],
  carrier: ['gate', 'van'],
  credit: ['forwarding'],
  agency: [],
  wrapper: [],
};

/** A paired station, as every use case may know it. */
export interface StationIdentity {
  readonly id: string;
  /** As people call it: "Gate 2". */
  readonly name: string;
  readonly kind: StationKind;
  /** Carrier: the depot it stands in or sets out from, by its code. */
  readonly depot?: string;
}

export interface StationRow extends StationIdentity {
  readonly state: 'paired' | 'revoked';
  readonly pairedAt: string;
  /** Absent until it came by for the first time. */
  readonly seenAt?: string;
  readonly connected: boolean;
}

export interface StationList {
  /** `host:port` that stations connect to; absent where this party has no station door. */
  readonly service?: string;
  /** Those at work first, by name. */
  readonly stations: readonly StationRow[];
  /** Names for which a code is open. */
  readonly expected: readonly string[];
}

export interface PairingCode {
  /** Digits, to be typed or scanned at the station; good once. */
  readonly code: string;
  /** The same as Code 128: its modules from left to right, `1` for dark, without quiet zones. */
  readonly bars: string;
  /** The same as a QR code: its rows of modules, `1` for dark, without quiet zone. */
  readonly rows: readonly string[];
  /** `host:port` that the station connects to. */
  readonly service: string;
  readonly endsAt: string;
}

/** One scan that waits at a station, or that its service refused. Numbers, codes and cash only. */
export interface WaitingScan {
  readonly id: string;
  readonly number: string;
  /** `Step` of the carrier. */
  readonly step: string;
  readonly at: string;
  /** Cash counted with it: of a refused one it stands in no drawer. */
  readonly collected?: Money;
  /** Why the service refused it. */
  readonly refused?: ErrorCode;
}

/** How a station stands to its service. */
export interface StationStanding {
  readonly online: boolean;
  /** Scans that wait to be sent. */
  readonly waiting: number;
  /** Scans that the service refused and nobody has put aside. */
  readonly refused: number;
  /** When the service was last heard of. */
  readonly heardAt?: string;
  /** Cut off beyond this it opens nothing more. */
  readonly leaseEnds?: string;
  /** The office revoked it: what it held is destroyed, and it opens nothing more. */
  readonly revoked?: true;
}

export const stationCommands = {
  'stations.list': command<StationList>()(nothing),
  /** A one-time code for a new station; fails with `not-found` where this party has no station door. */
  'stations.pair': command<PairingCode>()(
    z.object({
      name: z.string().trim().min(1).max(40),
      kind: z.enum(STATION_KINDS),
      depot: z.string().trim().max(12).optional(),
    }),
  ),
  /** Lost or retired: its connection ends at once, and what it holds opens nothing more. */
  'stations.revoke': command<void>()(z.object({ id: z.uuid() })),
  /** At a station alone: how it stands. */
  'station.standing': command<StationStanding>()(nothing),
  /** At a station alone: what waits and what was refused, in the order of scanning. */
  'station.waiting': command<WaitingScan[]>()(nothing),
  /** At a station alone: a refused scan was looked at. */
  'station.put-aside': command<void>()(z.object({ id: z.uuid() })),
};
