/** All of one settlement: whose it is, where its money stands, what went back. What was bought stands nowhere. */
import { type ReactNode, useState } from 'react';
import type { ClaimRow, RefundedRow, SettlementFile } from '#shared/desk/credit.ts';
import type { DisputeRow } from '#shared/desk/disputes.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FilePage } from '../components/file-page.tsx';
import { KnowledgeButton } from '../components/knowledge-button.tsx';
import { Note } from '../components/note.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { navigate } from '../route.ts';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { ContestDialog } from './contest-dialog.tsx';

export function SettlementPage({
  receipt,
  onBack,
  ofCustomer = false,
}: {
  readonly receipt: string;
  readonly onBack: () => void;
  /** It was opened from its customer's file: nothing leads there again. */
  readonly ofCustomer?: boolean;
}): ReactNode {
  // Not renewed by itself: every opening stands in the trail.
  const { value: file, failure } = useQuery('settlements.open', { receipt });
  const [happened, setHappened] = useState<string>();
  const [contesting, setContesting] = useState(false);
  const mayContest = useMay('limits');
  const { disputes } = useTexts();
  const left = file ? file.captured.value - file.refunded.value : 0;
  return (
    <FilePage
      title={formatNumber(receipt)}
      mark={file && <StateMark of="settlement" state={file.state} />}
      onBack={onBack}
      actions={
        <>
          <KnowledgeButton number={receipt} />
          {left > 0 && mayContest && (
            <button type="button" className="button" onClick={() => setContesting(true)}>
              {disputes.contest}
            </button>
          )}
        </>
      }
      side={file && <SettlementFacts file={file} linked={!ofCustomer} />}
    >
      {failure && <FailureNote failure={failure} />}
      {happened !== undefined && <Note sign="done" title={happened} />}
      {file && <SettlementMoney file={file} />}
      {file && <Claims rows={file.claims} />}
      {file && <Refunds rows={file.refunds} />}
      <Disputes receipt={receipt} />
      {file && contesting && (
        <ContestDialog
          file={file}
          onDone={() => {
            setContesting(false);
            setHappened(disputes.contestDone);
          }}
          onClose={() => setContesting(false)}
        />
      )}
    </FilePage>
  );
}

function SettlementFacts({ file, linked }: { readonly file: SettlementFile; readonly linked: boolean }): ReactNode {
  const { customers } = useTexts();
  const { settlements } = customers;
  const { id, name } = file.customer;
  const maySeeCustomers = useMay('read-personal');
  return (
    <dl className="facts">
      <Fact name={settlements.customer}>
        {linked && maySeeCustomers ? (
          <a className="strong" href={`#/customers?open=${encodeURIComponent(id)}`}>
            {name}
          </a>
        ) : (
          <span className="strong">{name}</span>
        )}
      </Fact>
      <Fact name={settlements.card}>
        <span className="number">•••• {file.lastFour}</span>
      </Fact>
      <Fact name={settlements.mall}>{file.mall}</Fact>
      <Fact name={settlements.at}>{formatTime(file.at)}</Fact>
      <Fact name={settlements.until}>{formatTime(file.until)}</Fact>
      {file.forwarding && <Fact name={settlements.forwarding}>{settlements.forwardingStates[file.forwarding]}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function SettlementMoney({ file }: { readonly file: SettlementFile }): ReactNode {
  const { customers } = useTexts();
  const money = useMoney();
  const { amount, captured, held, released, refunded } = file;
  const figures = { amount, captured, held, released, refunded };
  return (
    <section className="card" aria-label={customers.settlements.money}>
      <dl className="figures">
        {Object.entries(figures).map(([name, value]) => (
          <div key={name}>
            <dt className="meta">{customers.settlements[name as keyof typeof figures]}</dt>
            <dd className={value.value === 0 ? 'number faint' : 'number'}>{money(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Claims({ rows }: { readonly rows: readonly ClaimRow[] }): ReactNode {
  const { customers } = useTexts();
  const { settlements, claims } = customers;
  const money = useMoney();
  const columns: readonly Column<ClaimRow>[] = [
    { head: claims.date, render: ({ date }) => showDay(date) },
    { head: settlements.state, render: ({ state }) => <StateMark of="claim" state={state} /> },
    { head: claims.payout, form: 'wide', render: ({ payout }) => <span className="meta">{payout ?? '–'}</span> },
    { head: claims.amount, form: 'end', render: ({ amount }) => money(amount) },
  ];
  return (
    <section className="stack">
      <h2>{settlements.claims}</h2>
      {rows.length === 0 ? (
        <p className="meta">{settlements.noClaims}</p>
      ) : (
        <DataTable label={settlements.claims} columns={columns} rows={rows} keyOf={({ claim }) => claim} />
      )}
    </section>
  );
}

function Refunds({ rows }: { readonly rows: readonly RefundedRow[] }): ReactNode {
  const { customers } = useTexts();
  const { settlements } = customers;
  const money = useMoney();
  const columns: readonly Column<RefundedRow>[] = [
    { head: settlements.refundAt, render: ({ at }) => formatTime(at) },
    { head: settlements.refundWhy, render: ({ kind }) => settlements.refundKinds[kind] },
    {
      head: '',
      form: 'wide',
      render: ({ charged }) => <span className="meta">{charged ? settlements.charged : settlements.notCharged}</span>,
    },
    { head: settlements.refundAmount, form: 'end', render: ({ amount }) => money(amount) },
  ];
  return (
    <section className="stack">
      <h2>{settlements.refunds}</h2>
      {rows.length === 0 ? (
        <p className="meta">{settlements.noRefunds}</p>
      ) : (
        <DataTable label={settlements.refunds} columns={columns} rows={rows} keyOf={({ refund }) => refund} />
      )}
    </section>
  );
}

/** What its customer contests of it, and what came of that. */
function Disputes({ receipt }: { readonly receipt: string }): ReactNode {
  const { disputes } = useTexts();
  const money = useMoney();
  const { value } = useQuery('disputes.list', { search: receipt, limit: 20 }, ['disputes']);
  const columns: readonly Column<DisputeRow>[] = [
    { head: disputes.opened, render: ({ openedAt }) => formatTime(openedAt) },
    { head: disputes.about, form: 'wide', render: ({ about }) => disputes.abouts[about] },
    { head: disputes.state, render: ({ state }) => <StateMark of="dispute" state={state} /> },
    { head: disputes.amount, form: 'end', render: ({ amount }) => money(amount) },
  ];
  if (!value || value.rows.length === 0) return null;
  return (
    <section className="stack">
      <h2>{disputes.disputesOf}</h2>
      <DataTable
        label={disputes.disputesOf}
        columns={columns}
        rows={value.rows}
        keyOf={({ dispute }) => dispute}
        onOpen={({ dispute }) => navigate('disputes', `open=${dispute}`)}
      />
    </section>
  );
}
