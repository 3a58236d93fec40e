/** What carriers collected at doors and sent on. A break is an amount other than the mall expected. */
import type { ReactNode } from 'react';
import type { RemittanceRow } from '#shared/desk/mall.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function Remittances(): ReactNode {
  const { frame, remittances } = useTexts();
  const money = useMoney();
  const nameOf = usePartnerNames();
  const { value: rows, failure } = useQuery('remittances.received', {}, ['money']);
  const columns: readonly Column<RemittanceRow>[] = [
    { head: remittances.date, render: ({ date }) => showDay(date) },
    { head: remittances.carrier, form: 'wide', render: ({ carrier }) => nameOf(carrier) },
    { head: remittances.parcels, form: 'end', render: ({ parcels }) => parcels },
    { head: remittances.total, form: 'end', render: ({ total }) => money(total) },
    {
      head: remittances.breaks,
      render: ({ breaks }) =>
        breaks === 0 ? (
          <span className="meta">{remittances.breaksNone}</span>
        ) : (
          <span className="mark look">{remittances.breaksSome(breaks)}</span>
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
    </ListScreen>
  );
}
