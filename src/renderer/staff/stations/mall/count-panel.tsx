/** The last scan of the count in large type, or why it does not count. */
import type { ReactNode } from 'react';
import type { Failure } from '#shared/result.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { failureCode, useFailureText } from '../../components/failure-note.tsx';
import { PanelShell } from '../carrier/panel-shell.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import type { CountNotice } from './use-count.ts';

export function CountPanel({
  notice,
  isAll,
  isBegun,
}: {
  readonly notice: CountNotice | undefined;
  /** Nothing is left to be counted. */
  readonly isAll: boolean;
  readonly isBegun: boolean;
}): ReactNode {
  const { handover } = useTexts();
  const textOf = useCountFailure();
  if (notice?.kind === 'stopped') {
    const { failure, number } = notice;
    const title = textOf(failure);
    const spoken = [handover.stopped, title, number && formatNumber(number)].filter(Boolean).join(' ');
    return (
      <PanelShell sign="stop" tone="stop" spoken={spoken} title={title} number={number}>
        <p className="scan-code">
          {handover.stopped} {failureCode(failure)}
        </p>
      </PanelShell>
    );
  }
  if (notice?.kind === 'counted') {
    const { shipping, piece, pieces, counted } = notice.counted;
    const title = isAll ? handover.allTitle : handover.counted;
    const left = pieces - counted;
    return (
      <PanelShell
        sign="done"
        tone="done"
        spoken={`${title} ${handover.piece(piece, pieces)}`}
        title={title}
        number={shipping}
      >
        {pieces > 1 && <p className="scan-pieces">{handover.piece(piece, pieces)}</p>}
        {left > 0 && <p className="scan-soft">{handover.piecesLeft(left)}</p>}
        {isAll && <p className="scan-soft">{handover.allExplain}</p>}
      </PanelShell>
    );
  }
  if (notice?.kind === 'taken-back') {
    return (
      <PanelShell sign="seen" tone="seen" spoken={handover.takenBack} title={handover.takenBack} number={notice.number}>
        {null}
      </PanelShell>
    );
  }
  const [title, explain] = isAll
    ? [handover.allTitle, handover.allExplain]
    : [isBegun ? handover.nextTitle : handover.startTitle, handover.startExplain];
  return (
    <PanelShell sign={isAll ? 'done' : 'scan'} tone={isAll ? 'done' : 'idle'} spoken="" title={title}>
      <p className="scan-soft">{explain}</p>
    </PanelShell>
  );
}

function useCountFailure(): (failure: Failure) => string {
  const { handover } = useTexts();
  const textOf = useFailureText();
  return (failure) => {
    const { code, about } = failure;
    if (code === 'already-scanned') return handover.alreadyCounted;
    if (code === 'other-carrier') {
      return about === undefined ? handover.otherCarrierUnknown : handover.otherCarrier(about);
    }
    if (code === 'label-voided') return handover.voided;
    if (code === 'parcel-unknown') return handover.unknown;
    if (code !== 'wrong-state') return textOf(failure);
    if (about === 'cancelled') return handover.cancelled;
    return about === 'accepted' ? handover.notPacked : handover.gone;
  };
}
