/** Who gets the next scan: the screen on top, or else the frame, which goes to the station with it. */
import { type RefObject, useEffect, useEffectEvent } from 'react';
import { readAction } from '#shared/desk/station-actions.ts';
import { addHandler, receiveScan } from './arrivals.ts';
import { isTextField } from './focused-text.ts';
import { keyCharacter } from './key-characters.ts';
import { listenForScans } from './listen.ts';
import type { ScannerProfile } from './profile.ts';
import { isWholeLabel } from './read-scan.ts';
import { addLoneHandler, addTypingField, pressLone, typingField } from './run-action.ts';
import type { Scan } from './wedge.ts';

/** Once for the page. @param profile how this computer's scanner sends, where that was learnt */
export function startScanner(profile: () => ScannerProfile | undefined): () => void {
  return listenForScans(window, {
    prepare: focusTypingField,
    isComplete: (text) => isWholeLabel(text) || readAction(text) !== undefined,
    profile,
    onScan: (scan, pace) => receiveScan({ scan, way: 'wedge', pace }),
    onLone: pressLone,
  });
}

/** A digit or letter pressed outside any field writes into the screen's number field. */
function focusTypingField(event: KeyboardEvent): void {
  const field = typingField();
  if (!field || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (isTextField(document.activeElement) || document.querySelector('dialog[open]')) return;
  // Where letters are keys of the screen, only digits are written.
  const writes = field.dataset['digits'] === undefined ? /^[0-9a-z]$/i : /^[0-9]$/;
  if (writes.test(keyCharacter(event.code, event.shiftKey) ?? '')) field.focus();
}

const KNOWS_NOTHING = (): boolean => false;

/**
 * While the component stands, scans come to it; the one mounted last wins. `last` is for the frame: it wins over
 * nobody. `isKnown`: digits that are good here though they look like a torn label, the SKUs of an open order say.
 */
export function useScans(
  handle: (scan: Scan) => void,
  place: 'first' | 'last' = 'first',
  isKnown: (text: string) => boolean = KNOWS_NOTHING,
): void {
  const onScan = useEffectEvent(handle);
  const knows = useEffectEvent(isKnown);
  useEffect(() => addHandler({ onScan: (scan) => onScan(scan), isKnown: (text) => knows(text) }, place), [place]);
}

/** The same for single keys pressed outside any field. */
export function useLoneKeys(handle: (character: string) => void): void {
  const onLone = useEffectEvent(handle);
  useEffect(() => addLoneHandler((character) => onLone(character)), []);
}

/** Where numbers typed by hand go, while `active`. */
export function useTypingField(field: RefObject<HTMLElement | null>, active = true): void {
  useEffect(() => (active ? addTypingField(field) : undefined), [field, active]);
}
