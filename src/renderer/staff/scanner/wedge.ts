/**
 * Tells a keyboard-wedge scanner from a person by speed, one key at a time. Pure: keys and times in, verdicts out;
 * `listen.ts` feeds it from the page and does what it says. It must never know what a scan is for.
 */
import { COMMAND_START } from '#shared/desk/station-actions.ts';
import { isModifierKey, isTerminatorKey, keyCharacter } from './key-characters.ts';
import { type ScannerProfile, withoutAffixes, withoutAim } from './profile.ts';

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
/** A slow scanner is told from a quick person by its even pace: deviation from the average, as a part of it. */
const EVEN = 0.35;

/** One keydown as the page saw it. */
export interface KeyPress {
  /** `KeyboardEvent.code`. */
  readonly code: string;
  /** `KeyboardEvent.key`: what layout and input method made of it. */
  readonly key: string;
  readonly shift: boolean;
  /** Held-down key, or one with Ctrl, Alt or Meta: never a scanner's. */
  readonly other: boolean;
  /** With AltGr: what German and French layouts need for brackets. */
  readonly altGraph?: boolean;
  /** With Caps Lock on: the layout writes letters in the other case. */
  readonly caps?: boolean;
  /** `KeyboardEvent.timeStamp`, ms. */
  readonly at: number;
}

export interface Scan {
  /** As a US keyboard would have written it; right for every code of ours. */
  readonly text: string;
  /** As this computer's layout writes it, where that differs: a foreign bar code from a scanner set to the same layout. */
  readonly asTyped?: string;
}

/** What `profile` makes of the times: ms. */
export function paceOf(profile: ScannerProfile | undefined): number {
  return profile === undefined ? SCAN_PACE : Math.min(90, Math.max(20, 2 * profile.pace + 10));
}

