/** Locks the screen: by one key, and by itself when nobody touched it for a while. */
import { useEffect, useEffectEvent } from 'react';
import { useOffice } from '../stores/desk-stores.ts';

/** How often it is looked at whether the time is up: a computer that slept wakes up locked. */
const LOOK_MS = 5000;
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'wheel'] as const;

/** @param minutes 0: never */
export function useLock(minutes: number): void {
  const lock = useEffectEvent(() => useOffice.getState().lock());
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.key.toLowerCase() !== 'l') return;
      event.preventDefault();
      lock();
    };
    // Before everything: from inside any field or dialog.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  useEffect(() => {
    if (minutes === 0) return;
    let last = Date.now();
    const onLife = (): void => void (last = Date.now());
    const look = (): void => {
      if (Date.now() - last >= minutes * 60_000) lock();
    };
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, onLife, true);
    const timer = setInterval(look, LOOK_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, onLife, true);
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [minutes]);
}
