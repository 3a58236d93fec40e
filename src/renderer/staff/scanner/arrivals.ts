/**
 * Where every scan arrives, whatever brought it: keys, serial port, camera, clipboard, file or hand. Commands are done
 * here, torn numbers asked for; all else goes to the screen on top. It must never keep what came.
 */
import { type ActionId, readAction } from '#shared/desk/station-actions.ts';
import { withoutAim } from './profile.ts';
import { readings } from './read-scan.ts';
import { runAction } from './run-action.ts';
import { type TornNumber, tornNumber } from './torn.ts';
import type { Scan } from './wedge.ts';

export const WAYS = ['wedge', 'serial', 'camera', 'clipboard', 'file', 'hand'] as const;
export type Way = (typeof WAYS)[number];

export interface Arrival {
  readonly scan: Scan;
  readonly way: Way;
  /** Milliseconds: between keys at a wedge, from the first picture at a camera. */
  readonly pace?: number;
}

export interface ScanHandler {
  readonly onScan: (scan: Scan) => void;
  /** Digits that the screen knows though they are no number of ours: nobody is asked about them. */
  readonly isKnown: (text: string) => boolean;
}

/** What stands around the screens and speaks for the scanner. */
export interface ArrivalFrame {
  torn(torn: TornNumber): void;
  /** Whether the command is of the screen that is shown; elsewhere its key may mean something else. */
  allows(action: ActionId): boolean;
  /** A command that nothing here can do; without an id it is of another desk. */
  refused(action: ActionId | undefined): void;
  /** Something else arrived: what was said or asked before is settled. */
  arrived(): void;
}

const handlers: ScanHandler[] = [];
const taps: ((arrival: Arrival) => void)[] = [];
let frame: ArrivalFrame | undefined;

export function receiveScan(arrival: Arrival): void {
  const tap = taps.at(-1);
  if (tap) return tap(arrival);
  frame?.arrived();
  const { scan } = arrival;
  const texts = readings(scan);
  const action = texts.map(readAction).find((found) => found !== undefined);
  if (action !== undefined) {
    if (action === 'unknown') frame?.refused(undefined);
    else giveCommand(action);
    return;
  }
  const handler = handlers.at(-1);
  const torn = arrival.way === 'hand' || texts.some((text) => handler?.isKnown(text)) ? undefined : tornNumber(texts);
  if (torn) frame?.torn(torn);
  else handler?.onScan(scan);
}

/** Does it, or says that nothing here can. */
export function giveCommand(action: ActionId): void {
  if (frame?.allows(action) === false || !runAction(action)) frame?.refused(action);
}

/** A text that came in one piece. */
export function receiveText(text: string, way: Way, pace?: number): void {
  const bare = withoutAim(text.trim());
  if (bare !== '') receiveScan({ scan: { text: bare }, way, ...(pace !== undefined && { pace }) });
}

/** @param place `last`: wins over nobody. Returns how to take it away again. */
export function addHandler(handler: ScanHandler, place: 'first' | 'last'): () => void {
  if (place === 'first') handlers.push(handler);
  else handlers.unshift(handler);
  return () => void handlers.splice(handlers.lastIndexOf(handler), 1);
}

/** Until the returned function is called, everything that arrives is shown to `tap` and does nothing. */
export function tapArrivals(tap: (arrival: Arrival) => void): () => void {
  taps.push(tap);
  return () => void taps.splice(taps.lastIndexOf(tap), 1);
}

export function setArrivalFrame(now: ArrivalFrame | undefined): void {
  frame = now;
}
