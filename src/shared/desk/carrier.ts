/** The carrier's desk: scan station, parcels, cash. Addresses come out of a scan alone, and each time the trail says so. */
import { z } from 'zod';
import type { Addressee } from '../domain/addressee.ts';
import { type Money, moneySchema } from '../domain/money.ts';
import type { ParcelSize } from '../domain/parcel-size.ts';
import type { ParcelState } from '../domain/states.ts';
import type { PayMode } from '../protocol/instruction.ts';
import { command, fileSchema, nothing } from './command.ts';

/** What the clerk is doing with every parcel scanned; `look` opens and changes nothing. */
export const STEPS = ['look', 'accept', 'arrive', 'load', 'deliver', 'attempt', 'return'] as const;
export type Step = (typeof STEPS)[number];

/** Where a step leads. */
export const STEP_STATE = {
  accept: 'accepted',
  arrive: 'at-depot',
  load: 'out-for-delivery',
  deliver: 'delivered',
  attempt: 'attempted',
  return: 'returned',
} as const satisfies Record<Exclude<Step, 'look'>, ParcelState>;

export const RETURN_REASONS = ['refused', 'undeliverable', 'expired', 'damaged'] as const;

/** Something to look at, though the parcel opened. */
export type ScanWarning =
  /** The number is not among the expected parcels: it opens, but nobody agreed to it here; nothing was recorded. */
  | 'unconfirmed'
  /** A reprinted label. */
  | 'copy'
  /** The zone the browser computed is not the address's: the surcharge may be wrong. */
  | 'zone-differs'
  /** The label was voided by its mall. */
  | 'voided';

export interface ScannedParcel {
  readonly number: string;
  readonly piece: number;
  readonly of: number;
  readonly copy: number;
  /** State after the scan; absent for an unconfirmed parcel. */
  readonly state?: ParcelState;
  readonly mall: string;
  readonly size?: ParcelSize;
  readonly pay?: PayMode;
  /** For the mall; absent when nothing is collected. */
  readonly amount?: Money;
  /** Zone surcharge, the carrier's own. */
  readonly surcharge?: Money;
  /** Cash at the door: amount and surcharge. */
  readonly due?: Money;
  readonly addressee: Addressee;
  readonly warnings: readonly ScanWarning[];
  /** What opened it: the envelope printed on the label, or the table's by number. */
  readonly openedFrom: 'label' | 'table';
}

export interface ParcelRow {
  readonly number: string;
  readonly mall: string;
  readonly state: ParcelState;
  readonly size: ParcelSize;
  readonly pay: PayMode;
  readonly due?: Money;
  readonly collected?: Money;
  readonly agreedAt: string;
  readonly changedAt: string;
}

export interface CashRow {
  readonly mall: string;
  readonly mallName: string;
  readonly parcels: number;
  /** Collected for this mall and not yet remitted. */
  readonly total: Money;
}

export interface SentRemittance {
  readonly remittance: string;
  readonly mall: string;
  readonly date: string;
  readonly parcels: number;
  readonly total: Money;
}

const step = z.enum(STEPS);

export const carrierCommands = {
  /**
   * Label text, label id, or a number typed by hand. At `deliver` a parcel with cash due comes back with its state
   * unchanged and `due` set; `station.deliver` with the cash counted then delivers it.
   */
  'station.scan': command<ScannedParcel>()(
    z.object({ scan: z.string().max(4000), step, reason: z.enum(RETURN_REASONS).optional() }),
  ),
  /** The same from a picture or PDF of a label. */
  'station.scan-file': command<ScannedParcel>()(
    z.object({ file: fileSchema, step, reason: z.enum(RETURN_REASONS).optional() }),
  ),
  /** Delivers with the cash counted at the door; it must be what is due. */
  'station.deliver': command<ScannedParcel>()(z.object({ scan: z.string().max(4000), collected: moneySchema })),
  'parcels.list': command<ParcelRow[]>()(
    z.object({ limit: z.int().min(1).max(500).default(200), before: z.iso.datetime().optional() }),
  ),
  /** Every state a parcel went through, oldest first. */
  'parcels.history': command<{ state: ParcelState; at: string; who: string }[]>()(
    z.object({ number: z.string().max(64) }),
  ),
  'cash.due': command<CashRow[]>()(nothing),
  /** Sends everything collected for a mall as one remittance. */
  'cash.remit': command<SentRemittance>()(z.object({ mall: z.string().max(253) })),
  'cash.sent': command<SentRemittance[]>()(nothing),
};
