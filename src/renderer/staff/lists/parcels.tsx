/** The carrier's parcels, and what happened to one of them. No names: those come out of a scan alone. */
import { type ReactNode, useState } from 'react';
import type { ParcelRow } from '#shared/desk/carrier.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { fitsFilter, ListScreen, OlderButton } from '../components/list-screen.tsx';
import { NumberText, PayMark, SizeText } from '../components/words.tsx';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { ParcelDetail } from './parcel-detail.tsx';
import { usePages } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';

export function Parcels(): ReactNode {
  const { frame, parcels, packing, parcelStates, common } = useTexts();
  const money = useMoney();
  const { rows, failure, older } = usePages('parcels.list', ({ agreedAt }) => agreedAt, ['parcels', 'money']);
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<string>();
  useScans((scan) => {
    const text = bestReading(scan);
    setChosen(numberIn(text) ?? text);
  });
  const columns: readonly Column<ParcelRow>[] = [
    { head: packing.shipping, render: ({ number }) => <NumberText number={number} /> },
    { head: parcels.state, render: ({ state }) => parcelStates[state] },
    { head: parcels.mall, form: 'wide', render: ({ mall }) => mall },
    { head: parcels.size, render: ({ size }) => <SizeText size={size} /> },
    { head: parcels.pay, render: ({ pay }) => <PayMark pay={pay} /> },
    { head: parcels.due, form: 'end', render: ({ due }) => (due ? money(due) : '–') },
    { head: parcels.collected, form: 'end', render: ({ collected }) => (collected ? money(collected) : '–') },
    { head: parcels.changed, render: ({ changedAt }) => formatTime(changedAt) },
  ];
  const shown = rows?.filter((row) => fitsFilter(filter, [row.number, row.mall, parcelStates[row.state]]));
  return (
    <ListScreen title={frame.screens.parcels} filter={filter} onFilter={setFilter}>
      <div className="two-panes narrow">
        <div className="pane">
          {failure && <FailureNote failure={failure} />}
          {rows?.length === 0 && (
            <Empty icon="parcels" title={parcels.emptyTitle}>
              {parcels.emptyExplain}
            </Empty>
          )}
          {rows && rows.length > 0 && shown?.length === 0 && <p className="meta">{common.nothingFits}</p>}
          {shown && shown.length > 0 && (
            <DataTable
              label={frame.screens.parcels}
              columns={columns}
              rows={shown}
              keyOf={({ number }) => number}
              selected={chosen}
              onOpen={({ number }) => setChosen(number)}
            />
          )}
          <OlderButton older={older} />
        </div>
        <aside className="card side" aria-live="polite">
          <h2>{parcels.history}</h2>
          {chosen === undefined ? (
            <p className="meta">{parcels.historyEmpty}</p>
          ) : (
            <ParcelDetail key={chosen} number={chosen} />
          )}
        </aside>
      </div>
    </ListScreen>
  );
}
