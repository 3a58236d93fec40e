/** Cash counted at doors: what is still to be sent, mall by mall, and what was sent. */
import { type ReactNode, useState } from 'react';
import type { CashRow, SentRemittance } from '#shared/desk/carrier.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { Segments } from '../components/segments.tsx';
import {
  countColumn,
  dayColumn,
  referenceColumn,
  textColumn,
  timeColumn,
  useMoneyColumn,
} from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { navigate } from '../route.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';

const dueKey = ({ mall, total }: CashRow): string => `${mall} ${total.currency}`;
const sentKey = ({ remittance }: SentRemittance): string => remittance;

export function Cash(): ReactNode {
  const { frame, cash } = useTexts();
  const [shown, setShown] = useState<'due' | 'sent'>('due');
  // The filters of one are not those of the other.
  function show(which: 'due' | 'sent'): void {
    navigate('cash');
    setShown(which);
  }
  return (
    <ListScreen
      title={frame.screens.cash}
      actions={
        <Segments
          label={frame.screens.cash}
          choices={[
            ['due', cash.due],
            ['sent', cash.sent],
          ]}
          chosen={shown}
          onChoose={show}
        />
      }
    >
      <div className="screen-body">{shown === 'due' ? <Due /> : <Sent />}</div>
    </ListScreen>
  );
}

function Due(): ReactNode {
  const { cash, common } = useTexts();
  const money = useMoney();
  const moneyColumn = useMoneyColumn();
  const [asking, setAsking] = useState<CashRow>();
  const [failure, setFailure] = useState<Failure>();
  const [remitted, setRemitted] = useState<string>();

  async function remit(row: CashRow): Promise<void> {
    setAsking(undefined);
    setRemitted(undefined);
    const result = await desk.call('cash.remit', { mall: row.mall, currency: row.total.currency });
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) setRemitted(cash.remitted(money(result.value.total), row.mallName));
  }
  const columns: readonly RecordColumn<CashRow>[] = [
    textColumn('mall', cash.mall, ({ mallName }) => mallName, { form: 'wide' }),
    timeColumn('since', cash.since, ({ since }) => since, { order: true }),
    countColumn('parcels', cash.parcels, ({ parcels }) => parcels),
    moneyColumn('total', cash.total, ({ total }) => total),
    {
      id: 'remit',
      head: '',
      form: 'end',
      width: 200,
      render: (row) => (
        <button
          type="button"
          className="button slim"
          onClick={(event) => {
            event.stopPropagation();
            setAsking(row);
          }}
        >
          {cash.remit(row.parcels)}
        </button>
      ),
    },
  ];
  return (
    <>
      <RecordList
        list="cash.due"
        title={cash.due}
        columns={columns}
        keyOf={dueKey}
        topics={['money']}
        dates={cash.since}
        amounts={cash.total}
        partners={['mall']}
        notice={
          <>
            {failure && <FailureNote failure={failure} />}
            {remitted !== undefined && <Note sign="done" title={remitted} />}
          </>
        }
        empty={
          <Empty icon="cash" title={cash.dueEmptyTitle}>
            {cash.dueEmptyExplain}
          </Empty>
        }
        onOpen={setAsking}
      />
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
    </>
  );
}

function Sent(): ReactNode {
  const { cash } = useTexts();
  const moneyColumn = useMoneyColumn();
  const nameOf = usePartnerNames();
  const columns: readonly RecordColumn<SentRemittance>[] = [
    dayColumn('date', cash.date, ({ date }) => date, { order: true }),
    textColumn('mall', cash.mall, ({ mall }) => nameOf(mall), { form: 'wide' }),
    countColumn('parcels', cash.parcels, ({ parcels }) => parcels),
    moneyColumn('total', cash.total, ({ total }) => total),
    referenceColumn('reference', cash.reference, sentKey),
  ];
  return (
    <RecordList
      list="cash.sent"
      title={cash.sent}
      columns={columns}
      keyOf={sentKey}
      topics={['money']}
      dates={cash.date}
      amounts={cash.total}
      partners={['mall']}
      empty={<p className="meta">{cash.sentEmpty}</p>}
    />
  );
}
