/** One station: its facts, and its end. */
import { type ReactNode, useState } from 'react';
import type { StationKind, StationRow } from '#shared/desk/stations.ts';
import { desk } from '../client.ts';
import { LookDialog } from '../components/look-dialog.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { Seen, StationState } from './station-state.tsx';

/** Holds keys and a queue of its own. */
const worksCutOff = (kind: StationKind): boolean => kind === 'gate' || kind === 'van';

export function StationFile({
  station,
  onRevoked,
  onClose,
}: {
  readonly station: StationRow;
  readonly onRevoked: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { stations: texts } = useTexts();
  const [asking, setAsking] = useState(false);
  const { id, name, kind, depot, state, pairedAt } = station;
  if (asking) {
    return (
      <OrderDialog
        title={texts.revokeTitle(name)}
        explain={texts.revokeExplain}
        confirm={texts.revoke}
        danger
        order={() => desk.call('stations.revoke', { id })}
        onDone={onRevoked}
        onClose={onClose}
      >
        {() => worksCutOff(kind) && <p className="wide-field">{texts.revokeCutOff}</p>}
      </OrderDialog>
    );
  }
  return (
    <LookDialog
      title={texts.fileTitle(name)}
      actions={
        state === 'paired' && (
          <button type="button" className="button danger" onClick={() => setAsking(true)}>
            {texts.revoke}
          </button>
        )
      }
      onClose={onClose}
    >
      <dl className="facts">
        <dt>{texts.state}</dt>
        <dd>
          <StationState station={station} />
        </dd>
        <dt>{texts.kind}</dt>
        <dd>{texts.kinds[kind]}</dd>
        {depot !== undefined && (
          <>
            <dt>{texts.depot}</dt>
            <dd>{depot}</dd>
          </>
        )}
        <dt>{texts.seenAt}</dt>
        <dd>
          <Seen station={station} />
        </dd>
        <dt>{texts.pairedAt}</dt>
        <dd>{formatTime(pairedAt)}</dd>
      </dl>
    </LookDialog>
  );
}
