/** What malls will be billed for at the month's end, and what they were billed. */
import { type ReactNode, useState } from 'react';
import type { BillLine, SentInvoice } from '#shared/desk/carrier-money.ts';
import type { Money } from '#shared/domain/money.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function Billing(): ReactNode {
  const { frame, money: texts } = useTexts();
  const show = useMoney();
  const nameOf = usePartnerNames();
  const due = useQuery('invoices.due', {}, ['money', 'parcels']);
  const sent = useQuery('invoices.sent', {}, ['money']);
  const [opened, setOpened] = useState<SentInvoice>();
  const columns: readonly Column<SentInvoice>[] = [
    { head: texts.month, render: ({ month }) => showDay(month) },
    { head: texts.date, render: ({ date }) => showDay(date) },
    { head: texts.mall, form: 'wide', render: ({ mall }) => nameOf(mall) },
    { head: texts.parcels, form: 'end', render: ({ parcels }) => parcels },
    { head: texts.total, form: 'end', render: ({ total }) => show(total) },
    { head: texts.reference, render: ({ invoice }) => <span className="meta">{invoice}</span> },
  ];
  const failure = due.failure ?? sent.failure;
  return (
    <ListScreen title={frame.screens.billing}>
      <div className="screen-body stack">
        {failure && <FailureNote failure={failure} />}
        <section className="stack" aria-labelledby="due">
          <h2 id="due">{texts.due}</h2>
          {due.value?.length === 0 && (
            <Empty icon="billing" title={texts.dueEmpty}>
              {texts.dueEmptyExplain}
            </Empty>
          )}
          {due.value && due.value.length > 0 && <p className="meta">{texts.dueExplain}</p>}
          {due.value?.map(({ mall, mallName, lines, refunded, total }) => (
            <Bill key={mall} title={mallName} lines={lines} refunded={refunded} total={total} />
          ))}
        </section>
        <section className="stack" aria-labelledby="sent">
          <h2 id="sent">{texts.sent}</h2>
          {sent.value?.length === 0 && <p className="meta">{texts.sentEmpty}</p>}
          {sent.value && sent.value.length > 0 && (
            <DataTable
              label={texts.sent}
              columns={columns}
              rows={sent.value}
              keyOf={({ invoice }) => invoice}
              onOpen={setOpened}
              selected={opened?.invoice}
            />
          )}
        </section>
      </div>
      {opened && (
        <LookDialog
          title={texts.invoiceTitle(nameOf(opened.mall), showDay(opened.month))}
          onClose={() => setOpened(undefined)}
        >
          <Sent invoice={opened} />
        </LookDialog>
      )}
    </ListScreen>
  );
}

function Sent({ invoice: { invoice, total } }: { readonly invoice: SentInvoice }): ReactNode {
  const { value, failure } = useQuery('invoices.lines', { invoice });
  return (
    <>
      {failure && <FailureNote failure={failure} />}
      {value && <Bill lines={value.lines} refunded={value.refunded} total={total} />}
    </>
  );
}

function Bill({
  title,
  lines,
  refunded,
  total,
}: {
  readonly title?: string;
  readonly lines: readonly BillLine[];
  readonly refunded: Money;
  readonly total: Money;
}): ReactNode {
  const { money: texts } = useTexts();
  const show = useMoney();
  const columns: readonly Column<BillLine>[] = [
    { head: texts.size, form: 'wide', render: ({ size }) => size },
    { head: texts.parcels, form: 'end', render: ({ parcels }) => parcels },
    { head: texts.rate, form: 'end', render: ({ rate }) => show(rate) },
    { head: texts.amount, form: 'end', render: ({ amount }) => show(amount) },
  ];
  return (
    <div className="bill">
      {title !== undefined && <h3>{title}</h3>}
      <DataTable label={title ?? texts.parcels} columns={columns} rows={lines} keyOf={({ size }) => String(size)} />
      <dl className="bill-foot">
        {refunded.value > 0 && (
          <>
            <dt>{texts.refundsForMall}</dt>
            <dd>{show(refunded)}</dd>
          </>
        )}
        <dt>{texts.total}</dt>
        <dd>
          <strong>{show(total)}</strong>
        </dd>
      </dl>
    </div>
  );
}
