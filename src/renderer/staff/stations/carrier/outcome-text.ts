/** What a panel says in one sentence; read aloud, so never with a name or an address in it. */
import { formatNumber } from '#shared/domain/number.ts';
import { useFailureText } from '../../components/failure-note.tsx';
import { useMoney, useTexts } from '../../stores/use-texts.ts';
import type { Panel } from './station-store.ts';
import { isNothingDone } from './steps.ts';

export function useOutcomeText(): (panel: Panel) => string {
  const { scan, returning } = useTexts();
  const money = useMoney();
  const textOf = useFailureText();
  return (panel) => {
    switch (panel.kind) {
      case 'idle':
        return '';
      case 'reason':
        return scan.reasonTitles[panel.step];
      case 'stop':
        return [scan.stopped, textOf(panel.failure), panel.number && formatNumber(panel.number)]
          .filter(Boolean)
          .join(' ');
      case 'door':
        return panel.parcel.due ? scan.cashWaiting : scan.proofWaiting;
      case 'parcel':
        if (panel.parcel.returning) {
          return panel.step === 'look' ? returning.look : returning.done[panel.parcel.returning.state];
        }
        if (panel.collected) return scan.cashTaken(money(panel.collected));
        return isNothingDone(panel.parcel.warnings) ? scan.done.look : scan.done[panel.step];
    }
  };
}
