/** What a step does to a parcel, from facts alone: the same at the service, and at a station that is cut off. */
import {
  ATTEMPT_REASONS,
  RETURN_REASONS,
  type ScanWarning,
  type Step,
  STEP_STATE,
  STEPS_WITH_ADDRESS,
} from '#shared/desk/carrier.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { type LabelId, labelIdText } from '#shared/domain/label-id.ts';
import type { Money } from '#shared/domain/money.ts';
import { canMove, PARCEL, PARCEL_STATES, type ParcelState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Scan } from './scan.ts';

export interface ParcelFacts {
  readonly state: ParcelState;
  /** When it came into that state. */
  readonly changedAt: string;
  /** Cash at the door, minor units. */
  readonly due: number;
  readonly currency: string;
  /** Depot that delivers there; absent until somebody opened the parcel. */
  readonly depot?: string;
  readonly wish?: DeliveryWish;
  /** When the customer asked to have it held. */
  readonly heldAt?: string;
}

/** A piece that was accepted. */
export interface PieceFacts {
  readonly piece: number;
  readonly of: number;
  /** Label id that claimed it; absent when a typed number did. */
  readonly label?: string;
  readonly state: ParcelState;
  /** Depot at which it was last scanned. */
  readonly depot?: string;
}

/** A step as somebody asks for it. */
export interface AskedStep {
  readonly step: Exclude<Step, 'look'>;
  /** Absent when a number was typed: every piece is meant. */
  readonly label?: LabelId;
  readonly reason?: string;
  readonly collected?: Money;
  /** Who took it and their signature; absent where nobody asks for them. */
  readonly proof?: 'wanted' | 'given';
  /** When it was scanned. */
  readonly at: Date;
  /** It waited at a station that was cut off: what came after it may be recorded already. */
  readonly waited: boolean;
  /** Where it was scanned. */
  readonly depot?: string;
}

export interface StepPlan {
  /** State of the parcel after it. */
  readonly state: ParcelState;
  /** The parcel comes into that state by it. */
  readonly moved: boolean;
  /** Pieces that come into the step's state. */
  readonly pieces: readonly number[];
  /** A new piece that the scan claims. */
  readonly claim?: { readonly piece: number; readonly of: number; readonly label?: string };
  /** Pieces that came into the step's state so far, and how many the parcel has. */
  readonly scanned: { readonly pieces: number; readonly of: number };
  readonly warnings: readonly ScanWarning[];
}

/** At the door cash has to be counted, or a signature given, first: nothing happens yet. */
export const DOOR_FIRST = 'door-first';

/** When and where a step is asked for. */
export interface AskedAt {
  readonly now: Date;
  /** At a station, which may have been cut off since. */
  readonly scannedAt: Date | undefined;
  readonly depot: string | undefined;
}

/** A scan may have waited at a station: what counts is when it was made there, as far as that is not to come. */
export function timeOfScan({ now, scannedAt }: Pick<AskedAt, 'now' | 'scannedAt'>): Date {
  return scannedAt && scannedAt < now ? scannedAt : now;
}

/** Fails with `field-invalid` where the reason is another step's. */
export function askedStep(
  { step, reason, collected, proof }: Scan & { readonly step: AskedStep['step'] },
  label: LabelId | undefined,
  { now, scannedAt, depot }: AskedAt,
): Result<AskedStep> {
  const reasons: readonly string[] = step === 'attempt' ? ATTEMPT_REASONS : RETURN_REASONS;
  const takesReason = step === 'attempt' || step === 'return';
  if (takesReason && reason !== undefined && !reasons.includes(reason)) return fail('field-invalid', 'reason');
  return ok({
    step,
    at: timeOfScan({ now, scannedAt }),
    waited: scannedAt !== undefined,
    ...(label && { label }),
    ...(takesReason && reason !== undefined && { reason }),
    ...(collected && { collected }),
    ...(proof && { proof: proof === 'wanted' ? 'wanted' : 'given' }),
    ...(depot !== undefined && { depot }),
  });
}

/** Whether an address may stand on the screen at this step: a sorter needs the route alone. */
export function showsAddress(step: Step, station: StationIdentity | undefined): boolean {
  return station?.kind !== 'gate' && STEPS_WITH_ADDRESS.includes(step);
}

/**
 * Fails with `field-missing` (reason), `label-duplicate`, `already-scanned`, `wrong-state`, `wrong-depot`,
 * `held-at-depot` (about: the depot) or `cash-differs`. Of several pieces the parcel moves with the last one that was accepted.
 */
