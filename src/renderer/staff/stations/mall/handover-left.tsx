/** How far the count is, and what is still to be counted. */
import type { ReactNode } from 'react';
import type { CountSums, HandoverCount, LastCounted, ParcelToCount } from '#shared/desk/handover.ts';
import type { Failure } from '#shared/result.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Key, NumberText } from '../../components/words.tsx';
import { useTexts } from '../../stores/use-texts.ts';

export function HandoverTally({ sums, name }: { readonly sums: CountSums; readonly name: string }): ReactNode {
  const { handover } = useTexts();
  const facts = [
    [handover.parcels, sums.countedParcels, sums.parcels],
    [handover.pieces, sums.countedPieces, sums.pieces],
  ] as const;
  return (
    <div className="handover-tally">
      <p className="handover-name">{name}</p>
      <dl>
        {facts.map(([title, counted, all]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <b>{counted}</b>
              <span className="handover-of"> / {all}</span>
            </dd>
          </div>
        ))}
      </dl>
      <progress max={Math.max(1, sums.pieces)} value={sums.countedPieces} aria-label={handover.pieces} />
    </div>
  );
}

export function HandoverLeft({
  count,
  failure,
  onTakeBack,
}: {
  readonly count: HandoverCount | undefined;
  readonly failure: Failure | undefined;
  readonly onTakeBack: (last: LastCounted) => void;
}): ReactNode {
  const { handover } = useTexts();
  const columns: readonly Column<ParcelToCount>[] = [
    { head: handover.shipping, form: 'wide', render: ({ shipping }) => <NumberText number={shipping} /> },
    { head: handover.size, form: 'end', render: ({ size }) => size },
    {
      head: handover.pieces,
      form: 'end',
      render: ({ counted, pieces }) =>
        counted > 0 ? <span className="mark look">{handover.leftPieces(counted, pieces)}</span> : pieces,
    },
  ];
  const last = count?.last[0];
  const more = count ? count.parcels - count.countedParcels - count.left.length : 0;
  return (
    <section className="handover-left" aria-labelledby="handover-left">
      <div className="handover-head">
        <h2 id="handover-left">{handover.left}</h2>
        <button type="button" className="button" disabled={!last} onClick={() => last && onTakeBack(last)}>
          {handover.takeBack} <Key name="F8" />
        </button>
      </div>
      {failure && <FailureNote failure={failure} />}
      {count && count.left.length === 0 && <p className="meta">{handover.allTitle}</p>}
      {count && count.left.length > 0 && (
        <div className="handover-rows">
          <DataTable label={handover.left} columns={columns} rows={count.left} keyOf={({ purchase }) => purchase} />
          {more > 0 && <p className="meta">{handover.leftMore(more)}</p>}
        </div>
      )}
    </section>
  );
}
