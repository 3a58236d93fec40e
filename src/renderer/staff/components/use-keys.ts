/** Keys of a screen: function keys and Escape at once, whatever has the focus outside of dialogs. */
import { useEffect, useEffectEvent } from 'react';

/** A handler that returns false leaves the key to the page. */
export function useKeys(
  keys: Readonly<Record<string, (event: KeyboardEvent) => unknown>>,
  /** `last`: the frame's, where no screen took the key. */
  place: 'first' | 'last' = 'first',
): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const shifted = event.shiftKey && /^F\d+$/.test(event.key);
    const handle = keys[shifted ? `Shift+${event.key}` : event.key];
    if (handle === undefined || document.querySelector('dialog[open]')) return;
    if (handle(event) !== false) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    const target = place === 'first' ? document : window;
    target.addEventListener('keydown', listener as EventListener);
    return () => target.removeEventListener('keydown', listener as EventListener);
  }, [place]);
}
