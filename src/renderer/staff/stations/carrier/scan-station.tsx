/** The scan station: one step, one parcel at a time, readable at two metres. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Step, StepReason } from '#shared/desk/carrier.ts';
import { FileButton } from '../../components/file-button.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { readBase64, useFiles } from '../../components/use-files.ts';
import { useActions } from '../../components/use-actions.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key } from '../../components/words.tsx';
import { bestReading } from '../../scanner/read-scan.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { useStation } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { RecentScans } from './recent-scans.tsx';
import { ScanPanel } from './scan-panel.tsx';
import { StepChooser } from './step-chooser.tsx';
import { REASONS, STEP_ORDER } from './steps.ts';
import { useForgetting } from './use-forgetting.ts';

const LABEL_FILES = ['application/pdf', 'image/png', 'image/jpeg'];

export function ScanStation(): ReactNode {
  const { scan } = useTexts();
  const { step, panel, chooseStep, take, giveReason, refuse, forget } = useStation();
  const { asksProof, choose } = useSettings();
  const [choosing, setChoosing] = useState(false);
  const numberField = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLDivElement>(null);

  const takeFiles = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const base64 = LABEL_FILES.includes(file.type) ? await readBase64(file) : undefined;
      if (base64 !== undefined) await take({ kind: 'file', file: base64 });
      else if (LABEL_FILES.includes(file.type)) refuse({ code: 'too-large' });
      else refuse({ code: 'scan-unreadable', about: 'file-kind' });
    }
  };
  const over = useFiles((files) => void takeFiles(files));
  const takeText = (text: string): void => {
    setChoosing(false);
    void take({ kind: 'text', text });
  };
  useScans((found) => takeText(bestReading(found)));
  useTypingField(numberField, panel.kind !== 'reason');
  useForgetting();
  useKeys({
    F2: () => setChoosing(true),
    F4: () => numberField.current?.focus(),
    F7: () => main.current?.querySelector<HTMLElement>('[data-file-button]')?.click(),
    F6: () => choose({ asksProof: !asksProof }),
    Escape: forget,
  });
  // Without a keyboard: a step or a reason by one scan.
  const toStep = (chosen: Step) => (): void => {
    setChoosing(false);
    chooseStep(chosen);
  };
  const forReason = (reason: StepReason) => (): boolean => {
    const fits = panel.kind === 'reason' && REASONS[panel.step].some((one) => one === reason);
    if (fits) void giveReason(reason);
    return fits;
  };
  useActions({
    'step-look': toStep('look'),
    'step-accept': toStep('accept'),
    'step-arrive': toStep('arrive'),
    'step-load': toStep('load'),
    'step-deliver': toStep('deliver'),
    'step-attempt': toStep('attempt'),
    'step-return': toStep('return'),
    'reason-absent': forReason('absent'),
    'reason-cash-refused': forReason('cash-refused'),
    'reason-no-access': forReason('no-access'),
    'reason-other': forReason('other'),
    'reason-refused': forReason('refused'),
    'reason-undeliverable': forReason('undeliverable'),
    'reason-expired': forReason('expired'),
    'reason-damaged': forReason('damaged'),
  });
  useEffect(() => {
    if (panel.kind !== 'door' && panel.kind !== 'reason') numberField.current?.focus();
  }, [panel]);

  return (
    <div className="scan" ref={main}>
      <header className="scan-head">
        <span className="scan-step-number" aria-hidden="true">
          {STEP_ORDER.indexOf(step) + 1}
        </span>
        <div>
          <h1>{scan.steps[step]}</h1>
          <p className="meta">{scan.stepExplain[step]}</p>
        </div>
        {step === 'deliver' && (
          <button
            type="button"
            className="button large"
            aria-pressed={asksProof}
            onClick={() => choose({ asksProof: !asksProof })}
          >
            <Key name="F6" /> {asksProof ? scan.proofOn : scan.proofOff}
          </button>
        )}
        <button type="button" className="button large" onClick={() => setChoosing(true)}>
          <Key name="F2" /> {scan.changeStep}
        </button>
      </header>
      <ScanPanel />
      <RecentScans />
      <footer className="scan-foot">
        <NumberEntry large fieldRef={numberField} onNumber={takeText} />
        <FileButton
          title={scan.chooseFile}
          accept=".pdf,.png,.jpg,.jpeg"
          multiple
          hotkey={<Key name="F7" />}
          onFiles={(files) => void takeFiles(files)}
        />
        <p className="meta">{scan.foot}</p>
      </footer>
      {choosing && (
        <StepChooser
          chosen={step}
          onChoose={(chosen) => {
            chooseStep(chosen);
            setChoosing(false);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
      {over && <div className="drop-veil">{scan.dropHere}</div>}
    </div>
  );
}
