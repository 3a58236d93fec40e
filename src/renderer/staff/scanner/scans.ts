/** Who gets the next scan: the screen on top, or else the frame, which goes to the station with it. */
import { type RefObject, useEffect, useEffectEvent } from 'react';
import { isTextField } from './focused-text.ts';
import { keyCharacter } from './key-characters.ts';
import { listenForScans } from './listen.ts';
import { isWholeLabel } from './read-scan.ts';
import type { Scan } from './wedge.ts';

type ScanHandler = (scan: Scan) => void;
type LoneHandler = (character: string) => void;

const scanHandlers: ScanHandler[] = [];
const loneHandlers: LoneHandler[] = [];
const typingFields: RefObject<HTMLElement | null>[] = [];

function remove<T>(list: T[], item: T): void {
  const at = list.lastIndexOf(item);
  if (at !== -1) list.splice(at, 1);
}

/** Once for the page. */
export function startScanner(): () => void {
  return listenForScans(window, {
    prepare: focusTypingField,
    isComplete: isWholeLabel,
    onScan: (scan) => scanHandlers.at(-1)?.(scan),
    onLone: (character) => loneHandlers.at(-1)?.(character),
  });
}

/** A digit or letter pressed outside any field writes into the screen's number field. */
function focusTypingField(event: KeyboardEvent): void {
  const field = typingFields.at(-1)?.current;
  if (!field || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (isTextField(document.activeElement) || document.querySelector('dialog[open]')) return;
  if (/^[0-9a-z]$/i.test(keyCharacter(event.code, event.shiftKey) ?? '')) field.focus();
}

/** While the component stands, scans come to it; the one mounted last wins. `last` is for the frame: it wins over nobody. */
export function useScans(handle: ScanHandler, place: 'first' | 'last' = 'first'): void {
  const onScan = useEffectEvent(handle);
  useEffect(() => {
    const handler: ScanHandler = (scan) => onScan(scan);
    if (place === 'first') scanHandlers.push(handler);
    else scanHandlers.unshift(handler);
    return () => remove(scanHandlers, handler);
  }, [place]);
}

/** The same for single keys pressed outside any field. */
export function useLoneKeys(handle: LoneHandler): void {
  const onLone = useEffectEvent(handle);
  useEffect(() => {
    const handler: LoneHandler = (character) => onLone(character);
    loneHandlers.push(handler);
    return () => remove(loneHandlers, handler);
  }, []);
}

/** Where numbers typed by hand go, while `active`. */
export function useTypingField(field: RefObject<HTMLElement | null>, active = true): void {
  useEffect(() => {
    if (!active) return;
    typingFields.push(field);
    return () => remove(typingFields, field);
  }, [field, active]);
}
