/** The orders of the bench, oldest first. Arrows move, Enter opens, + marks an order for the pick list. */
import type { ReactNode } from 'react';
import { LATE_AFTER, type QueuePlace, type QueueRow } from '#shared/desk/packing.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { PayMark, shortNumber } from '../../components/words.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';
import { useQueuePages } from './use-queue-pages.ts';

/** The order under the cursor, where that stands in the queue. */
export function focusedOrder(): string | undefined {
  return document.activeElement?.closest('tr')?.querySelector<HTMLElement>('[data-purchase]')?.dataset['purchase'];
}

export function PackingQueue({ place, carrier }: { readonly place: QueuePlace; readonly carrier: string }): ReactNode {
  const texts = useTexts();
  const { packing, bench } = texts;
  const { open, marked } = usePacking();
  const purchase = usePacking((store) => store.order?.purchase);
  const { rows, failure, more } = useQueuePages(place, carrier);
  const now = useNow();
  if (failure) return <FailureNote failure={failure} />;
  if (rows === undefined) return null;
  if (rows.length === 0) {
    const [title, explain] = {
      waiting: [packing.emptyTitle, packing.emptyExplain],
      packed: [bench.emptyPacked, bench.emptyPackedExplain],
      aside: [bench.emptyAside, bench.emptyAsideExplain],
    }[place] as [string, string];
    return (
      <Empty icon="packing" title={title}>
        {explain}
      </Empty>
    );
  }
  const isLate = ({ placedAt }: QueueRow): boolean =>
    place === 'waiting' && now - Date.parse(placedAt) >= LATE_AFTER * 60_000;
  const columns: readonly Column<QueueRow>[] = [
    {
      head: packing.order,
      render: (row) => (
        <span className="number" data-purchase={row.purchase}>
          {marked.includes(row.purchase) && (
            <span className="pick-mark" title={bench.marked}>
              ＋<span className="unseen">{bench.marked}</span>
            </span>
          )}
          {shortNumber(row.purchase)}
        </span>
      ),
    },
    {
      head: packing.age,
      form: 'end',
      render: (row) =>
        isLate(row) ? (
          <span className="mark look" title={bench.late}>
            {formatAge(texts, Date.parse(row.placedAt), now)}
            <span className="unseen">{bench.late}</span>
          </span>
        ) : (
          formatAge(texts, Date.parse(row.placedAt), now)
        ),
    },
    { head: packing.carrier, form: 'wide', render: ({ carrierName }) => carrierName },
    { head: packing.size, form: 'end', render: ({ size }) => size.size },
    ...(place === 'aside'
      ? [
          {
            head: bench.missing,
            form: 'end',
            render: ({ aside }: QueueRow) => (aside ? bench.missingPieces(aside.pieces) : ''),
          } as const,
        ]
      : place === 'packed'
        ? [{ head: bench.pieces, form: 'end', render: ({ pieces = 1 }: QueueRow) => pieces } as const]
        : [{ head: packing.pay, render: ({ pay }: QueueRow) => <PayMark pay={pay} /> }]),
  ];
  return (
    <>
      <DataTable
        label={bench.places[place]}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.purchase}
        selected={purchase}
        onOpen={(row) => void open(row.purchase)}
      />
      {more && (
        <div className="older">
          <button type="button" className="button" onClick={more}>
            {bench.more}
          </button>
        </div>
      )}
    </>
  );
}
