/** Handing over at the end of the day: the mall counts and closes a manifest, the carrier takes and answers. */
import { z } from 'zod';
import type { SizeClass } from '../domain/parcel-size.ts';
import type { PurchaseState } from '../domain/states.ts';
import type { ErrorCode } from '../errors.ts';
import { command, fileSchema, nothing } from './command.ts';
import { listInput, type ListPage } from './list.ts';

/** Rows of one list at most; the counts beside it are of them all. */
export const MOST_ROWS = 300;

/** Packed parcels of one carrier, and how far they are counted. */
export interface CountSums {
  readonly parcels: number;
  readonly pieces: number;
  /** With all of their pieces. */
  readonly countedParcels: number;
  readonly countedPieces: number;
}

export interface CarrierToCount extends CountSums {
  /** Party id. */
  readonly carrier: string;
  /** Trade name. */
  readonly name: string;
}

export interface ParcelToCount {
  readonly purchase: string;
  readonly shipping: string;
  readonly pieces: number;
  /** Pieces counted. */
  readonly counted: number;
  readonly size: SizeClass;
}

export interface LastCounted {
  readonly purchase: string;
  readonly shipping: string;
  readonly piece: number;
  readonly pieces: number;
  readonly who: string;
  readonly at: string;
}

export interface HandoverCount extends CountSums {
  /** Parcels that have a piece which was not counted, oldest first; at most `MOST_ROWS`. */
  readonly left: readonly ParcelToCount[];
  /** Newest first. */
  readonly last: readonly LastCounted[];
}

export interface CountedPiece {
  readonly purchase: string;
  readonly shipping: string;
  readonly piece: number;
  readonly pieces: number;
  /** Pieces of this parcel counted so far. */
  readonly counted: number;
}

export interface ClosedManifest {
  /** UUID. */
  readonly manifest: string;
  /** On the paper. */
  readonly number: string;
  readonly parcels: number;
  readonly pieces: number;
  /** Packed parcels that stay here: not counted, or not with all of their pieces. */
  readonly left: number;
  /** Counted parcels that stay here because their payment can't be claimed any more. */
  readonly refused: readonly { readonly purchase: string; readonly code: ErrorCode }[];
}

/**
 * `closed`: the carrier has not got it yet · `waiting`: it has, and has not answered for good · `agreed` · `differs`.
 */
export const MANIFEST_STATES = ['closed', 'waiting', 'agreed', 'differs'] as const;
export type ManifestState = (typeof MANIFEST_STATES)[number];

export interface ManifestRow {
  readonly manifest: string;
  readonly number: string;
  readonly carrierName: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly closedAt: string;
  readonly who: string;
  readonly parcels: number;
  readonly pieces: number;
  /** Parcels that the carrier has, with all of their pieces. */
  readonly taken: number;
  /** Parcels that it took beside them. */
  readonly extra: number;
  readonly state: ManifestState;
}

/** A parcel of a manifest that is not taken, or not with all of its pieces. */
export interface ManifestGap {
  readonly purchase: string;
  readonly shipping: string;
  readonly pieces: number;
  readonly taken: number;
  readonly state: PurchaseState;
  /** Found here again, and packed since. */
  readonly found?: { readonly at: string; readonly who: string };
}

export interface ManifestDetail extends ManifestRow {
  /** At most `MOST_ROWS`. */
  readonly gaps: readonly ManifestGap[];
  readonly gapCount: number;
  /** Shipping numbers, with the purchase where it is one of ours. */
  readonly extras: readonly { readonly shipping: string; readonly purchase?: string }[];
}

export interface ManifestPapers {
  readonly number: string;
  /** Base64, all but the signature: a detached JWS over the bytes of `csv`. */
  readonly pdf: string;
  readonly preview: string;
  readonly csv: string;
  readonly jws: string;
}

/** A pick-up at the carrier: one manifest of a mall. */
export interface PickupRow {
  readonly manifest: string;
  readonly number: string;
  readonly mallName: string;
  readonly date: string;
  readonly receivedAt: string;
  readonly parcels: number;
  readonly pieces: number;
  readonly takenParcels: number;
  readonly takenPieces: number;
  readonly extra: number;
  readonly state: 'open' | 'agreed' | 'differs';
  readonly closedAt?: string;
  readonly who?: string;
}

export interface PickupDetail extends PickupRow {
  /** Not taken, or not with all pieces; at most `MOST_ROWS`. */
  readonly gaps: readonly { readonly shipping: string; readonly pieces: number; readonly taken: number }[];
  readonly gapCount: number;
  readonly extras: readonly string[];
}

/** A manifest file with a signature that holds. */
export interface CheckedManifest {
  readonly number: string;
  readonly mallName: string;
  readonly date: string;
  readonly parcels: number;
  readonly pieces: number;
  /** Beside the manifest that came from the mall's server. */
  readonly compared: 'same' | 'different' | 'unknown';
}

const manifest = z.uuid();
const carrier = z.string().max(253);
const purchase = z.string().regex(/^\d{14}$/);

export const handoverCommands = {
  /** Carriers for whom something is packed, by trade name. */
  'handover.carriers': command<CarrierToCount[]>()(nothing),
  'handover.read': command<HandoverCount>()(z.object({ carrier })),
  /** Counts the piece of a scanned label; a typed number counts the parcel's next piece. */
  'handover.count': command<CountedPiece>()(z.object({ carrier, scan: z.string().max(4096) })),
  'handover.take-back': command<void>()(z.object({ purchase, piece: z.int().min(1).max(99) })),
  /** What is counted goes; what is not stays packed. */
  'handover.close': command<ClosedManifest>()(z.object({ carrier })),
  'handover.manifests': command<ListPage<ManifestRow>>()(listInput(MANIFEST_STATES)),
  'handover.manifest': command<ManifestDetail>()(z.object({ manifest })),
  'handover.papers': command<ManifestPapers>()(z.object({ manifest, language: z.enum(['ja', 'en']) })),
  /** A parcel that was missing at its pick-up is still here: it can be handed over again. */
  'handover.found': command<void>()(z.object({ purchase })),
  'pickups.list': command<ListPage<PickupRow>>()(listInput(['open', 'closed'])),
  'pickups.read': command<PickupDetail>()(z.object({ manifest })),
  /** Tells the mall what came; `final` ends the pick-up. */
  'pickups.answer': command<PickupRow>()(z.object({ manifest, final: z.boolean() })),
  /** A manifest's CSV file and the signature that came with it. */
  'pickups.check': command<CheckedManifest>()(z.object({ csv: fileSchema, jws: z.string().max(4096) })),
};
