/** Questions before more paper. Number keys answer. */
import type { ReactNode } from 'react';
import { REPRINT_REASONS, type ReprintReason } from '#shared/desk/packing.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useTexts } from '../../stores/use-texts.ts';
import type { SlipLanguage } from './packing-store.ts';

export function SlipDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { packing } = useTexts();
  const language = useSettings((settings) => settings.language);
  const makeSlip = usePacking((store) => store.makeSlip);
  const languages: readonly SlipLanguage[] = ['ja', 'en'];
  return (
    <Dialog title={packing.slipAsk} onClose={onClose}>
      <Choices
        label={packing.slipAsk}
        choices={languages.map((value) => ({ value, title: packing.slipLanguages[value] }))}
        chosen={language}
        onChoose={(chosen) => {
          onClose();
          void makeSlip(chosen);
        }}
      />
      <CancelFoot onClose={onClose} />
    </Dialog>
  );
}

/** Why a label is printed again, or is to be void. */
export function ReasonChoices({
  label,
  onChoose,
}: {
  readonly label: string;
  readonly onChoose: (reason: ReprintReason) => void;
}): ReactNode {
  const { packing } = useTexts();
  return (
    <Choices
      label={label}
      choices={REPRINT_REASONS.map((value) => ({ value, title: packing.reasons[value] }))}
      onChoose={onChoose}
    />
  );
}

export function CancelFoot({
  onClose,
  children,
}: {
  readonly onClose: () => void;
  readonly children?: ReactNode;
}): ReactNode {
  const { common } = useTexts();
  return (
    <div className="dialog-foot">
      <button type="button" className="button" onClick={onClose}>
        {common.cancel}
      </button>
      {children}
    </div>
  );
}
