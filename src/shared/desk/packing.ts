/** The packing station: the queue, the open order and its labels, what is set aside, and one list to pick several by. */
import { z } from 'zod';
import { HANDLING_MARKS, type HandlingMark } from '../domain/handling-mark.ts';
import type { Money } from '../domain/money.ts';
import { SIZE_CLASSES, type SizeClass } from '../domain/parcel-size.ts';
import type { ErrorCode } from '../errors.ts';
import { approverSchema } from './accounts.ts';
import { command, nothing } from './command.ts';
import { type BulkOutcome, LARGEST_BULK } from './list.ts';
import type { PackingItem, PrintedLabel, PurchaseRow } from './mall.ts';

/** An order that waits longer is marked in the queue (minutes). */
export const LATE_AFTER = 360;
/** Pieces of one parcel at most: two digits stand for them on the label. */
export const MOST_PIECES = 99;
/** Orders on one pick list at most. */
export const MOST_TOTES = 52;

/** Why a label is printed again. */
export const REPRINT_REASONS = ['damaged', 'lost', 'misprint', 'test'] as const;
export type ReprintReason = (typeof REPRINT_REASONS)[number];

/** The first copy that somebody else must agree to. */
const APPROVED_FROM = 3;

/**
 * A second paper for one parcel can hide a second parcel: from the second reprint on, and where a label is said to be
 * lost, somebody other than the clerk must agree – who may reprint. A clerk who may not is never alone with it.
 */
export function needsApproval(print: {
  readonly copy: number;
  readonly reason: ReprintReason;
  /** Whether the clerk may reprint. */
  readonly may: boolean;
}): boolean {
  return !print.may || print.copy >= APPROVED_FROM || print.reason === 'lost';
}

/** Where an order of the bench stands. */
export const QUEUE_PLACES = ['waiting', 'packed', 'aside'] as const;
export type QueuePlace = (typeof QUEUE_PLACES)[number];

/** Pieces of an order's line, by its place in the order from 0. */
export interface MissingItem {
  readonly item: number;
  readonly count: number;
}

/** An order that waits for what is missing. */
export interface SetAside {
  readonly at: string;
  readonly who: string;
  /** Pieces that are missing. */
  readonly pieces: number;
}

export interface QueueRow extends PurchaseRow {
  readonly aside?: SetAside;
}

export interface BenchItem extends PackingItem {
  /** What else than the SKU its bar code says: a JAN, say. */
  readonly barcode?: string;
  readonly shelf?: string;
  /** Pieces that will not be sent; `quantity` is what goes in without them. */
  readonly short?: number;
}

/** A size class that was found to be wrong. */
export interface SizeCorrection {
  readonly was: SizeClass;
  readonly size: SizeClass;
  /** At the bench, or at the carrier's depot. */
  readonly by: 'bench' | 'carrier';
  readonly at: string;
}

export interface PackingOrder extends PurchaseRow {
  readonly items: readonly BenchItem[];
  /** Cash that the label tells the driver to collect. */
  readonly collect?: Money;
  readonly marks: {
    /** At the bench, for this order. */
    readonly chosen: readonly HandlingMark[];
    /** What its products always ask for. */
    readonly always: readonly HandlingMark[];
  };
  readonly corrected?: SizeCorrection;
  /** With what is missing. */
  readonly aside?: SetAside & { readonly missing: readonly MissingItem[] };
  /** What of the price goes back for pieces that are not sent. */
  readonly goesBack?: Money;
}

/** One printed piece of paper: its place in the lineage of a parcel's labels. */
export interface LabelCopy {
  readonly labelId: string;
  readonly piece: number;
  readonly of: number;
  readonly copy: number;
  readonly printedAt: string;
  /** Absent on labels of earlier versions of this program. */
  readonly who?: string;
  readonly reason?: ReprintReason;
  /** Who else agreed to the copy. */
  readonly approver?: string;
  readonly voided?: { readonly at: string; readonly who: string; readonly reason: string };
}

export interface QueueCounts {
  /** By trade name. */
  readonly carriers: readonly { readonly carrier: string; readonly name: string; readonly waiting: number }[];
  readonly packed: number;
  readonly aside: number;
}

/** One order on a pick list. */
export interface Tote {
  /** A, B, … Z, AA, … */
  readonly tote: string;
  readonly purchase: string;
  readonly carrierName: string;
  readonly pieces: number;
}

export interface PickLine {
  readonly sku: string;
  readonly name?: string;
  readonly quantity: number;
  readonly totes: readonly { readonly tote: string; readonly quantity: number }[];
}

