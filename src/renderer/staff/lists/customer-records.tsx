/** What came of a customer so far, kind by kind: each row leads to its record, each kind to the whole list. */
import { type ReactNode, useState } from 'react';
import type { CustomerRecords } from '#shared/desk/credit.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Segments } from '../components/segments.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { NumberText } from '../components/words.tsx';
import { navigate } from '../route.ts';
import { useMay } from '../stores/use-may.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { SettlementTable } from './settlement-table.tsx';

export type RecordKind = keyof CustomerRecords;
const KINDS: readonly RecordKind[] = ['settlements', 'statements', 'payments', 'disputes', 'mails'];

/** A record that is shown in the file's place. */
export interface OpenRecord {
  readonly kind: 'settlements' | 'statements' | 'disputes';
  readonly id: string;
}

type Row<K extends RecordKind> = CustomerRecords[K]['rows'][number];

export function Records({
  customer,
  records,
  kind,
  onKind,
  onOpen,
}: {
  readonly customer: string;
  readonly records: CustomerRecords;
  readonly kind: RecordKind;
  readonly onKind: (kind: RecordKind) => void;
  readonly onOpen: (record: OpenRecord) => void;
}): ReactNode {
  const { customers } = useTexts();
  const [last, setLast] = useState<string>();
  const { rows, total } = records[kind];
  function open(of: OpenRecord['kind'], id: string): void {
    setLast(id);
    onOpen({ kind: of, id });
  }
  return (
    <section className="stack" aria-label={customers.records.title}>
      <div className="row">
        <Segments
          label={customers.records.title}
          choices={KINDS.map((each) => [
            each,
            customers.records.kind(customers.records.kinds[each], records[each].total),
          ])}
          chosen={kind}
          onChoose={onKind}
        />
        <span className="grow" />
        {kind === 'settlements' && total > 0 && (
          <button type="button" className="button slim" onClick={() => navigate('settlements', `customer=${customer}`)}>
            {customers.records.all(total)}
          </button>
        )}
      </div>
      {rows.length === 0 && <p className="meta">{customers.records.none[kind]}</p>}
      {rows.length > 0 && kind === 'settlements' && (
        <SettlementTable
          narrow
          rows={records.settlements.rows}
          selected={last}
          onOpen={(receipt) => open('settlements', receipt)}
        />
      )}
      {rows.length > 0 && kind === 'statements' && (
        <Statements rows={records.statements.rows} onOpen={(reference) => open('statements', reference)} />
      )}
      {rows.length > 0 && kind === 'payments' && <Payments rows={records.payments.rows} />}
      {rows.length > 0 && kind === 'disputes' && (
        <Disputes rows={records.disputes.rows} onOpen={(dispute) => open('disputes', dispute)} />
      )}
      {rows.length > 0 && kind === 'mails' && <Mails rows={records.mails.rows} />}
      {total > rows.length && <p className="meta">{customers.records.newest(rows.length, total)}</p>}
    </section>
  );
}

function Statements({
  rows,
  onOpen,
}: {
  readonly rows: readonly Row<'statements'>[];
  readonly onOpen: (reference: string) => void;
}): ReactNode {
  const { billing, customers } = useTexts();
  const texts = billing.statements;
  const money = useMoney();
  const columns: readonly Column<Row<'statements'>>[] = [
    { head: texts.month, render: ({ month }) => showDay(month) },
    { head: billing.reference, form: 'wide', render: ({ reference }) => <NumberText number={reference} /> },
    { head: texts.state, render: ({ state }) => <StateMark of="statement" state={state} /> },
    { head: texts.due, render: ({ dueOn }) => showDay(dueOn) },
    {
      head: texts.rest,
      form: 'end',
      render: ({ amount, paid }) =>
        amount.value === paid.value ? '–' : money({ ...amount, value: amount.value - paid.value }),
    },
    { head: billing.amount, form: 'end', render: ({ amount }) => <span className="strong">{money(amount)}</span> },
  ];
  return (
    <DataTable
      label={customers.records.kinds.statements}
      columns={columns}
      rows={rows}
      keyOf={({ reference }) => reference}
      onOpen={({ reference }) => onOpen(reference)}
    />
  );
}

/** A payment stands in the list of payments, which is for those who book money. */
function Payments({ rows }: { readonly rows: readonly Row<'payments'>[] }): ReactNode {
  const { billing, customers } = useTexts();
  const money = useMoney();
  const mayLook = useMay('money');
  const columns: readonly Column<Row<'payments'>>[] = [
    { head: customers.records.paidOn, render: ({ date }) => showDay(date) },
    {
      head: billing.reference,
      form: 'wide',
      render: ({ reference }) => (reference === undefined ? '–' : <NumberText number={reference} />),
    },
    { head: customers.records.source, render: ({ source }) => customers.records.sources[source] },
    { head: billing.received.state, render: ({ state }) => <StateMark of="payment" state={state} /> },
    {
      head: customers.records.amount,
      form: 'end',
      render: ({ amount }) => <span className="strong">{money(amount)}</span>,
    },
  ];
  return (
    <DataTable
      label={customers.records.kinds.payments}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      {...(mayLook && {
        onOpen: ({ reference }: Row<'payments'>) =>
          navigate('received', reference === undefined ? '' : `search=${reference}`),
      })}
    />
  );
}

function Disputes({
  rows,
  onOpen,
}: {
  readonly rows: readonly Row<'disputes'>[];
  readonly onOpen: (dispute: string) => void;
}): ReactNode {
  const { disputes, customers } = useTexts();
  const money = useMoney();
  const columns: readonly Column<Row<'disputes'>>[] = [
    { head: disputes.opened, render: ({ openedAt }) => formatTime(openedAt) },
    { head: disputes.receipt, render: ({ receipt }) => <NumberText number={receipt} /> },
    { head: disputes.mall, render: ({ mall }) => mall },
    { head: disputes.about, form: 'wide', render: ({ about }) => disputes.abouts[about] },
    { head: disputes.state, render: ({ state }) => <StateMark of="dispute" state={state} /> },
    { head: disputes.amount, form: 'end', render: ({ amount }) => <span className="strong">{money(amount)}</span> },
  ];
  return (
    <DataTable
      label={customers.records.kinds.disputes}
      columns={columns}
      rows={rows}
      keyOf={({ dispute }) => dispute}
      onOpen={({ dispute }) => onOpen(dispute)}
    />
  );
}

/** Of a settlement or a statement; a link to a new password has none. */
const isNumber = (subject: string): boolean => /^\d+$/.test(subject);

function Mails({ rows }: { readonly rows: readonly Row<'mails'>[] }): ReactNode {
  const { forwarding, customers } = useTexts();
  const { mails } = forwarding;
  const columns: readonly Column<Row<'mails'>>[] = [
    { head: customers.records.made, render: ({ createdAt }) => formatTime(createdAt) },
    { head: mails.kind, form: 'wide', render: ({ kind }) => mails.kinds[kind] },
    {
      head: mails.about,
      render: ({ subject }) => (isNumber(subject) ? <NumberText number={subject} /> : '–'),
    },
    { head: mails.state, render: ({ state }) => <StateMark of="mail" state={state} /> },
  ];
  return (
    <DataTable
      label={customers.records.kinds.mails}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      onOpen={({ subject }) => navigate('mails', isNumber(subject) ? `search=${subject}` : '')}
    />
  );
}
