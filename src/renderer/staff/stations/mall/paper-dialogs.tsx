/** Questions before more paper: why another copy, and in which language the slip. Number keys answer. */
import type { ReactNode } from 'react';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useTexts } from '../../stores/use-texts.ts';
import type { Paper, ReprintReason, SlipLanguage } from './packing-store.ts';

interface Asking {
  readonly onPaper: (paper: Paper | undefined) => void;
  readonly onClose: () => void;
}

const REASONS: readonly ReprintReason[] = ['damaged', 'lost', 'misprint', 'test'];

export function ReprintDialog({ onPaper, onClose }: Asking): ReactNode {
  const { packing, common } = useTexts();
  const reprint = usePacking((store) => store.reprint);
  return (
    <Dialog title={packing.reprintWhy} onClose={onClose}>
      <p className="dialog-text">{packing.reprintExplain}</p>
      <Choices
        label={packing.reprintWhy}
        choices={REASONS.map((value) => ({ value, title: packing.reasons[value] }))}
        onChoose={(reason) => {
          onClose();
          void reprint(reason).then(onPaper);
        }}
      />
      <CancelFoot title={common.cancel} onClose={onClose} />
    </Dialog>
  );
}

export function SlipDialog({ onPaper, onClose }: Asking): ReactNode {
  const { packing, common } = useTexts();
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
          void makeSlip(chosen).then(onPaper);
        }}
      />
      <CancelFoot title={common.cancel} onClose={onClose} />
    </Dialog>
  );
}

function CancelFoot({ title, onClose }: { readonly title: string; readonly onClose: () => void }): ReactNode {
  return (
    <div className="dialog-foot">
      <button type="button" className="button" onClick={onClose}>
        {title}
      </button>
    </div>
  );
}
