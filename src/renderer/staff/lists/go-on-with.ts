import { STEPS } from '#shared/desk/carrier.ts';
import type { ExceptionRow } from '#shared/desk/exceptions.ts';
import { navigate } from '../route.ts';
import { useForwarding, usePacking, useStation } from '../stores/desk-stores.ts';

/** Back at the station, with the number that could not be scanned. */
export function goOnWith({ place, step }: Pick<ExceptionRow, 'place' | 'step'>, number: string): void {
  if (place === 'forwarding') {
    navigate('forwarding');
    void useForwarding.getState().take({ kind: 'text', text: number });
  } else if (place === 'packing') {
    navigate('packing');
    void usePacking.getState().take({ text: number });
  } else if (place === 'scan') {
    navigate('scan');
    const { chooseStep, take } = useStation.getState();
    const known = STEPS.find((each) => each === step);
    if (known !== undefined) chooseStep(known);
    void take({ kind: 'text', text: number });
  }
}
