/** What carriers bill for a month; an invoice opens to its lines, held against our own books. */
import { type ReactNode, useState } from 'react';
import { MATCHINGS } from '#shared/desk/list.ts';
import type { InvoiceLine, InvoiceRow } from '#shared/desk/mall-money.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { countColumn, dayColumn, referenceColumn, textColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { MoneyBreaks } from './money-breaks.tsx';

const keyOf = ({ invoice }: InvoiceRow): string => invoice;

export function Invoices(): ReactNode {
  const { frame, money: texts, records } = useTexts();
  const moneyColumn = useMoneyColumn();
  const nameOf = usePartnerNames();
  const [opened, setOpened] = useState<InvoiceRow>();
  const columns: readonly RecordColumn<InvoiceRow>[] = [
    dayColumn('month', texts.month, ({ month }) => month, { width: 80 }),
    dayColumn('date', texts.date, ({ date }) => date, { order: true }),
    textColumn('carrier', texts.carrier, ({ carrier }) => nameOf(carrier), { form: 'wide' }),
    countColumn('parcels', texts.parcels, ({ parcels }) => parcels),
    moneyColumn('total', texts.total, ({ total }) => total),
    {
      id: 'breaks',
      head: texts.breaks,
      render: ({ breaks }) =>
        breaks === 0 ? (
          <span className="meta">{texts.breaksNone}</span>
        ) : (
          <span className="mark look">{texts.breaksSome(breaks)}</span>
        ),
      csv: ({ breaks }) => breaks,
    },
    referenceColumn('reference', texts.reference, keyOf),
  ];
  return (
    <ListScreen title={frame.screens.invoices}>
      <div className="screen-body">
        <RecordList
          list="invoices.received"
          title={frame.screens.invoices}
          columns={columns}
          keyOf={keyOf}
          topics={['money']}
          states={[MATCHINGS, records.matchings]}
          dates={texts.date}
          amounts={texts.total}
          partners={['carrier']}
          empty={
            <Empty icon="invoices" title={texts.invoicesEmpty}>
              {texts.invoicesEmptyExplain}
            </Empty>
          }
          onOpen={setOpened}
          opened={opened?.invoice}
        />
      </div>
      {opened && (
        <LookDialog
          title={texts.invoiceTitle(nameOf(opened.carrier), showDay(opened.month))}
          onClose={() => setOpened(undefined)}
        >
          <Detail invoice={opened.invoice} />
        </LookDialog>
      )}
    </ListScreen>
  );
}

function Detail({ invoice }: { readonly invoice: string }): ReactNode {
  const { money: texts } = useTexts();
  const show = useMoney();
  const { value: detail, failure } = useQuery('invoices.detail', { invoice });
  const columns: readonly Column<InvoiceLine>[] = [
    { head: texts.size, form: 'wide', render: ({ size }) => size },
    {
      head: texts.parcels,
      form: 'end',
      render: ({ parcels, expected }) =>
        parcels > expected ? (
          <>
            {parcels} <span className="mark look">{texts.tooMany(parcels - expected)}</span>
          </>
        ) : (
          parcels
        ),
    },
    { head: texts.ours, form: 'end', render: ({ expected }) => expected },
    {
      head: texts.rate,
      form: 'end',
      render: ({ rate, rateBefore }) =>
        rateBefore ? (
          <>
            {show(rate)} <span className="mark look">{texts.rateBefore(show(rateBefore))}</span>
          </>
        ) : (
          show(rate)
        ),
    },
    { head: texts.amount, form: 'end', render: ({ amount }) => show(amount) },
  ];
  return (
    <div className="stack">
      {failure && <FailureNote failure={failure} />}
      {detail && (
        <DataTable label={texts.parcels} columns={columns} rows={detail.lines} keyOf={({ size }) => String(size)} />
      )}
      {detail && detail.refunded.value > 0 && (
        <p>
          {texts.cashRefunded}: <strong>{show(detail.refunded)}</strong>
        </p>
      )}
      {detail && detail.breaks.length > 0 && (
        <>
          <p>{texts.breaksExplain}</p>
          <MoneyBreaks breaks={detail.breaks} />
        </>
      )}
    </div>
  );
}