export function pauseOf(profile: ScannerProfile | undefined): number {
  return profile === undefined ? SCAN_PAUSE : Math.min(400, Math.max(SCAN_PAUSE, 3 * profile.slowest));
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

/** @param profile how this computer's scanner sends, where it was learnt */
export function pressKey(state: WedgeState, press: KeyPress, profile?: ScannerProfile): WedgeStep {
  if (isModifierKey(press.code)) return { state, verdict: LEAVE };
  if (press.other) return { state: ended(state), verdict: LEAVE };
  if (press.code === profile?.leadKey) {
    return { state: { ...ended(state), sure: true }, verdict: { kind: 'keep', takeBack: 0 } };
  }

  const last = state.keys.at(-1);
  const running = last !== undefined && press.at - last.at > pauseOf(profile) ? ended(state) : state;
  if (isTerminatorKey(press.code)) return endBurst(running, press, profile);
  const key = writtenKey(press);
  return key === undefined ? { state: ended(running), verdict: LEAVE } : addKey(running, key, profile);
}

function writtenKey({ code, key, shift, altGraph, caps, at }: KeyPress): WrittenKey | undefined {
  const typed = [...key].length === 1 ? (caps ? otherCase(key) : key) : undefined;
  // Where AltGr writes a character, the position alone would say another one.
  const character = altGraph && typed !== undefined ? typed : keyCharacter(code, shift);
  return character === undefined ? undefined : { character, typed, at };
}

function otherCase(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

/** After `SCAN_PAUSE` of silence: the scan of a scanner that sends no terminator, or the lone character of a person. */
export function pause(
  state: WedgeState,
  isComplete: (text: string) => boolean,
  profile?: ScannerProfile,
): { readonly state: WedgeState; readonly scan?: Scan; readonly giveBack?: string; readonly lone?: string } {
  const quiet = ended(state);
  if (!state.sure) {
    const [only] = state.keys;
    return only && state.keys.length === 1 ? { state: quiet, lone: loneCharacter(only) } : { state: quiet };
  }
  if (state.keys.length === 0) return { state: quiet };
  const scan = readKeys(state.keys, profile);
  // Not a label after all: what was kept from the page belongs to whoever wrote it.
  return profile?.terminator === 'none' || isComplete(scan.text)
    ? { state: quiet, scan }
    : { state: quiet, giveBack: scan.asTyped ?? scan.text };
}

/** Letters and digits by their place, whatever the input method makes of them; signs as this computer's layout has them. */
function loneCharacter({ character, typed }: WrittenKey): string {
  return typed !== undefined && !/[\p{L}\p{N}]/u.test(typed) ? typed : character;
}

/** Whether a burst that is not known to be a scan came as quickly as one: on a busy machine the rest may be on the way. */
export function mayGrow({ keys, sure }: WedgeState, profile?: ScannerProfile): boolean {
  return !sure && keys.length >= 2 && averageGap(keys.map(({ at }) => at)) <= paceOf(profile);
}

function addKey(state: WedgeState, key: WrittenKey, profile: ScannerProfile | undefined): WedgeStep {
  const keys = [...state.keys, key];
  if (state.sure) return { state: { ...state, keys }, verdict: { kind: 'keep', takeBack: 0 } };
  if (!isQuick(keys, profile)) return { state: { ...state, keys }, verdict: LEAVE };
  return { state: { ...state, keys, sure: true }, verdict: { kind: 'keep', takeBack: keys.length - 1 } };
}

function endBurst(state: WedgeState, press: KeyPress, profile: ScannerProfile | undefined): WedgeStep {
  const { keys } = state;
  if (keys.length === 0) {
    const echo = press.at <= state.echoUntil;
    return { state: echo ? state : QUIET, verdict: echo ? { kind: 'keep', takeBack: 0 } : LEAVE };
  }
  const pace = averageGap([...keys.map(({ at }) => at), press.at]);
  const short = keys.length >= SHORT_LENGTH && pace <= paceOf(profile) && isLikely(keys, profile);
  if (!state.sure && !short) return { state: QUIET, verdict: LEAVE };
  return {
    state: { ...QUIET, echoUntil: press.at + 2 * pace + ECHO_SLACK },
    verdict: { kind: 'scan', scan: readKeys(keys, profile), takeBack: state.sure ? 0 : keys.length },
  };
}

function isQuick(keys: readonly WrittenKey[], profile: ScannerProfile | undefined): boolean {
  const long = keys.length >= SCAN_LENGTH || isCommandStart(keys, profile);
  return long && averageGap(keys.map(({ at }) => at)) <= paceOf(profile) && isLikely(keys, profile);
}

/** The blank of a command would press the button that has the focus: from there on it is kept from the page. */
function isCommandStart(keys: readonly WrittenKey[], profile: ScannerProfile | undefined): boolean {
  if (keys.at(-1)?.character !== ' ') return false;
  const text = keys.map(({ character }) => character).join('');
  return withoutAim(withoutAffixes(text, profile?.prefix.text ?? '', '')).toUpperCase() === COMMAND_START;
}

/** As slow as people type, a scanner has to send its prefix, and to keep its pace evenly. */
function isLikely(keys: readonly WrittenKey[], profile: ScannerProfile | undefined): boolean {
  const times = keys.map(({ at }) => at);
  if (profile === undefined || averageGap(times) <= SCAN_PACE) return true;
  const { prefix } = profile;
  const starts = keys.slice(0, prefix.text.length).map(({ character }) => character);
  return starts.join('') === prefix.text && deviation(times) <= EVEN;
}

/** Mean deviation of the gaps from their average, as a part of it. */
function deviation(times: readonly number[]): number {
  const average = averageGap(times);
  const gaps = times.slice(1).map((at, index) => at - times[index]!);
  return gaps.reduce((sum, gap) => sum + Math.abs(gap - average), 0) / gaps.length / Math.max(average, 1);
}

function averageGap(times: readonly number[]): number {
  return (times.at(-1)! - times[0]!) / (times.length - 1);
}

function readKeys(keys: readonly WrittenKey[], profile: ScannerProfile | undefined): Scan {
  const positions = keys.map(({ character }) => character).join('');
  const written = keys.every(({ typed }) => typed !== undefined) ? keys.map(({ typed }) => typed).join('') : positions;
  const bare = (text: string, side: 'text' | 'typed'): string =>
    withoutAim(withoutAffixes(text, profile?.prefix[side] ?? '', profile?.suffix[side] ?? ''));
  const text = bare(positions, 'text');
  const asTyped = written === positions ? text : bare(written, 'typed');
  return asTyped === text ? { text } : { text, asTyped };
}

function ended(state: WedgeState): WedgeState {
  return { ...QUIET, echoUntil: state.echoUntil };
}
