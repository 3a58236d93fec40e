/** Addresses leave the screen after a minute without a key or a touch, and when the station is left. */
import { useEffect } from 'react';
import { useStation } from '../../stores/desk-stores.ts';

/** Milliseconds. */
const STAYS = 60_000;

export function useForgetting(): void {
  const panel = useStation((store) => store.panel);
  const forget = useStation((store) => store.forget);
  useEffect(() => {
    if ((panel.kind !== 'parcel' && panel.kind !== 'cash') || !panel.parcel.addressee) return;
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
      const left = useStation.getState().panel;
      if (left.kind === 'parcel' || left.kind === 'cash') forget();
    },
    [forget],
  );
}
