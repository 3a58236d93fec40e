/** The carrier's desk: scan station, parcels, cash. Addresses come out of a scan alone, and each time the trail says so. */
import { z } from 'zod';
import type { Addressee } from '../domain/addressee.ts';
import type { DeliveryWish } from '../domain/delivery-slot.ts';
import { type Money, moneySchema } from '../domain/money.ts';
import { type ParcelSize, SIZE_CLASSES } from '../domain/parcel-size.ts';
import type { Route } from '../domain/route.ts';
import { PARCEL_STATES, type ParcelState, type ReturnParcelState } from '../domain/states.ts';
import type { PayMode } from '../protocol/instruction.ts';
import { command, fileSchema } from './command.ts';
import { listInput, type ListPage } from './list.ts';

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

/** Where a step leads that may be done to what a customer sends back. */
export const RETURN_STEP_STATE: Partial<Record<Step, ReturnParcelState>> = {
  accept: 'accepted',
  arrive: 'at-depot',
  deliver: 'handed-to-mall',
};

/** An address is read at the door and at the counter; a sorter needs the route alone. */
export const STEPS_WITH_ADDRESS: readonly Step[] = ['look', 'deliver', 'attempt'];

export const RETURN_REASONS = ['refused', 'undeliverable', 'expired', 'damaged'] as const;
/** Why a parcel could not be handed over. `cash-refused`: somebody was there and would not pay. */
export const ATTEMPT_REASONS = ['absent', 'cash-refused', 'no-access', 'other'] as const;
export type AttemptReason = (typeof ATTEMPT_REASONS)[number];
export type StepReason = (typeof RETURN_REASONS)[number] | AttemptReason;

/** Something to look at, though the parcel opened. */
export type ScanWarning =
  /** The number is not among the expected parcels: it opens, but nobody agreed to it here; nothing was recorded. */
  | 'unconfirmed'
  /** A reprinted label. */
  | 'copy'
  /** The zone the browser computed is not the address's: the surcharge may be wrong. */
  | 'zone-differs'
  /** The label was voided by its mall. */
  | 'voided'
  /** Another copy of this piece's label was accepted: there may be two parcels. */
  | 'other-copy'
  /** Another depot delivers there. */
  | 'wrong-depot'
  /** Of several pieces some were not scanned: the parcel is not delivered yet, or not whole. */
  | 'pieces-missing'
  /** Scanned before what is recorded already: kept in the history, and nothing moved back. */
  | 'late'
  /** Loaded before the day that the customer wishes. */
  | 'wish-later'
  /** The customer wanted to fetch it, and this depot has no counter for it: it is brought. */
  | 'no-counter';

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
  /** At the door and at the counter alone, and never at a gate. */
  readonly addressee?: Addressee;
  /** Depot and tour; absent where nobody delivers. */
  readonly route?: Route;
  /** Day, time of day, or the counter where it is to be held. */
  readonly wish?: DeliveryWish;
  /** Pieces that came into the step's state so far, and how many there are. */
  readonly scanned?: { readonly pieces: number; readonly of: number };
  /** Goes back to its mall: nobody is its addressee, and there is no `state` of a parcel. */
  readonly returning?: ReturningParcel;
  readonly warnings: readonly ScanWarning[];
  /** What opened it: the envelope printed on the label, or the table's by number; the route of a known parcel needs neither. */
  readonly openedFrom: 'label' | 'table' | 'nothing';
}

export interface ReturningParcel {
  readonly state: ReturnParcelState;
  /** Code of the depot that hands the mall its returns; absent where none is set. */
  readonly depot?: string;
}

export interface ParcelRow {
  readonly number: string;
  readonly mall: string;
  readonly state: ParcelState;
  readonly size: ParcelSize;
  readonly pay: PayMode;
  readonly due?: Money;
  readonly collected?: Money;
  /** Code; once it is known. */
  readonly depot?: string;
  readonly agreedAt: string;
  readonly changedAt: string;
}

/** What of a return's way is in a carrier's hands. */
export const CARRIED_RETURN_STATES = [
  'accepted',
  'at-depot',
  'handed-to-mall',
] as const satisfies readonly ReturnParcelState[];
export type CarriedReturnState = (typeof CARRIED_RETURN_STATES)[number];

