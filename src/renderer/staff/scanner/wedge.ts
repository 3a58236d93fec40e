/**
 * Tells a keyboard-wedge scanner from a person by speed, one key at a time. Pure: keys and times in, verdicts out;
 * `listen.ts` feeds it from the page and does what it says. It must never know what a scan is for.
 */
import { isModifierKey, isTerminatorKey, keyCharacter } from './key-characters.ts';

/** Milliseconds between keys, on average, at most. People come down to some 50. */
export const SCAN_PACE = 35;
/** A silence this long (ms) ends whatever was being written; nobody lets go of a key and pulls a trigger sooner. */
export const SCAN_PAUSE = 120;
/** From this many characters on, pace alone makes a scan. */
export const SCAN_LENGTH = 8;
/** Shorter bar codes, a SKU say, must end with Enter or Tab at the same pace. */
const SHORT_LENGTH = 4;
/** Scanners that end with two terminators send the second one at their own pace; this much (ms) is allowed on top. */
const ECHO_SLACK = 5;

/** One keydown as the page saw it. */
export interface KeyPress {
  /** `KeyboardEvent.code`. */
  readonly code: string;
  /** `KeyboardEvent.key`: what layout and input method made of it. */
  readonly key: string;
  readonly shift: boolean;
  /** Held-down key, or one with Ctrl, Alt or Meta: never a scanner's. */
  readonly other: boolean;
  /** `KeyboardEvent.timeStamp`, ms. */
  readonly at: number;
}

export interface Scan {
  /** As a US keyboard would have written it; right for every code of ours. */
  readonly text: string;
  /** As this computer's layout writes it, where that differs: a foreign bar code from a scanner set to the same layout. */
  readonly asTyped?: string;
}

interface WrittenKey {
  readonly character: string;
  readonly typed: string | undefined;
  readonly at: number;
}

export interface WedgeState {
  readonly keys: readonly WrittenKey[];
  /** The burst is a scan for sure; its keys are kept from the page. */
  readonly sure: boolean;
  /** Until then (ms) one more terminator belongs to the scan before. */
  readonly echoUntil: number;
}

export const QUIET: WedgeState = { keys: [], sure: false, echoUntil: -Infinity };

export type Verdict =
  /** A person, or not known yet: leave the key alone. */
  | { readonly kind: 'leave' }
  /** A scan is under way: keep the key from the page, and take back the last `takeBack` characters that got there. */
  | { readonly kind: 'keep'; readonly takeBack: number }
  /** The scan is complete; keep the key from the page, too. */
  | { readonly kind: 'scan'; readonly scan: Scan; readonly takeBack: number };

export interface WedgeStep {
  readonly state: WedgeState;
  readonly verdict: Verdict;
}

const LEAVE: Verdict = { kind: 'leave' };

export function pressKey(state: WedgeState, press: KeyPress): WedgeStep {
  if (isModifierKey(press.code)) return { state, verdict: LEAVE };
  if (press.other) return { state: ended(state), verdict: LEAVE };

  const last = state.keys.at(-1);
  const running = last !== undefined && press.at - last.at > SCAN_PAUSE ? ended(state) : state;
  if (isTerminatorKey(press.code)) return endBurst(running, press);
  const character = keyCharacter(press.code, press.shift);
  if (character === undefined) return { state: ended(running), verdict: LEAVE };
  return addKey(running, { character, typed: [...press.key].length === 1 ? press.key : undefined, at: press.at });
}

/** After `SCAN_PAUSE` of silence: the scan of a scanner that sends no terminator, or the lone character of a person. */
export function pause(
  state: WedgeState,
  isComplete: (text: string) => boolean,
): { readonly state: WedgeState; readonly scan?: Scan; readonly giveBack?: string; readonly lone?: string } {
  const quiet = ended(state);
  if (!state.sure) {
    const [only] = state.keys;
    return only && state.keys.length === 1 ? { state: quiet, lone: only.character } : { state: quiet };
  }
  const scan = readKeys(state.keys);
  // Not a label after all: what was kept from the page belongs to whoever wrote it.
  return isComplete(scan.text) ? { state: quiet, scan } : { state: quiet, giveBack: scan.asTyped ?? scan.text };
}

function addKey(state: WedgeState, key: WrittenKey): WedgeStep {
  const keys = [...state.keys, key];
  if (state.sure) return { state: { ...state, keys }, verdict: { kind: 'keep', takeBack: 0 } };
  if (!isQuick(keys)) return { state: { ...state, keys }, verdict: LEAVE };
  return { state: { ...state, keys, sure: true }, verdict: { kind: 'keep', takeBack: keys.length - 1 } };
}

function endBurst(state: WedgeState, press: KeyPress): WedgeStep {
  const { keys } = state;
  if (keys.length === 0) {
    const echo = press.at <= state.echoUntil;
    return { state: echo ? state : QUIET, verdict: echo ? { kind: 'keep', takeBack: 0 } : LEAVE };
  }
  const pace = averageGap([...keys.map(({ at }) => at), press.at]);
  const short = keys.length >= SHORT_LENGTH && pace <= SCAN_PACE;
  if (!state.sure && !short) return { state: QUIET, verdict: LEAVE };
  return {
    state: { ...QUIET, echoUntil: press.at + 2 * pace + ECHO_SLACK },
    verdict: { kind: 'scan', scan: readKeys(keys), takeBack: state.sure ? 0 : keys.length },
  };
}

function isQuick(keys: readonly WrittenKey[]): boolean {
  return keys.length >= SCAN_LENGTH && averageGap(keys.map(({ at }) => at)) <= SCAN_PACE;
}

function averageGap(times: readonly number[]): number {
  return (times.at(-1)! - times[0]!) / (times.length - 1);
}

function readKeys(keys: readonly WrittenKey[]): Scan {
  const text = keys.map(({ character }) => character).join('');
  const asTyped = keys.every(({ typed }) => typed !== undefined) ? keys.map(({ typed }) => typed).join('') : text;
  return asTyped === text ? { text } : { text, asTyped };
}

function ended(state: WedgeState): WedgeState {
  return { ...QUIET, echoUntil: state.echoUntil };
}
