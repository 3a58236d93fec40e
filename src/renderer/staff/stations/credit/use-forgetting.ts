/** A name leaves the screen after a minute without a key or a touch, and when the station is left. */
import { useEffect } from 'react';
import { useStay } from '../../components/use-stay.ts';
import { useForwarding } from '../../stores/desk-stores.ts';

export function useForgetting(): void {
  const panel = useForwarding((store) => store.panel);
  const forget = useForwarding((store) => store.forget);
  const isPersonal = panel.kind === 'package' && panel.shown.customer !== undefined;
  useStay(isPersonal ? panel : undefined, forget);
  useEffect(
    () => () => {
      const left = useForwarding.getState().panel;
      if (left.kind === 'package' && left.shown.customer !== undefined) forget();
    },
    [forget],
  );
}
