/** The steps in the order of a parcel's way; their place is their number key. Complete by type. */
import type { ScanWarning, Step, StepReason } from '#shared/desk/carrier.ts';
import { ATTEMPT_REASONS, RETURN_REASONS, STEP_STATE } from '#shared/desk/carrier.ts';
import { canMove, PARCEL, type ParcelState } from '#shared/domain/states.ts';

const STEP_PLACE: Readonly<Record<Step, number>> = {
  look: 1,
  accept: 2,
  arrive: 3,
  load: 4,
  deliver: 5,
  attempt: 6,
  return: 7,
};
function inPlace<T extends string>(places: Readonly<Record<T, number>>): readonly T[] {
  return (Object.keys(places) as T[]).sort((a, b) => places[a] - places[b]);
}

export const STEP_ORDER = inPlace(STEP_PLACE);

/** The steps that need a reason before anything is opened or recorded, and theirs. */
export const REASONS = { attempt: ATTEMPT_REASONS, return: RETURN_REASONS } as const satisfies Partial<
  Record<Step, readonly StepReason[]>
>;
export type ReasonedStep = keyof typeof REASONS;

export function needsReason(step: Step): step is ReasonedStep {
  return Object.hasOwn(REASONS, step);
}

/** What can be done with a parcel that is there; nothing once it has come to its end. */
export function stepsAfter(state: ParcelState): readonly Step[] {
  return STEP_ORDER.filter((step) => step !== 'look' && canMove(PARCEL, state, STEP_STATE[step]));
}

/** Warnings after which nothing was done with the parcel. */
export function isNothingDone(warnings: readonly ScanWarning[]): boolean {
  return warnings.includes('unconfirmed');
}