export interface PickList {
  /** Oldest order first. */
  readonly totes: readonly Tote[];
  /** In the order of a walk; without a shelf last. */
  readonly shelves: readonly { readonly shelf?: string; readonly lines: readonly PickLine[] }[];
  /** Orders that are not on it, and why. */
  readonly refused: readonly { readonly purchase: string; readonly code: ErrorCode }[];
  /** The sheet: PDF and PNG of its first page as base64. */
  readonly pdf: string;
  readonly preview: string;
}

const purchase = z.string().regex(/^\d{14}$/);
const piece = z.int().min(1).max(MOST_PIECES);
const copy = z.int().min(1).max(99);
const language = z.enum(['ja', 'en']);
const missing = z
  .array(z.object({ item: z.int().min(0).max(200), count: z.int().min(1).max(10_000) }))
  .min(1)
  .max(200);
const checkedItems = z
  .array(z.object({ sku: z.string().max(64), quantity: z.int().min(0), piece: piece.optional() }))
  .max(1000);

export const packingCommands = {
  /** Oldest first; `after`: the cursor of the last row seen (`queueCursor`). Accepted and packed ones where no place is named. */
  'packing.queue': command<QueueRow[]>()(
    z.object({
      place: z.enum(QUEUE_PLACES).optional(),
      carrier: z.string().max(253).optional(),
      limit: z.int().min(1).max(500).optional(),
      after: z.string().max(64).optional(),
    }),
  ),
  'packing.counts': command<QueueCounts>()(nothing),
  /** Opens the contents of the mall's own purchase table; by purchase or shipping number, typed or scanned. */
  'packing.open': command<PackingOrder>()(z.object({ number: z.string().max(64) })),
  /** How an open order stands, without opening it again. */
  'packing.look': command<QueueRow>()(z.object({ purchase })),
  /**
   * Prints the first labels, one for each piece. Every item must have been scanned or ticked into a piece (into the
   * first where none is named).
   */
  'packing.print': command<PrintedLabel[]>()(z.object({ purchase, pieces: piece.optional(), checked: checkedItems })),
  /**
   * Prints copy n+1 of a piece's label and voids the copies before it. `approver`: who else agrees, where that is needed,
   * and signs for it. Fails with `approval-needed`, and as a sign-in does for the approver.
   */
  'packing.reprint': command<PrintedLabel>()(
    z.object({
      purchase,
      piece: piece.optional(),
      reason: z.enum(REPRINT_REASONS),
      approver: approverSchema.optional(),
    }),
  ),
  /** A label that was printed before, as it was. */
  'packing.label': command<PrintedLabel>()(z.object({ purchase, piece: piece.optional(), copy })),
  /** Every label of a parcel, by piece, then by copy. */
  'packing.labels': command<LabelCopy[]>()(z.object({ purchase })),
  /** A label that shall not be used any more; the carrier is told. */
  'packing.void': command<void>()(z.object({ purchase, piece, copy, reason: z.enum(REPRINT_REASONS) })),
  /** Nameless slip: simplified invoice with tax by rate; on pay-later orders with the part to pay by. PDF and PNG as base64. */
  'packing.slip': command<{ pdf: string; preview: string }>()(z.object({ purchase, language })),
  /** The marks chosen for this order, beside what its products always ask for. */
  'packing.mark': command<void>()(z.object({ purchase, marks: z.array(z.enum(HANDLING_MARKS)).max(4) })),
  /** The class that was found at the bench; the carrier is told. */
  'packing.correct-size': command<void>()(z.object({ purchase, size: z.literal(SIZE_CLASSES) })),
  /** Something is out of stock: the order leaves the queue until it is brought back, or the stock of it is set again. */
  'packing.set-aside': command<void>()(z.object({ purchase, missing })),
  'packing.bring-back': command<void>()(z.object({ purchase })),
  /** Whole orders, with all of their pieces. */
  'packing.set-aside-many': command<BulkOutcome>()(z.object({ purchases: z.array(purchase).min(1).max(LARGEST_BULK) })),
  /**
   * The order goes without these pieces, and their price goes back. `approver`: who may give money back, where the clerk
   * may not; fails with `approval-needed`, and as a sign-in does for the approver.
   */
  'packing.send-without': command<void>()(z.object({ purchase, missing, approver: approverSchema.optional() })),
  /** One list for several orders: those named, or the `oldest` so many that wait (of one carrier). Opens their contents. */
  'packing.pick': command<PickList>()(
    z.union([
      z.object({ purchases: z.array(purchase).min(1).max(MOST_TOTES), language }),
      z.object({ oldest: z.int().min(1).max(MOST_TOTES), carrier: z.string().max(253).optional(), language }),
    ]),
  ),
  'packing.hand-over': command<void>()(z.object({ purchase })),
};

/** Where the next page of the queue begins. */
export function queueCursor({ placedAt, purchase }: Pick<PurchaseRow, 'placedAt' | 'purchase'>): string {
  return `${placedAt} ${purchase}`;
}
