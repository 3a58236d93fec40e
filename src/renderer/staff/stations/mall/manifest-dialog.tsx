/** One manifest: what is missing and what went beside it, the same as the carrier sees. */
import { type ReactNode, useState } from 'react';
import type { ManifestDetail, ManifestGap } from '#shared/desk/handover.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { LookDialog } from '../../components/look-dialog.tsx';
import { Note } from '../../components/note.tsx';
import { NumberText } from '../../components/words.tsx';
import { play } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { formatTime, useTexts } from '../../stores/use-texts.ts';
import { ManifestPaper } from './manifest-paper.tsx';
import { ManifestMark } from './manifest-mark.tsx';

export function ManifestDialog({
  manifest,
  onClose,
}: {
  readonly manifest: string;
  readonly onClose: () => void;
}): ReactNode {
  const { handover } = useTexts();
  const { value, failure, reload } = useQuery('handover.manifest', { manifest }, ['handover', 'packing']);
  const [papers, setPapers] = useState(false);
  const title = value ? handover.title(formatNumber(value.number)) : handover.number;
  if (papers) return <ManifestPaper manifest={manifest} title={title} onClose={() => setPapers(false)} />;
  return (
    <LookDialog
      title={title}
      onClose={onClose}
      actions={
        <button type="button" className="button primary" data-first="" onClick={() => setPapers(true)}>
          {handover.showPaper}
        </button>
      }
    >
      {failure && <FailureNote failure={failure} />}
      {value && <Detail detail={value} onChanged={reload} />}
    </LookDialog>
  );
}

function Detail({ detail, onChanged }: { readonly detail: ManifestDetail; readonly onChanged: () => void }): ReactNode {
  const { handover } = useTexts();
  const [failure, setFailure] = useState<Failure>();
  const { carrierName, closedAt, who, state, taken, parcels, pieces, gaps, gapCount, extras } = detail;
  const isFinal = state === 'agreed' || state === 'differs';

  async function found(purchase: string): Promise<void> {
    const done = await desk.call('handover.found', { purchase });
    setFailure(done.ok ? undefined : done.error);
    play(done.ok ? 'done' : 'look');
    onChanged();
  }
  return (
    <div className="stack handover-detail">
      <p className="meta">{[carrierName, formatTime(closedAt), who].join(' · ')}</p>
      <p className="handover-sums">
        <ManifestMark state={state} /> {handover.taken} {handover.of(taken, parcels)}{' '}
        <span className="meta">{handover.closeSums(parcels, pieces)}</span>
      </p>
      {state === 'agreed' && <Note sign="done" title={handover.agreedExplain} />}
      {failure && <FailureNote failure={failure} />}
      {gaps.length > 0 && (
        <section className="stack">
          <h3>{isFinal ? handover.missing : handover.notTaken}</h3>
          <ul className="handover-gaps">
            {gaps.map((gap) => (
              <li key={gap.shipping}>
                <NumberText number={gap.shipping} />
                <GapText gap={gap} isFinal={isFinal} />
                {isFinal && gap.taken === 0 && !gap.found && gap.state === 'handed-over' && (
                  <button type="button" className="button" onClick={() => void found(gap.purchase)}>
                    {handover.foundHere}
                  </button>
                )}
              </li>
            ))}
          </ul>
          {gapCount > gaps.length && <p className="meta">{handover.leftMore(gapCount - gaps.length)}</p>}
          {isFinal && <p className="meta">{handover.foundExplain}</p>}
        </section>
      )}
      {extras.length > 0 && (
        <section className="stack">
          <h3>{handover.extraTitle}</h3>
          <ul className="handover-gaps">
            {extras.map(({ shipping, purchase }) => (
              <li key={shipping}>
                <NumberText number={shipping} />
                {purchase !== undefined && (
                  <span className="meta">
                    {handover.purchase} {formatNumber(purchase)}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function GapText({ gap, isFinal }: { readonly gap: ManifestGap; readonly isFinal: boolean }): ReactNode {
  const { handover } = useTexts();
  const { taken, pieces, found } = gap;
  if (found) return <span className="mark done">{handover.found(found.who, formatTime(found.at))}</span>;
  if (taken > 0) return <span className="mark look">{handover.missingPart(taken, pieces)}</span>;
  return (
    <span className={isFinal ? 'mark look' : 'meta'}>{isFinal ? handover.missingAll : handover.piece(1, pieces)}</span>
  );
}
