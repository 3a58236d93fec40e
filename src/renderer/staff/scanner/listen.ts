/**
 * Listens to every key of the page on behalf of the scanner, whatever has the focus. A scan is kept from the page, and
 * what it typed before it was recognised is taken out again; all else goes its usual way.
 */
import { type FieldSnapshot, insertText, isTextField, restoreField, snapshotFocus } from './focused-text.ts';
import { keyCharacter } from './key-characters.ts';
import { pause, pressKey, QUIET, type Scan, SCAN_PAUSE } from './wedge.ts';

export interface KeyListener {
  /** Before anything else is made of a key: the place to move the focus to where it shall write. */
  readonly prepare: (event: KeyboardEvent) => void;
  /** Whether a text is a whole label or label id, for scanners that send no terminator. */
  readonly isComplete: (text: string) => boolean;
  readonly onScan: (scan: Scan) => void;
  /** One character outside any field, with silence after it: a person chose by key. */
  readonly onLone: (character: string) => void;
}

/** So many silences is a scan that broke off waited for: on a busy machine the rest of its keys may still be on the way. */
const PATIENCE = 5;

export function listenForScans(page: Window, listener: KeyListener): () => void {
  let state = QUIET;
  let snapshots: (FieldSnapshot | undefined)[] = [];
  let composing = false;
  let refocus: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let patience = PATIENCE;

  function onKeyDown(event: KeyboardEvent): void {
    // In the middle of a scan the focus stays where it is: back in a field, an input method would compose the rest.
    if (!state.sure) listener.prepare(event);
    const before = snapshotFocus();
    const { code, key, shiftKey: shift, timeStamp: at } = event;
    const other = event.repeat || event.ctrlKey || event.altKey || event.metaKey;
    const step = pressKey(state, { code, key, shift, other, at });
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

  function takeBack(characters: number): void {
    const snapshot = snapshots.at(-characters);
    snapshots = [];
    if (snapshot) refocus = restoreField(snapshot, composing);
  }

  function finish(scan: Scan): void {
    clearTimeout(timer);
    giveFocusBack();
    listener.onScan(scan);
  }

  function giveFocusBack(): void {
    refocus?.focus();
    refocus = undefined;
  }

  function waitForPause(): void {
    clearTimeout(timer);
    patience = PATIENCE;
    if (state.keys.length === 0) {
      snapshots = [];
      return;
    }
    const due = performance.now() + SCAN_PAUSE;
    // A timer that comes late means a busy page; the keys of that time are still on their way.
    const onTime = (): void => {
      if (performance.now() - due > 20) timer = setTimeout(onPause, 30);
      else onPause();
    };
    timer = setTimeout(onTime, SCAN_PAUSE);
  }

  function onPause(): void {
    const { state: quiet, scan, giveBack, lone } = pause(state, listener.isComplete);
    if (giveBack !== undefined && patience-- > 0) {
      timer = setTimeout(onPause, SCAN_PAUSE);
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
