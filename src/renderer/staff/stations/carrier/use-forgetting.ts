/** Addresses leave the screen after a minute without a key or a touch, and when the station is left. */
import { useEffect } from 'react';
import { useStay } from '../../components/use-stay.ts';
import { useStation } from '../../stores/desk-stores.ts';

export function useForgetting(): void {
  const panel = useStation((store) => store.panel);
  const forget = useStation((store) => store.forget);
  const isPersonal = (panel.kind === 'parcel' || panel.kind === 'door') && panel.parcel.addressee !== undefined;
  useStay(isPersonal ? panel : undefined, forget);
  useEffect(
    () => () => {
      const left = useStation.getState().panel;
      if (left.kind === 'parcel' || left.kind === 'door') forget();
    },
    [forget],
  );
}
