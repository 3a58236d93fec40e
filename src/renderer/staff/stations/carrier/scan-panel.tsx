/** The large panel: the last parcel, or why there is none. Also spoken, without the address. */
import type { ReactNode } from 'react';
import { numberKind } from '#shared/domain/number.ts';
import { PARCEL_STATES } from '#shared/domain/states.ts';
import type { Failure } from '#shared/result.ts';
import { failureCode, useFailureText } from '../../components/failure-note.tsx';
import { NoticeButton } from '../../components/notice-button.tsx';
import { useStation } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { DoorForm } from './door-form.tsx';
import { PanelShell } from './panel-shell.tsx';
import { ParcelLines } from './parcel-lines.tsx';
import { ReasonPanel } from './reason-panel.tsx';
import { ReturnLines } from './return-lines.tsx';
import { useOutcomeText } from './outcome-text.ts';
import { stepsAfter } from './steps.ts';

export function ScanPanel(): ReactNode {
  const { scan } = useTexts();
  const { panel, reading } = useStation();
  const textOf = useFailureText();
  const outcomeText = useOutcomeText();
  const spoken = outcomeText(panel);

  switch (panel.kind) {
    case 'idle':
      return (
        <PanelShell
          sign="scan"
          tone="idle"
          spoken={reading > 0 ? scan.reading : ''}
          title={reading > 0 ? scan.reading : scan.idleTitle}
        >
          <p className="scan-soft">{scan.idleExplain}</p>
          <p className="scan-soft">{scan.idlePrivacy}</p>
        </PanelShell>
      );
    case 'reason':
      return <ReasonPanel step={panel.step} number={panel.number} />;
    case 'stop':
      return (
        <PanelShell sign="stop" tone="stop" spoken={spoken} title={textOf(panel.failure)} number={panel.number}>
          <NextSteps failure={panel.failure} number={panel.number} />
          <p className="scan-code">{failureCode(panel.failure)}</p>
        </PanelShell>
      );
    case 'door':
      return (
        <PanelShell sign="look" tone="look" spoken={spoken} title={spoken}>
          <DoorForm key={panel.parcel.number} parcel={panel.parcel} failure={panel.failure} />
        </PanelShell>
      );
    case 'parcel':
      return (
        <PanelShell sign={panel.outcome} tone={panel.outcome} spoken={spoken} title={spoken}>
          {panel.parcel.returning ? (
            <ReturnLines parcel={panel.parcel} returning={panel.parcel.returning} />
          ) : (
            <ParcelLines parcel={panel.parcel} />
          )}
          {panel.step === 'attempt' && panel.parcel.state === 'attempted' && (
            <p className="scan-notice">
              <NoticeButton key={panel.parcel.number} number={panel.parcel.number} hotkey />
            </p>
          )}
        </PanelShell>
      );
  }
}

/** A driver who chose the wrong step hears which one it is. */
function NextSteps({ failure, number }: { readonly failure: Failure; readonly number: string | undefined }): ReactNode {
  const { scan } = useTexts();
  const state = PARCEL_STATES.find((one) => one === failure.about);
  const isParcel = failure.code === 'wrong-state' && number !== undefined && numberKind(number) !== 'return';
  const steps = isParcel && state ? stepsAfter(state) : [];
  if (steps.length === 0) return undefined;
  return <p className="scan-soft">{scan.nextSteps(steps.map((step) => scan.steps[step]).join(' · '))}</p>;
}
