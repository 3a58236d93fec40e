/** What carriers collected at doors and sent on. A break is a parcel that was not booked; why is shown on demand. */
import { type ReactNode, useState } from 'react';
import { MATCHINGS } from '#shared/desk/list.ts';
import type { RemittanceBreak, RemittanceRow } from '#shared/desk/mall.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { NumberText } from '../components/words.tsx';
import { countColumn, dayColumn, referenceColumn, textColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

const keyOf = ({ remittance }: RemittanceRow): string => remittance;

export function Remittances(): ReactNode {
  const { frame, remittances, records } = useTexts();
  const moneyColumn = useMoneyColumn();
  const money = useMoney();
  const nameOf = usePartnerNames();
  const [opened, setOpened] = useState<RemittanceRow>();
  const columns: readonly RecordColumn<RemittanceRow>[] = [
    dayColumn('date', remittances.date, ({ date }) => date, { order: true }),
    textColumn('carrier', remittances.carrier, ({ carrier }) => nameOf(carrier), { form: 'wide' }),
    countColumn('parcels', remittances.parcels, ({ parcels }) => parcels),
    moneyColumn('total', remittances.total, ({ total }) => total),
    {
      id: 'breaks',
      head: remittances.breaks,
      width: 216,
      render: (row) => <BreakCell breaks={row.breaks} onShow={() => setOpened(row)} />,
      csv: ({ breaks }) => breaks,
    },
    referenceColumn('reference', remittances.reference, keyOf),
  ];
  return (
    <ListScreen title={frame.screens.remittances}>
      <div className="screen-body">
        <RecordList
          list="remittances.received"
          title={frame.screens.remittances}
          columns={columns}
          keyOf={keyOf}
          topics={['money']}
          states={[MATCHINGS, records.matchings]}
          dates={remittances.date}
          amounts={remittances.total}
          partners={['carrier']}
          empty={
            <Empty icon="remittances" title={remittances.emptyTitle}>
              {remittances.emptyExplain}
            </Empty>
          }
          opened={opened?.remittance}
          onOpen={setOpened}
        />
      </div>
      {opened && (
        <LookDialog
          title={remittances.breaksTitle(nameOf(opened.carrier), showDay(opened.date))}
          onClose={() => setOpened(undefined)}
        >
          {opened.breaks > 0 ? (
            <Breaks remittance={opened.remittance} />
          ) : (
            <p>{remittances.allBooked(opened.parcels, money(opened.total))}</p>
          )}
        </LookDialog>
      )}
    </ListScreen>
  );
}

function BreakCell({ breaks, onShow }: { readonly breaks: number; readonly onShow: () => void }): ReactNode {
  const { remittances } = useTexts();
  if (breaks === 0) return <span className="meta">{remittances.breaksNone}</span>;
  return (
    <>
      <span className="mark look">{remittances.breaksSome(breaks)}</span>{' '}
      <button
        type="button"
        className="button slim"
        onClick={(event) => {
          event.stopPropagation();
          onShow();
        }}
      >
        {remittances.breaksShow}
      </button>
    </>
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
