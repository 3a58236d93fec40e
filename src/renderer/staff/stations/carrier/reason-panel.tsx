/** A return needs its reason before anything is opened or recorded. */
import type { ReactNode } from 'react';
import { Choices } from '../../components/choices.tsx';
import { useStation } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PanelShell } from './panel-shell.tsx';
import { REASON_ORDER } from './steps.ts';

export function ReasonPanel({ number }: { readonly number: string | undefined }): ReactNode {
  const { scan } = useTexts();
  const giveReason = useStation((store) => store.giveReason);
  return (
    <PanelShell sign="look" tone="look" title={scan.reasonTitle} number={number} spoken={scan.reasonTitle}>
      <p className="scan-soft">{scan.reasonExplain}</p>
      <Choices
        label={scan.reasonTitle}
        choices={REASON_ORDER.map((value) => ({ value, title: scan.reasons[value] }))}
        onChoose={(reason) => void giveReason(reason)}
      />
    </PanelShell>
  );
}
