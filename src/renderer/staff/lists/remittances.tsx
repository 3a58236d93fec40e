/** What carriers collected at doors and sent on. A break is a parcel that was not booked; why is shown on demand. */
import { type ReactNode, useState } from 'react';
import type { RemittanceBreak, RemittanceRow } from '#shared/desk/mall.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { NumberText } from '../components/words.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function Remittances(): ReactNode {
  const { frame, remittances } = useTexts();
  const money = useMoney();
  const nameOf = usePartnerNames();
  const { value: rows, failure } = useQuery('remittances.received', {}, ['money']);
  const [opened, setOpened] = useState<RemittanceRow>();
  const columns: readonly Column<RemittanceRow>[] = [
    { head: remittances.date, render: ({ date }) => showDay(date) },
    { head: remittances.carrier, form: 'wide', render: ({ carrier }) => nameOf(carrier) },
    { head: remittances.parcels, form: 'end', render: ({ parcels }) => parcels },
    { head: remittances.total, form: 'end', render: ({ total }) => money(total) },
    {
      head: remittances.breaks,
      render: (row) =>
        row.breaks === 0 ? (
          <span className="meta">{remittances.breaksNone}</span>
        ) : (
          <>
            <span className="mark look">{remittances.breaksSome(row.breaks)}</span>{' '}
            <button type="button" className="button slim" onClick={() => setOpened(row)}>
              {remittances.breaksShow}
            </button>
          </>
        ),
    },
    { head: remittances.reference, render: ({ remittance }) => <span className="meta">{remittance}</span> },
  ];
  return (
    <ListScreen title={frame.screens.remittances}>
      <div className="screen-body">
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && (
          <Empty icon="remittances" title={remittances.emptyTitle}>
            {remittances.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable
            label={frame.screens.remittances}
            columns={columns}
            rows={rows}
            keyOf={({ remittance }) => remittance}
          />
        )}
      </div>
      {opened && (
        <LookDialog
          title={remittances.breaksTitle(nameOf(opened.carrier), showDay(opened.date))}
          onClose={() => setOpened(undefined)}
        >
          <Breaks remittance={opened.remittance} />
        </LookDialog>
      )}
    </ListScreen>
  );
}

function Breaks({ remittance }: { readonly remittance: string }): ReactNode {
  const { remittances } = useTexts();
  const money = useMoney();
  const { value: rows, failure } = useQuery('remittances.breaks', { remittance });
  const lines = rows?.map((row, at) => ({ ...row, at }));
  const columns: readonly Column<RemittanceBreak & { readonly at: number }>[] = [
    { head: remittances.shipping, render: ({ shipping }) => <NumberText number={shipping} /> },
    { head: remittances.remitted, form: 'end', render: ({ amount }) => money(amount) },
    { head: remittances.expected, form: 'end', render: ({ expected }) => (expected ? money(expected) : '–') },
    { head: remittances.reason, form: 'wide', render: ({ reason }) => remittances.reasons[reason] },
  ];
  return (
    <div className="stack">
      <p>{remittances.breaksExplain}</p>
      {failure && <FailureNote failure={failure} />}
      {lines && <DataTable label={remittances.breaks} columns={columns} rows={lines} keyOf={({ at }) => String(at)} />}
    </div>
  );
}
