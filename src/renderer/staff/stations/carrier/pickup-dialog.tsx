/** One pick-up: what is missing and what came beside the manifest; ended here, and answered. */
import { type ReactNode, useState } from 'react';
import type { PickupDetail, PickupRow } from '#shared/desk/handover.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { LookDialog } from '../../components/look-dialog.tsx';
import { Note } from '../../components/note.tsx';
import { Key, NumberText } from '../../components/words.tsx';
import { play } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function PickupDialog({
  manifest,
  onClose,
}: {
  readonly manifest: string;
  readonly onClose: () => void;
}): ReactNode {
  const { handover } = useTexts();
  const { pickup } = handover;
  const { value, failure: unread } = useQuery('pickups.read', { manifest }, ['handover']);
  const [told, setTold] = useState<PickupRow>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  async function answer(final: boolean): Promise<void> {
    if (busy) return;
    setBusy(true);
    const done = await desk.call('pickups.answer', { manifest, final });
    setBusy(false);
    setFailure(done.ok ? undefined : done.error);
    play(done.ok && done.value.state !== 'differs' ? 'done' : 'look');
    if (done.ok) setTold(done.value);
  }
  const isOpen = value?.state === 'open' && told === undefined;
  const title = value
    ? isOpen
      ? pickup.closeTitle(value.mallName)
      : handover.title(formatNumber(value.number))
    : handover.number;
  return (
    <LookDialog
      title={title}
      onClose={onClose}
      {...(isOpen && {
        actions: (
          <>
            <button type="button" className="button" disabled={busy} onClick={() => void answer(false)}>
              {pickup.soFar}
            </button>
            <button
              type="button"
              className="button primary"
              ref={focusOnce}
              disabled={busy}
              onClick={() => void answer(true)}
            >
              {pickup.final} <Key name="Enter" />
            </button>
          </>
        ),
      })}
    >
      {unread && <FailureNote failure={unread} />}
      {failure && <FailureNote failure={failure} />}
      {told && <Told told={told} />}
      {value && <Difference detail={value} isTold={told !== undefined} />}
    </LookDialog>
  );
}

/** The button comes with the answer, after the dialog has opened. */
function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus();
}

function Told({ told }: { readonly told: PickupRow }): ReactNode {
  const { pickup } = useTexts().handover;
  if (told.state === 'open') return <Note sign="done" title={pickup.toldSoFar} />;
  if (told.state === 'agreed') {
    return (
      <Note sign="done" title={pickup.ended}>
        <p>{pickup.endedAgrees}</p>
      </Note>
    );
  }
  return (
    <Note sign="look" title={pickup.ended}>
      <p>{pickup.endedDiffers(told.parcels - told.takenParcels, told.extra)}</p>
      <p>{pickup.late}</p>
    </Note>
  );
}

function Difference({ detail, isTold }: { readonly detail: PickupDetail; readonly isTold: boolean }): ReactNode {
  const { handover } = useTexts();
  const { pickup } = handover;
  const { gaps, gapCount, extras, parcels, takenParcels, state, mallName, date } = detail;
  const agrees = gapCount === 0 && extras.length === 0;
  return (
    <div className="stack handover-detail">
      <p className="meta">{[mallName, date].join(' · ')}</p>
      <p className="handover-sums">
        {handover.taken} {handover.of(takenParcels, parcels)}
      </p>
      {state === 'open' && !isTold && (
        <Note sign={agrees ? 'done' : 'look'} title={agrees ? pickup.closeAgrees(parcels) : pickup.closeDiffers} />
      )}
      {gaps.length > 0 && (
        <section className="stack">
          <h3>{pickup.missing}</h3>
          <ul className="handover-gaps">
            {gaps.map(({ shipping, taken, pieces }) => (
              <li key={shipping}>
                <NumberText number={shipping} />
                <span className="mark look">
                  {taken > 0 ? handover.missingPart(taken, pieces) : handover.missingAll}
                </span>
              </li>
            ))}
          </ul>
          {gapCount > gaps.length && <p className="meta">{handover.leftMore(gapCount - gaps.length)}</p>}
        </section>
      )}
      {extras.length > 0 && (
        <section className="stack">
          <h3>{pickup.extras}</h3>
          <ul className="handover-gaps">
            {extras.map((shipping) => (
              <li key={shipping}>
                <NumberText number={shipping} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
