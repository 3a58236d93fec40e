/** A name leaves the screen after a minute without a key or a touch, and when the station is left. */
import { useEffect } from 'react';
import { useForwarding } from '../../stores/desk-stores.ts';

/** Milliseconds. */
const STAYS = 60_000;

export function useForgetting(): void {
  const panel = useForwarding((store) => store.panel);
  const forget = useForwarding((store) => store.forget);
  useEffect(() => {
    if (panel.kind !== 'package' || panel.shown.customer === undefined) return;
    let timer = setTimeout(forget, STAYS);
    const stay = (): void => {
      clearTimeout(timer);
      timer = setTimeout(forget, STAYS);
    };
    document.addEventListener('keydown', stay);
    document.addEventListener('pointerdown', stay);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', stay);
      document.removeEventListener('pointerdown', stay);
    };
  }, [panel, forget]);
  useEffect(
    () => () => {
      const left = useForwarding.getState().panel;
      if (left.kind === 'package' && left.shown.customer !== undefined) forget();
    },
    [forget],
  );
}