export function planStep(
  parcel: ParcelFacts,
  pieces: readonly PieceFacts[],
  asked: AskedStep,
): Result<StepPlan | typeof DOOR_FIRST> {
  const { step } = asked;
  if ((step === 'return' || step === 'attempt') && asked.reason === undefined) return fail('field-missing', 'reason');
  if (step === 'accept') return planAcceptance(parcel, pieces, asked);
  const target = STEP_STATE[step];
  if (pieces.length === 0) return fail('wrong-state', parcel.state);
  const meant = piecesMeant(pieces, asked);
  if (meant.length === 0) return fail('wrong-state', 'expected');
  const warnings = stepWarnings(parcel, pieces, asked);
  const { of } = pieces[0]!;
  const there = pieces.filter(({ state }) => state === target).length;
  if (isLate(parcel, meant, asked)) {
    const scanned = { pieces: there, of };
    return ok({ state: parcel.state, moved: false, pieces: [], scanned, warnings: ['late', ...warnings] });
  }
  const isNew = (piece: PieceFacts): boolean => piece.state !== target || isElsewhere(piece, asked);
  const fresh = meant.filter(isNew);
  if (fresh.length === 0) return fail('already-scanned', target);
  const stuck = fresh.find((piece) => piece.state !== target && !canMove(PARCEL, piece.state, target));
  if (stuck) return fail('wrong-state', stuck.state);
  if (step === 'load' && isHeld(parcel, asked)) return fail('held-at-depot', parcel.wish?.hold ?? '');
  if (step === 'load' && isForeignDepot(parcel, asked)) return fail('wrong-depot', parcel.depot ?? '');
  const others = pieces.filter((piece) => !fresh.includes(piece) && piece.state !== target);
  const moved = others.length === 0 && (parcel.state !== target || fresh.some((piece) => piece.state === target));
  if (step === 'deliver' && moved) {
    const isUncounted = parcel.due > 0 && asked.collected === undefined;
    if (isUncounted || asked.proof === 'wanted') return ok(DOOR_FIRST);
    const { value = 0, currency = parcel.currency } = asked.collected ?? {};
    if (value !== parcel.due || currency !== parcel.currency) return fail('cash-differs');
  }
  const missing = others.length > 0 || pieces.length < of;
  return ok({
    state: moved ? target : parcel.state,
    moved,
    pieces: fresh.map(({ piece }) => piece),
    scanned: { pieces: there + fresh.filter(({ state }) => state !== target).length, of },
    warnings: missing && step === 'deliver' ? ['pieces-missing', ...warnings] : warnings,
  });
}

/** The first acceptance claims the piece: its label again, another one for it, or one that counts differently, is an alarm. */
function planAcceptance(parcel: ParcelFacts, pieces: readonly PieceFacts[], asked: AskedStep): Result<StepPlan> {
  const { piece, of } = asked.label ?? { piece: 1, of: 1 };
  if (pieces.some((other) => other.of !== of)) return fail('label-duplicate', 'of');
  if (pieces.some((other) => other.piece === piece)) return fail('label-duplicate');
  const moved = canMove(PARCEL, parcel.state, 'accepted');
  if (!moved && (pieces.length === 0 || parcel.state === 'delivered' || parcel.state === 'returned')) {
    return fail('wrong-state', parcel.state);
  }
  const label = asked.label && labelIdText(asked.label);
  return ok({
    state: moved ? 'accepted' : parcel.state,
    moved,
    pieces: [],
    claim: { piece, of, ...(label !== undefined && { label }) },
    scanned: { pieces: pieces.length + 1, of },
    warnings: [],
  });
}

/** An attempt or a return is the whole parcel's; else the piece that the label names. */
function piecesMeant(pieces: readonly PieceFacts[], { step, label }: AskedStep): readonly PieceFacts[] {
  if (label === undefined || step === 'attempt' || step === 'return') return pieces;
  return pieces.filter(({ piece }) => piece === label.piece);
}

/** Scanned before the parcel came where it is, and no step forward: recorded, and nothing moves back. */
function isLate(parcel: ParcelFacts, meant: readonly PieceFacts[], { step, at, waited }: AskedStep): boolean {
  if (!waited || at.toISOString() >= parcel.changedAt) return false;
  // Handed over and gone back: one of the two is wrong, and its cash is in somebody's drawer.
  if (step === 'deliver' && meant.some(({ state }) => state === 'returned')) return false;
  const place = PARCEL_STATES.indexOf(STEP_STATE[step]);
  return meant.every(({ state }) => place <= PARCEL_STATES.indexOf(state));
}

/** A parcel that goes from depot to depot arrives at each of them. */
function isElsewhere(piece: PieceFacts, { step, depot }: AskedStep): boolean {
  return step === 'arrive' && depot !== undefined && piece.depot !== depot;
}

/** Asked for before it was loaded: what was on the van by then is on the van. */
function isHeld({ wish, heldAt }: ParcelFacts, { at, waited }: AskedStep): boolean {
  return wish?.hold !== undefined && !(waited && heldAt !== undefined && at.toISOString() < heldAt);
}

function isForeignDepot(parcel: ParcelFacts, { depot }: AskedStep): boolean {
  return depot !== undefined && parcel.depot !== undefined && parcel.depot !== depot;
}

function stepWarnings(parcel: ParcelFacts, pieces: readonly PieceFacts[], asked: AskedStep): ScanWarning[] {
  const { label, step } = asked;
  const warnings: ScanWarning[] = [];
  if (step === 'arrive' && isForeignDepot(parcel, asked)) warnings.push('wrong-depot');
  const { day } = parcel.wish ?? {};
  if (step === 'load' && day !== undefined && day > dayInJapan(asked.at)) warnings.push('wish-later');
  const claimed = pieces.find(({ piece }) => piece === label?.piece)?.label;
  if (label !== undefined && claimed !== undefined && claimed !== labelIdText(label)) warnings.push('other-copy');
  return warnings;
}
