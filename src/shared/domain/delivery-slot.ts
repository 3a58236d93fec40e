/**
 * Days and times of day that a customer may wish for: the carrier's own agreement with them, told to no mall. Days are
 * Japan's, where the carriers deliver; it keeps no summer time.
 */
import { dayInJapan } from './day.ts';

/** Times of day, in the order of a tour. The ids are kept with parcels: they never change. */
export const DELIVERY_SLOTS = ['morning', '12-14', '14-16', '16-18', '18-20', '19-21'] as const;
export type DeliverySlot = (typeof DELIVERY_SLOTS)[number];

export function isDeliverySlot(text: string): text is DeliverySlot {
  return (DELIVERY_SLOTS as readonly string[]).includes(text);
}

/** As it stands on papers: `08:00–12:00`. */
export function slotHours(slot: DeliverySlot): string {
  const [from, to] = slot === 'morning' ? ['08', '12'] : slot.split('-');
  return `${from}:00–${to}:00`;
}

/** Before a parcel is at its depot nobody can promise tomorrow; from there the next day is soon enough. */
export type FirstDay = 1 | 2;

const DAY_MS = 86_400_000;
const DAYS = 7;
/** A page that was opened before midnight is still sent after it. */
const PAGE_MS = 3_600_000;

/** Seven days that can be chosen now, `YYYY-MM-DD`. @param first 1: tomorrow */
export function deliveryDays(now: Date, first: FirstDay): readonly string[] {
  return Array.from({ length: DAYS }, (_, at) => dayInJapan(new Date(now.getTime() + (first + at) * DAY_MS)));
}

/** Whether a page could have offered this day a moment ago, and it is still to come. */
export function canChooseDay(day: string, now: Date, first: FirstDay): boolean {
  const shown = new Date(now.getTime() - PAGE_MS);
  return deliveryDays(now, first).includes(day) || deliveryDays(shown, first).includes(day);
}

/** What a customer wishes; nothing of it: as soon as possible, at any time of day. */
export interface DeliveryWish {
  /** `YYYY-MM-DD`: not before. */
  readonly day?: string;
  readonly slot?: DeliverySlot;
  /** It is fetched at this depot's counter; empty as long as nobody knows which. */
  readonly hold?: string;
}

/** The order of a tour: by time of day, those without one last. */
export function slotPlace(slot: DeliverySlot | undefined): number {
  return slot === undefined ? DELIVERY_SLOTS.length : DELIVERY_SLOTS.indexOf(slot);
}
