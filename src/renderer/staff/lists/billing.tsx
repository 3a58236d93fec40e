/** What malls will be billed for at the month's end, and what they were billed. */
import { type ReactNode, useState } from 'react';
import type { BillLine, SentInvoice } from '#shared/desk/carrier-money.ts';
import type { Money } from '#shared/domain/money.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { countColumn, dayColumn, referenceColumn, textColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { navigate } from '../route.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

const keyOf = ({ invoice }: SentInvoice): string => invoice;

export function Billing(): ReactNode {
  const { frame, money: texts } = useTexts();
  const [shown, setShown] = useState<'due' | 'sent'>('due');
  function show(which: 'due' | 'sent'): void {
    navigate('billing');
    setShown(which);
  }
  return (
    <ListScreen
      title={frame.screens.billing}
      actions={
        <Segments
          label={frame.screens.billing}
          choices={[
            ['due', texts.due],
            ['sent', texts.sent],
          ]}
          chosen={shown}
          onChoose={show}
        />
      }
    >
      <div className="screen-body">{shown === 'due' ? <Due /> : <SentInvoices />}</div>
    </ListScreen>
  );
}

/** One bill for each mall, as it grows. */
function Due(): ReactNode {
  const { money: texts } = useTexts();
  const { value: bills, failure } = useQuery('invoices.due', {}, ['money', 'parcels']);
  return (
    <div className="stack">
      {failure && <FailureNote failure={failure} />}
      {bills?.length === 0 && (
        <Empty icon="billing" title={texts.dueEmpty}>
          {texts.dueEmptyExplain}
        </Empty>
      )}
      {bills && bills.length > 0 && <p className="meta">{texts.dueExplain}</p>}
      {bills?.map(({ mall, mallName, lines, refunded, total }) => (
        <Bill key={mall} title={mallName} lines={lines} refunded={refunded} total={total} />
      ))}
    </div>
  );
}

function SentInvoices(): ReactNode {
  const { money: texts } = useTexts();
  const moneyColumn = useMoneyColumn();
  const nameOf = usePartnerNames();
  const [opened, setOpened] = useState<SentInvoice>();
  const columns: readonly RecordColumn<SentInvoice>[] = [
    dayColumn('month', texts.month, ({ month }) => month, { width: 80 }),
    dayColumn('date', texts.date, ({ date }) => date, { order: true }),
    textColumn('mall', texts.mall, ({ mall }) => nameOf(mall), { form: 'wide' }),
    countColumn('parcels', texts.parcels, ({ parcels }) => parcels),
    moneyColumn('total', texts.total, ({ total }) => total),
    referenceColumn('reference', texts.reference, keyOf),
  ];
  return (
    <>
      <RecordList
        list="invoices.sent"
        title={texts.sent}
        columns={columns}
        keyOf={keyOf}
        topics={['money']}
        dates={texts.date}
        amounts={texts.total}
        partners={['mall']}
        empty={
          <Empty icon="billing" title={texts.sent}>
            {texts.sentEmpty}
          </Empty>
        }
        onOpen={setOpened}
        opened={opened?.invoice}
      />
      {opened && (
        <LookDialog
          title={texts.invoiceTitle(nameOf(opened.mall), showDay(opened.month))}
          onClose={() => setOpened(undefined)}
        >
          <Sent invoice={opened} />
        </LookDialog>
      )}
    </>
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
