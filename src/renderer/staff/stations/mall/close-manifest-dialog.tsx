/** Closing: what goes and what stays is said first; then the paper for the driver. */
import { type ReactNode, useState } from 'react';
import type { CarrierToCount, ClosedManifest } from '#shared/desk/handover.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote, useFailureText } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { Key, NumberText } from '../../components/words.tsx';
import { play } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { ManifestPaper } from './manifest-paper.tsx';
import { CancelFoot } from './paper-dialogs.tsx';

export function CloseManifestDialog({
  carrier,
  id,
  onClose,
}: {
  /** Absent once nothing of it is packed any more. */
  readonly carrier: CarrierToCount | undefined;
  /** Party id. */
  readonly id: string;
  readonly onClose: () => void;
}): ReactNode {
  const { handover } = useTexts();
  const [closed, setClosed] = useState<ClosedManifest>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  async function close(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const done = await desk.call('handover.close', { carrier: id });
    setBusy(false);
    setFailure(done.ok ? undefined : done.error);
    play(done.ok && done.value.refused.length === 0 ? 'done' : 'look');
    if (done.ok) setClosed(done.value);
  }
  if (closed) return <Closed closed={closed} onClose={onClose} />;
  const { parcels = 0, countedParcels = 0, countedPieces = 0, name = id } = carrier ?? {};
  const left = parcels - countedParcels;
  return (
    <Dialog title={handover.closeTitle(name)} onClose={onClose}>
      {countedParcels === 0 ? (
        <Note sign="look" title={handover.closeNothing} />
      ) : (
        <div className="stack">
          <p className="handover-sums">{handover.closeSums(countedParcels, countedPieces)}</p>
          {left > 0 && <Note sign="look" title={handover.closeLeft(left)} />}
          <p className="dialog-text">{handover.closeExplain}</p>
        </div>
      )}
      {failure && <FailureNote failure={failure} />}
      <CancelFoot onClose={onClose}>
        <button
          type="button"
          className="button primary"
          data-first=""
          disabled={countedParcels === 0}
          onClick={() => void close()}
        >
          {busy ? handover.closing : handover.close} <Key name="Enter" />
        </button>
      </CancelFoot>
    </Dialog>
  );
}

function Closed({ closed, onClose }: { readonly closed: ClosedManifest; readonly onClose: () => void }): ReactNode {
  const { handover } = useTexts();
  const textOf = useFailureText();
  const { manifest, parcels, left, refused } = closed;
  return (
    <ManifestPaper manifest={manifest} title={handover.closed} onClose={onClose}>
      <Note sign="done" title={handover.closedDo(parcels)}>
        {left > 0 && <p>{handover.stayed(left)}</p>}
      </Note>
      {refused.length > 0 && (
        <Note sign="look" title={handover.refused}>
          <ul>
            {refused.map(({ purchase, code }) => (
              <li key={purchase}>
                <NumberText number={purchase} /> {textOf({ code })}
              </li>
            ))}
          </ul>
        </Note>
      )}
    </ManifestPaper>
  );
}
