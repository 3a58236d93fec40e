/** Cash counted at doors: what is still to be sent, mall by mall, and what was sent. */
import { type ReactNode, useState } from 'react';
import type { CashRow, SentRemittance } from '#shared/desk/carrier.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function Cash(): ReactNode {
  const { frame, cash, common } = useTexts();
  const money = useMoney();
  const nameOf = usePartnerNames();
  const due = useQuery('cash.due', {}, ['money']);
  const sent = useQuery('cash.sent', {}, ['money']);
  const [asking, setAsking] = useState<CashRow>();
  const [failure, setFailure] = useState<Failure>();
  const [remitted, setRemitted] = useState<string>();

  async function remit(row: CashRow): Promise<void> {
    setAsking(undefined);
    setRemitted(undefined);
    const result = await desk.call('cash.remit', { mall: row.mall });
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) setRemitted(cash.remitted(money(result.value.total), row.mallName));
    due.reload();
    sent.reload();
  }
  const dueColumns: readonly Column<CashRow>[] = [
    { head: cash.mall, form: 'wide', render: ({ mallName }) => mallName },
    { head: cash.parcels, form: 'end', render: ({ parcels }) => parcels },
    { head: cash.total, form: 'end', render: ({ total }) => <span className="strong">{money(total)}</span> },
    {
      head: '',
      form: 'end',
      render: (row) => (
        <button type="button" className="button primary slim" onClick={() => setAsking(row)}>
          {cash.remit(row.parcels)}
        </button>
      ),
    },
  ];
  const sentColumns: readonly Column<SentRemittance>[] = [
    { head: cash.date, render: ({ date }) => showDay(date) },
    { head: cash.mall, form: 'wide', render: ({ mall }) => nameOf(mall) },
    { head: cash.parcels, form: 'end', render: ({ parcels }) => parcels },
    { head: cash.total, form: 'end', render: ({ total }) => money(total) },
    { head: cash.reference, render: ({ remittance }) => <span className="meta">{remittance}</span> },
  ];
  const problem = failure ?? due.failure ?? sent.failure;
  return (
    <ListScreen title={frame.screens.cash}>
      <div className="screen-body stack wide-gaps">
        {problem && <FailureNote failure={problem} />}
        {remitted !== undefined && <Note sign="done" title={remitted} />}
        <section className="stack">
          <h2>{cash.due}</h2>
          {due.value?.length === 0 && (
            <Empty icon="cash" title={cash.dueEmptyTitle}>
              {cash.dueEmptyExplain}
            </Empty>
          )}
          {due.value && due.value.length > 0 && (
            <DataTable label={cash.due} columns={dueColumns} rows={due.value} keyOf={({ mall }) => mall} />
          )}
        </section>
        <section className="stack">
          <h2>{cash.sent}</h2>
          {sent.value?.length === 0 && <p className="meta">{cash.sentEmpty}</p>}
          {sent.value && sent.value.length > 0 && (
            <DataTable
              label={cash.sent}
              columns={sentColumns}
              rows={sent.value}
              keyOf={({ remittance }) => remittance}
            />
          )}
        </section>
      </div>
      {asking && (
        <Dialog title={cash.remitAsk(asking.mallName)} onClose={() => setAsking(undefined)}>
          <p>{cash.remitExplain(money(asking.total), asking.parcels)}</p>
          <div className="dialog-foot">
            <button type="button" className="button" onClick={() => setAsking(undefined)}>
              {common.cancel}
            </button>
            <button type="button" className="button primary" data-first="" onClick={() => void remit(asking)}>
              {cash.remitConfirm}
            </button>
          </div>
        </Dialog>
      )}
    </ListScreen>
  );
}
