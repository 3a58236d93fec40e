/** The steps in the order of a parcel's way; their place is their number key. Complete by type. */
import type { ScanWarning, Step } from '#shared/desk/carrier.ts';
import type { ReturnReason } from './station-store.ts';

const STEP_PLACE: Readonly<Record<Step, number>> = {
  look: 1,
  accept: 2,
  arrive: 3,
  load: 4,
  deliver: 5,
  attempt: 6,
  return: 7,
};
const REASON_PLACE: Readonly<Record<ReturnReason, number>> = { refused: 1, undeliverable: 2, expired: 3, damaged: 4 };

function inPlace<T extends string>(places: Readonly<Record<T, number>>): readonly T[] {
  return (Object.keys(places) as T[]).sort((a, b) => places[a] - places[b]);
}

export const STEP_ORDER = inPlace(STEP_PLACE);
export const REASON_ORDER = inPlace(REASON_PLACE);

/** Warnings after which nothing was done with the parcel. */
export function isNothingDone(warnings: readonly ScanWarning[]): boolean {
  return warnings.includes('unconfirmed');
}
