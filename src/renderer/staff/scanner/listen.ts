/**
 * Listens to every key of the page on behalf of the scanner, whatever has the focus. A scan is kept from the page, and
 * what it typed before it was recognised is taken out again; all else goes its usual way.
 */
import type { ScannerProfile } from './profile.ts';
import { type FieldSnapshot, insertText, isTextField, restoreField, snapshotFocus } from './focused-text.ts';
import { keyCharacter } from './key-characters.ts';
import { type KeyPress, mayGrow, pause, pauseOf, pressKey, QUIET, type Scan } from './wedge.ts';

export interface KeyListener {
  /** Before anything else is made of a key: the place to move the focus to where it shall write. */
  readonly prepare: (event: KeyboardEvent) => void;
  /** Whether a text is a whole label or label id, for scanners that send no terminator. */
  readonly isComplete: (text: string) => boolean;
  /** How this computer's scanner sends, where that was learnt. */
  readonly profile: () => ScannerProfile | undefined;
  /** @param pace milliseconds between keys, on average */
  readonly onScan: (scan: Scan, pace: number) => void;
  /** One character outside any field, with silence after it: a person chose by key. */
  readonly onLone: (character: string) => void;
}

/** So many silences is a scan that broke off, or only began, waited for: on a busy machine the rest of its keys may still be on the way. */
const PATIENCE = 5;

export function listenForScans(page: Window, listener: KeyListener): () => void {
  let state = QUIET;
  let snapshots: (FieldSnapshot | undefined)[] = [];
  let composing = false;
  let refocus: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let patience = PATIENCE;
  let times: readonly [first: number, last: number, keys: number] = [0, 0, 0];

  function onKeyDown(event: KeyboardEvent): void {
    // A key that a command bar code pressed is not the scanner's.
    if (!event.isTrusted) return;
    if (learner) return learnKey(event, learner);
    const press = toPress(event);
    endLone(press.at);
    // In the middle of a scan the focus stays where it is: back in a field, an input method would compose the rest.
    if (!state.sure) listener.prepare(event);
    const before = snapshotFocus();
    const { code, shift, at } = press;
    if (state.keys.length === 0) times = [at, at, 0];
    times = [times[0], at, times[2] + 1];
    const step = pressKey(state, press, listener.profile());
    state = step.state;
    const { verdict } = step;
    if (verdict.kind === 'leave') {
      if (keyCharacter(code, shift) !== undefined) snapshots.push(before);
    } else {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (verdict.takeBack > 0) takeBack(verdict.takeBack);
    }
    waitForPause();
    if (verdict.kind === 'scan') finish(verdict.scan);
  }

  /** By the keys' own times there was silence after a lone one, though the timer for it is late. */
  function endLone(at: number): void {
    const [only] = state.keys;
    if (only === undefined || state.keys.length > 1 || state.sure) return;
    if (at - only.at > pauseOf(listener.profile())) onPause();
  }

  function takeBack(characters: number): void {
    // Of a code that begins with letters, where those write nowhere, only the digits may have got into a field.
    const snapshot = snapshots.slice(-characters).find((one) => one !== undefined);
    snapshots = [];
    if (snapshot) refocus = restoreField(snapshot, composing);
  }

  function finish(scan: Scan): void {
    clearTimeout(timer);
    giveFocusBack();
    listener.onScan(scan, (times[1] - times[0]) / Math.max(times[2] - 1, 1));
  }

  function giveFocusBack(): void {
    refocus?.focus();
    refocus = undefined;
  }

  function waitForPause(): void {
    clearTimeout(timer);
    // Where keys arrive late, the next ones do, too.
    const late = performance.now() - times[1];
    patience = PATIENCE + Math.min(20, Math.max(0, Math.ceil(late / 60)));
    if (state.keys.length === 0 && !state.sure) {
      snapshots = [];
      return;
    }
    const silence = pauseOf(listener.profile());
    const due = performance.now() + silence;
    // A timer that comes late means a busy page; the keys of that time are still on their way.
    const onTime = (): void => {
      if (performance.now() - due > 20) timer = setTimeout(onPause, 30);
      else onPause();
    };
    timer = setTimeout(onTime, silence);
  }

  function onPause(): void {
    const { state: quiet, scan, giveBack, lone } = pause(state, listener.isComplete, listener.profile());
    if ((giveBack !== undefined || mayGrow(state, listener.profile())) && patience-- > 0) {
      timer = setTimeout(onPause, pauseOf(listener.profile()));
      return;
    }
    state = quiet;
    snapshots = [];
    if (scan) return finish(scan);
    giveFocusBack();
    const field = document.activeElement;
    if (giveBack !== undefined && isTextField(field)) insertText(field, giveBack);
    if (lone !== undefined && !isTextField(field)) listener.onLone(lone);
  }

  const onStart = (): void => void (composing = true);
  const onEnd = (): void => void (composing = false);
  page.addEventListener('keydown', onKeyDown, true);
  page.addEventListener('compositionstart', onStart, true);
  page.addEventListener('compositionend', onEnd, true);
  return () => {
    clearTimeout(timer);
    page.removeEventListener('keydown', onKeyDown, true);
    page.removeEventListener('compositionstart', onStart, true);
    page.removeEventListener('compositionend', onEnd, true);
  };
}

function toPress(event: KeyboardEvent): KeyPress {
  const { code, key, shiftKey: shift, timeStamp: at } = event;
  const writes = [...key].length === 1;
  // Windows says AltGr as Ctrl and Alt together.
  const altGraph = writes && (event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey));
  const other = event.repeat || event.metaKey || (!altGraph && (event.ctrlKey || event.altKey));
  return { code, key, shift, other, altGraph, caps: event.getModifierState('CapsLock'), at };
}

/** A silence this long (ms) ends a calibration code, however slow the scanner is. */
const LEARN_PAUSE = 500;

interface Learner {
  readonly presses: KeyPress[];
  readonly onBurst: (presses: readonly KeyPress[]) => void;
  timer?: ReturnType<typeof setTimeout>;
}
let learner: Learner | undefined;

/** Until the returned function is called, bursts of keys go to `onBurst` as they came instead of being read. */
export function learnBursts(onBurst: (presses: readonly KeyPress[]) => void): () => void {
  const mine: Learner = { presses: [], onBurst };
  learner = mine;
  return () => {
    clearTimeout(mine.timer);
    if (learner === mine) learner = undefined;
  };
}

function learnKey(event: KeyboardEvent, { presses, onBurst, timer }: Learner): void {
  const press = toPress(event);
  const last = presses.at(-1);
  // The first key may be a person's who goes to a button; a function key may be the scanner's, and leads nowhere here.
  const running = last !== undefined && press.at - last.at < LEARN_PAUSE && presses.length > 1;
  if (running || /^F\d+$/.test(press.code)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  presses.push(press);
  clearTimeout(timer);
  learner!.timer = setTimeout(() => {
    const burst = presses.splice(0);
    if (burst.length >= 6) onBurst(burst);
  }, LEARN_PAUSE);
}
