/** The mall's desk: catalogue, purchases, money. There is no field for a name or an address. */
import { z } from 'zod';
import type { HandlingMark } from '../domain/handling-mark.ts';
import type { Money } from '../domain/money.ts';
import { moneySchema } from '../domain/money.ts';
import { type ParcelSize, SIZE_CLASSES, type SizeClass } from '../domain/parcel-size.ts';
import type { PurchaseState } from '../domain/states.ts';
import type { ErrorCode } from '../errors.ts';
import type { PayMode, Variant } from '../protocol/instruction.ts';
import { command, nothing } from './command.ts';

export interface ProductRow {
  readonly sku: string;
  readonly name: string;
  /** With tax. */
  readonly price: Money;
  readonly taxPercent: number;
  /** Absent for electronic goods. */
  readonly size?: ParcelSize;
  readonly specification: string;
  /** Pieces that can still be sold; absent where nobody counts them. */
  readonly stock?: number;
  /** What its bar code says where that is not the SKU: a JAN, say. */
  readonly barcode?: string;
  readonly shelf?: string;
  /** What every parcel with it is marked with. */
  readonly marks?: readonly HandlingMark[];
}

/** What is added to an order for its parcel, tax included, in yen by size class; a class that is missing adds nothing. */
export type ShippingCharges = Readonly<Partial<Record<SizeClass, number>>>;

export interface ImportReport {
  readonly imported: number;
  /** Line numbers as an editor counts them; the other rows are imported. */
  readonly refused: readonly {
    readonly line: number;
    readonly sku: string;
    readonly code: ErrorCode;
    readonly field: string;
  }[];
}

export interface PurchaseRow {
  readonly purchase: string;
  readonly placedAt: string;
  readonly carrier: string;
  readonly carrierName: string;
  readonly variant: Variant;
  readonly state: PurchaseState;
  readonly total: Money;
  readonly pay: PayMode;
  readonly size: ParcelSize;
  /** The number on the label; absent until the carrier said OK. */
  readonly shipping?: string;
  /** Pay-later and cash on delivery: recorded or remitted. */
  readonly paid: boolean;
  /** Pay-later: so much less is to be paid than `total`. */
  readonly waived?: Money;
  /** The highest copy number printed so far. */
  readonly copies: number;
  /** Once its labels are printed, where it goes in more than one. */
  readonly pieces?: number;
  /** The carrier did not find it, or not all of it, at its pick-up. */
  readonly missed?: true;
}

export interface PackingItem {
  readonly sku: string;
  /** Absent when the envelope had no room for names. */
  readonly name?: string;
  readonly quantity: number;
}

export interface PrintedLabel {
  /** number ‖ piece ‖ of ‖ copy. */
  readonly labelId: string;
  readonly copy: number;
  /** The PDF as base64. */
  readonly pdf: string;
  /** The same page as it will print, PNG as base64. */
  readonly preview: string;
}

export interface RemittanceRow {
  readonly remittance: string;
  readonly carrier: string;
  readonly date: string;
  readonly parcels: number;
  readonly total: Money;
  /** Parcels whose amount was not what the mall expected. */
  readonly breaks: number;
}

/** Why a remitted amount was not booked. */
export const BREAK_REASONS = ['unknown', 'not-on-delivery', 'already-remitted', 'amount-differs'] as const;

/** A parcel of a remittance that does not match, for staff to clear up with the carrier. */
export interface RemittanceBreak {
  /** As the carrier named it. */
  readonly shipping: string;
  readonly amount: Money;
  readonly reason: (typeof BREAK_REASONS)[number];
  /** Absent when this carrier has no parcel of that number. */
  readonly purchase?: string;
  /** What the driver was to collect. */
  readonly expected?: Money;
}

export const LARGEST_STOCK = 1_000_000;
/** JPY. */
export const LARGEST_CHARGE = 100_000;
const purchase = z.string().regex(/^\d{14}$/);

export const mallCommands = {
  'catalogue.list': command<ProductRow[]>()(nothing),
  /** CSV text with the columns of the sample catalogue; columns `stock`, `barcode`, `shelf` and `marks` may be among them. */
  'catalogue.import': command<ImportReport>()(z.object({ csv: z.string().max(20_000_000) })),
  /** `null`: nobody counts this one. */
  'catalogue.set-stock': command<void>()(
    z.object({ sku: z.string().max(64), stock: z.int().min(0).max(LARGEST_STOCK).nullable() }),
  ),
  'charges.read': command<ShippingCharges>()(nothing),
  'charges.change': command<void>()(
    z.object({
      charges: z.partialRecord(
        z.literal(SIZE_CLASSES.map(String) as `${SizeClass}`[]),
        z.int().min(0).max(LARGEST_CHARGE),
      ),
    }),
  ),
  'purchases.list': command<PurchaseRow[]>()(
    z.object({ limit: z.int().min(1).max(500).default(200), before: z.iso.datetime().optional() }),
  ),
  /** A pay-later payment, known by its purchase number alone. */
  'payments.record': command<void>()(z.object({ purchase, amount: moneySchema, date: z.iso.date() })),
  'remittances.received': command<RemittanceRow[]>()(nothing),
  /** The parcels of one remittance that were not booked, in the carrier's order. */
  'remittances.breaks': command<RemittanceBreak[]>()(z.object({ remittance: z.uuid() })),
};
