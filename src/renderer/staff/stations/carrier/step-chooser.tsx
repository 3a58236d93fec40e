/** What is done with every parcel scanned from now on. */
import type { ReactNode } from 'react';
import type { Step } from '#shared/desk/carrier.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import { STEP_ORDER } from './steps.ts';

export function StepChooser({
  chosen,
  onChoose,
  onClose,
}: {
  readonly chosen: Step;
  readonly onChoose: (step: Step) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { scan } = useTexts();
  return (
    <Dialog title={scan.chooseStep} onClose={onClose}>
      <Choices
        label={scan.chooseStep}
        choices={STEP_ORDER.map((value) => ({ value, title: scan.steps[value], explain: scan.stepExplain[value] }))}
        chosen={chosen}
        onChoose={onChoose}
      />
    </Dialog>
  );
}
