/** Keys of a screen: function keys and Escape at once, whatever has the focus outside of dialogs. */
import { useEffect, useEffectEvent } from 'react';

/** A handler that returns false leaves the key to the page. */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => unknown>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const handle = keys[event.key];
    if (handle === undefined || document.querySelector('dialog[open]')) return;
    if (handle(event) !== false) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
