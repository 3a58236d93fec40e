/** The mall's desk: purchases, money. There is no field for a name or an address. */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import { moneySchema } from '../domain/money.ts';
import type { ParcelSize } from '../domain/parcel-size.ts';
import { PURCHASE_STATES, type PurchaseState } from '../domain/states.ts';
import type { PayMode, Variant } from '../protocol/instruction.ts';
import { command } from './command.ts';
import { listInput, type ListPage, MATCHINGS } from './list.ts';

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

const purchase = z.string().regex(/^\d{14}$/);

export const mallCommands = {
  /**
   * `owed`: pay-later purchases that were sent and are not paid. `by`: what `from` and `until` speak of, where it is not
   * the order: any label's printing.
   */
  'purchases.list': command<ListPage<PurchaseRow>>()(
    listInput(PURCHASE_STATES).extend({ owed: z.literal(true).optional(), by: z.literal('labelled').optional() }),
  ),
  /** A pay-later payment, known by its purchase number alone. */
  'payments.record': command<void>()(z.object({ purchase, amount: moneySchema, date: z.iso.date() })),
  'remittances.received': command<ListPage<RemittanceRow>>()(listInput(MATCHINGS)),
  /** The parcels of one remittance that were not booked, in the carrier's order. */
  'remittances.breaks': command<RemittanceBreak[]>()(z.object({ remittance: z.uuid() })),
};
