/** What is personal leaves the screen after a minute without a key or a touch. */
import { useEffect, useEffectEvent } from 'react';

/** Milliseconds. */
const STAYS = 60_000;

/** @param shown what stands on the screen; the minute begins anew with another. `undefined`: nothing personal */
export function useStay(shown: unknown, forget: () => void): void {
  const leave = useEffectEvent(forget);
  useEffect(() => {
    if (shown === undefined) return;
    let timer = setTimeout(() => leave(), STAYS);
    const stay = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => leave(), STAYS);
    };
    document.addEventListener('keydown', stay);
    document.addEventListener('pointerdown', stay);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', stay);
      document.removeEventListener('pointerdown', stay);
    };
  }, [shown]);
}
