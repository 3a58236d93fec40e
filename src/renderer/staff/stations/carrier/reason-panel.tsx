/** An attempt and a return need their reason before anything is opened or recorded. */
import type { ReactNode } from 'react';
import { Choices } from '../../components/choices.tsx';
import { useStation } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PanelShell } from './panel-shell.tsx';
import { type ReasonedStep, REASONS } from './steps.ts';

export function ReasonPanel({
  step,
  number,
}: {
  readonly step: ReasonedStep;
  readonly number: string | undefined;
}): ReactNode {
  const { scan } = useTexts();
  const giveReason = useStation((store) => store.giveReason);
  const title = scan.reasonTitles[step];
  return (
    <PanelShell sign="look" tone="look" title={title} number={number} spoken={title}>
      <p className="scan-soft">{scan.reasonExplain}</p>
      <Choices
        label={title}
        choices={REASONS[step].map((value) => ({ value, title: scan.reasons[value] }))}
        onChoose={(reason) => void giveReason(reason)}
      />
    </PanelShell>
  );
}
