/** The last parcel that was accepted at a pick-up, or why it was not. The route alone is shown. */
import { type ReactNode, useRef, useState } from 'react';
import type { ScannedParcel } from '#shared/desk/carrier.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { failureCode, useFailureText } from '../../components/failure-note.tsx';
import { numberIn } from '../../scanner/read-scan.ts';
import { play } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PanelShell } from './panel-shell.tsx';
import { ParcelLines } from './parcel-lines.tsx';

export type Accepted =
  | { readonly kind: 'parcel'; readonly parcel: ScannedParcel }
  | { readonly kind: 'stop'; readonly failure: Failure; readonly number?: string };

/** Scans are worked on one after the other, in the order they came. */
export function useAccepting(): { readonly outcome?: Accepted; take(scan: string): Promise<void> } {
  const [outcome, setOutcome] = useState<Accepted>();
  const working = useRef<Promise<unknown>>(Promise.resolve());

  async function accept(scan: string): Promise<void> {
    const answer = await desk.call('station.scan', { scan, step: 'accept' });
    const number = numberIn(scan);
    play(answer.ok && answer.value.warnings.length === 0 ? 'done' : 'look');
    setOutcome(
      answer.ok
        ? { kind: 'parcel', parcel: answer.value }
        : { kind: 'stop', failure: answer.error, ...(number !== undefined && { number }) },
    );
  }
  return {
    ...(outcome && { outcome }),
    take: (scan) => {
      const turn = working.current.then(() => accept(scan));
      working.current = turn.catch(() => undefined);
      return turn;
    },
  };
}

export function AcceptPanel({ outcome }: { readonly outcome: Accepted | undefined }): ReactNode {
  const { pickup } = useTexts().handover;
  const textOf = useFailureText();
  if (outcome?.kind === 'stop') {
    const { failure, number } = outcome;
    const title = textOf(failure);
    const spoken = [pickup.notAccepted, title, number && formatNumber(number)].filter(Boolean).join(' ');
    return (
      <PanelShell sign="stop" tone="stop" spoken={spoken} title={title} number={number}>
        <p className="scan-code">
          {pickup.notAccepted} {failureCode(failure)}
        </p>
      </PanelShell>
    );
  }
  if (outcome) {
    const tone = outcome.parcel.warnings.length > 0 ? 'look' : 'done';
    const title = tone === 'look' ? pickup.look : pickup.accepted;
    return (
      <PanelShell sign={tone} tone={tone} spoken={title} title={title}>
        <ParcelLines parcel={outcome.parcel} />
      </PanelShell>
    );
  }
  return (
    <PanelShell sign="scan" tone="idle" spoken="" title={pickup.idleTitle}>
      <p className="scan-soft">{pickup.idleExplain}</p>
    </PanelShell>
  );
}
