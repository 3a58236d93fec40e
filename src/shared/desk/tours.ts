/**
 * The carrier's tours: what goes out from a depot on a day, in which order, and the driver's papers. On the screen there
 * are numbers only; an address is opened for the paper it is printed on, each one in the trail.
 */
import { z } from 'zod';
import { DELIVERY_SLOTS, type DeliverySlot, type DeliveryWish } from '../domain/delivery-slot.ts';
import type { Money } from '../domain/money.ts';
import type { ParcelState } from '../domain/states.ts';
import { LANGUAGES } from '../locale/text.ts';
import type { ErrorCode } from '../errors.ts';
import { command } from './command.ts';
import { listInput, type ListPage } from './list.ts';

export interface TourRow {
  readonly depot: string;
  readonly route: string;
  readonly stops: number;
  readonly pieces: number;
  /** Cash to collect, a sum for each currency; empty when there is none. */
  readonly due: readonly Money[];
}

export interface TourStop {
  readonly number: string;
  readonly state: ParcelState;
  readonly pieces: number;
  readonly due?: Money;
  readonly slot?: DeliverySlot;
}

export interface Tour {
  readonly stops: readonly TourStop[];
  /** Somebody put them in this order, or a sheet was printed in it; else by time of day and number. */
  readonly arranged: boolean;
}

export const TOUR_PAPERS = ['route-sheet', 'delivery-slips'] as const;
export type TourPaper = (typeof TOUR_PAPERS)[number];

/** Holds names: it is shown and printed, and kept nowhere. */
export interface PrintedTour {
  /** Base64. */
  readonly pdf: string;
  readonly stops: number;
  /** Labels that did not open; they are not on the paper. */
  readonly refused: readonly { readonly number: string; readonly code: ErrorCode }[];
}

/** Holds no name. Base64, both. */
export interface PrintedNotice {
  readonly pdf: string;
  readonly preview: string;
}

/** What stands of a customer's wishes, for staff whom they tell the number. */
export interface ParcelWishes {
  readonly wish?: DeliveryWish;
  /** Days to choose from; absent when it is too late for any wish. */
  readonly days?: readonly string[];
}

const date = z.iso.date();
const tour = { depot: z.string().max(12), route: z.string().max(12), date };

export const tourCommands = {
  /** Tours with something to deliver on that day, by depot and tour, of every depot; at a station of its own. */
  'tours.list': command<ListPage<TourRow>>()(listInput([]).extend({ date })),
  'tours.read': command<Tour>()(z.object(tour)),
  /** Keeps this order for the sheet; numbers that are not on the tour are left out. */
  'tours.arrange': command<void>()(z.object({ ...tour, numbers: z.array(z.string().max(64)).max(5000) })),
  /**
   * Opens the addresses and draws them; `null` where it was stopped. Fails with `not-found` where there is nothing to
   * print.
   */
  'tours.print': command<PrintedTour | null>()(
    z.object({
      ...tour,
      paper: z.enum(TOUR_PAPERS),
      driver: z.string().trim().max(40).default(''),
      language: z.enum(LANGUAGES),
      /** Names the work while it lasts. */
      job: z.uuid().optional(),
    }),
  ),
  /** How many stops are opened and drawn. Fails with `not-found` where it is over. */
  'tours.progress': command<{ readonly done: number; readonly of: number }>()(z.object({ job: z.uuid() })),
  /** Nothing of it is printed; what was opened by then stands in the trail. */
  'tours.stop': command<void>()(z.object({ job: z.uuid() })),
  'parcels.wishes': command<ParcelWishes>()(z.object({ number: z.string().max(64) })),
  /**
   * A wish that a customer told the depot, with the number of the notice. Empty day and slot: as soon as possible, at any
   * time. Fails with `field-invalid`, `parcel-underway` or `parcel-ended`.
   */
  'parcels.wish': command<void>()(
    z.object({
      number: z.string().max(64),
      ask: z.enum(['time', 'hold']),
      day: z.union([date, z.literal('')]).default(''),
      slot: z.enum([...DELIVERY_SLOTS, '']).default(''),
    }),
  ),
  /** What a driver leaves at the door. Fails with `parcel-unknown`, and with `not-attempted` before any attempt. */
  'parcels.notice': command<PrintedNotice>()(z.object({ number: z.string().max(64) })),
};