/** What a customer sent back: numbers and times, and nobody's address. */
export interface ReturnParcelRow {
  readonly number: string;
  /** The parcel that it came with. */
  readonly parcel: string;
  readonly mall: string;
  readonly state: CarriedReturnState;
  readonly acceptedAt: string;
  /** At the depot where it was scanned last. */
  readonly arrivedAt?: string;
  readonly handedAt?: string;
  /** Where it is, or was handed over. */
  readonly depot?: string;
  /** Which depot hands its mall what comes back; absent where none is set. */
  readonly goesTo?: string;
  /** On a monthly bill to its mall already. */
  readonly billed: boolean;
}

export interface CashRow {
  readonly mall: string;
  readonly mallName: string;
  /** When the first of it was collected. */
  readonly since: string;
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

/** How a parcel was handed over. Sealed at rest to the carrier's own key of the month. */
const proofSchema = z.object({
  /** Who took it, as told at the door. */
  name: z.string().trim().max(80).default(''),
  /** What was drawn on the screen (`domain/signature.ts`), base64. */
  signature: z.base64().max(912).default(''),
});
export type Proof = z.infer<typeof proofSchema>;

/** What is done with a parcel that is scanned. */
const asked = {
  step,
  /** With `attempt` and `return`, and of theirs. */
  reason: z.enum([...RETURN_REASONS, ...ATTEMPT_REASONS]).optional(),
  /** Cash counted at the door; it must be what is due. */
  collected: moneySchema.optional(),
  /** `wanted`: ask for it before anything happens, as for cash. */
  proof: z.union([z.literal('wanted'), proofSchema]).optional(),
};

export interface DeliveryProof extends Proof {
  readonly number: string;
  readonly at: string;
  readonly who: string;
}

/** What a customer asked for on the tracking page; `no-counter`: what became of `hold` where the depot can't do it. */
export const ASKED_WISHES = ['time', 'redelivery', 'hold', 'bring', 'no-counter'] as const;
export type AskedWish = (typeof ASKED_WISHES)[number];

export interface ParcelStep {
  readonly state: ParcelState;
  readonly at: string;
  readonly who: string;
  readonly reason?: string;
  /** Station and depot where it was scanned; absent at the office. */
  readonly station?: string;
  readonly depot?: string;
  /** It came late and moved nothing. */
  readonly late: boolean;
  /** Asked for by the customer, in this state: nothing moved. */
  readonly asked?: AskedWish;
}

export const carrierCommands = {
  /**
   * Label text, label id, or a number typed by hand. At `deliver` a parcel with cash due comes back with its state
   * unchanged and `due` set, and one whose proof is wanted with its state unchanged; the same again with the cash counted
   * and the proof given then delivers it.
   */
  'station.scan': command<ScannedParcel>()(z.object({ scan: z.string().max(4000), ...asked })),
  /** The same from a picture or PDF of a label. */
  'station.scan-file': command<ScannedParcel>()(z.object({ file: fileSchema, ...asked })),
  /** A parcel measured at the depot: its mall is told and billed by it. */
  'parcels.correct-size': command<void>()(z.object({ number: z.string().max(64), size: z.literal(SIZE_CLASSES) })),
  /** How a parcel was handed over; the trail says who looked. Fails with `not-found`. */
  'parcels.proof': command<DeliveryProof>()(z.object({ number: z.string().max(64) })),
  /** By the time they were agreed; `depot` is a code, or `-` for those that no depot is known for yet. */
  'parcels.list': command<ListPage<ParcelRow>>()(
    listInput(PARCEL_STATES).extend({ depot: z.string().max(12).optional() }),
  ),
  /** By when they were taken. What nobody has brought yet is not in it: every parcel has a number for it. */
  'return-parcels.list': command<ListPage<ReturnParcelRow>>()(
    listInput(CARRIED_RETURN_STATES).extend({ depot: z.string().max(12).optional() }),
  ),
  /** Every state a parcel went through, in the order of recording. */
  'parcels.history': command<ParcelStep[]>()(z.object({ number: z.string().max(64) })),
  /** Mall by mall and currency by currency, by when the first of it was collected. */
  'cash.due': command<ListPage<CashRow>>()(listInput([])),
  /** Sends everything collected for a mall in a currency as one remittance; without one, in that collected first. */
  'cash.remit': command<SentRemittance>()(
    z.object({ mall: z.string().max(253), currency: z.string().length(3).optional() }),
  ),
  'cash.sent': command<ListPage<SentRemittance>>()(listInput([])),
};
