/** What carriers bill for a month; an invoice opens to its lines, held against our own books. */
import { type ReactNode, useState } from 'react';
import type { InvoiceLine, InvoiceRow } from '#shared/desk/mall-money.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { MoneyBreaks } from './money-breaks.tsx';

export function Invoices(): ReactNode {
  const { frame, money: texts } = useTexts();
  const show = useMoney();
  const nameOf = usePartnerNames();
  const { value: rows, failure } = useQuery('invoices.received', {}, ['money']);
  const [opened, setOpened] = useState<InvoiceRow>();
  const columns: readonly Column<InvoiceRow>[] = [
    { head: texts.month, render: ({ month }) => showDay(month) },
    { head: texts.date, render: ({ date }) => showDay(date) },
    { head: texts.carrier, form: 'wide', render: ({ carrier }) => nameOf(carrier) },
    { head: texts.parcels, form: 'end', render: ({ parcels }) => parcels },
    { head: texts.total, form: 'end', render: ({ total }) => show(total) },
    {
      head: texts.breaks,
      render: ({ breaks }) =>
        breaks === 0 ? (
          <span className="meta">{texts.breaksNone}</span>
        ) : (
          <span className="mark look">{texts.breaksSome(breaks)}</span>
        ),
    },
    { head: texts.reference, render: ({ invoice }) => <span className="meta">{invoice}</span> },
  ];
  return (
    <ListScreen title={frame.screens.invoices}>
      <div className="screen-body">
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && (
          <Empty icon="invoices" title={texts.invoicesEmpty}>
            {texts.invoicesEmptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable
            label={frame.screens.invoices}
            columns={columns}
            rows={rows}
            keyOf={({ invoice }) => invoice}
            onOpen={setOpened}
            selected={opened?.invoice}
          />
        )}
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
