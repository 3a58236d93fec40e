/** The two lists of the refunds screen: parcels that came back, and money on its way or arrived. */
import { type ReactNode, useState } from 'react';
import type { BulkOutcome } from '#shared/desk/list.ts';
import type { RefundRow, ReturnRow } from '#shared/desk/mall-refunds.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { NumberText, PayMark } from '../components/words.tsx';
import type { BulkAction } from '../records/bulk-bar.tsx';
import { numberColumn, textColumn, timeColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { formatDay, formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function ReturnRows({
  rows,
  selected,
  onOpen,
}: {
  readonly rows: readonly ReturnRow[] | undefined;
  readonly selected: string | undefined;
  readonly onOpen: (row: ReturnRow) => void;
}): ReactNode {
  const { refunds, scan } = useTexts();
  const money = useMoney();
  const columns: readonly Column<ReturnRow>[] = [
    { head: refunds.purchase, render: ({ purchase }) => <NumberText number={purchase} /> },
    { head: refunds.since, render: ({ at }) => formatTime(at) },
    { head: refunds.carrier, form: 'wide', render: ({ carrierName }) => carrierName },
    { head: refunds.carrierReason, render: ({ reason }) => carrierReason(scan.reasons, reason) },
    { head: '', render: ({ pay }) => <PayMark pay={pay} /> },
    { head: refunds.price, form: 'end', render: ({ total }) => money(total) },
  ];
  if (rows?.length === 0) {
    return (
      <Empty icon="refunds" title={refunds.backEmpty}>
        {refunds.backEmptyExplain}
      </Empty>
    );
  }
  return rows ? (
    <DataTable
      label={refunds.tabs.back}
      columns={columns}
      rows={rows}
      keyOf={({ purchase }) => purchase}
      selected={selected}
      onOpen={onOpen}
    />
  ) : null;
}

/** The carrier's word where it is one that we know. */
export function carrierReason(reasons: Readonly<Record<string, string>>, reason: string | undefined): string {
  return reason === undefined ? '–' : (reasons[reason] ?? reason);
}

/** A day, or a time of which the day stands beside the hour. */
function showMoment(at: string): string {
  return at.length === 10 ? showDay(at) : formatTime(at);
}

type Asking = { readonly kind: 'withdraw' | 'record'; readonly row: RefundRow };

const ASKED = { states: ['asked'] };
const DONE = { states: ['done'] };
const refundKey = ({ refund }: RefundRow): string => refund;

interface Recording {
  readonly refunds: string[];
  readonly finish: (outcome: Result<BulkOutcome>) => void;
}

export function RefundRows({
  kind,
  selected,
  onOpen,
  onSay,
  onFailure,
}: {
  readonly kind: 'asked' | 'done';
  readonly selected: string | undefined;
  readonly onOpen: (row: RefundRow) => void;
  readonly onSay: (title: string) => void;
  readonly onFailure: (failure: Failure) => void;
}): ReactNode {
  const { refunds } = useTexts();
  const money = useMoney();
  const moneyColumn = useMoneyColumn();
  const [asking, setAsking] = useState<Asking>();
  const [recording, setRecording] = useState<Recording>();
  const [rows, setRows] = useState<readonly RefundRow[]>([]);
  const shared: readonly RecordColumn<RefundRow>[] = [
    numberColumn('number', refunds.purchase, ({ number }) => number),
    moneyColumn('amount', refunds.amount, ({ amount }) => amount, {
      render: ({ amount }: RefundRow) => <span className="strong">{money(amount)}</span>,
    }),
    textColumn('way', refunds.way, ({ way, partnerName }) => partnerName ?? refunds.ways[way], { form: 'wide' }),
    {
      id: 'why',
      head: refunds.why,
      width: 120,
      render: ({ reason }) => <ReasonText reason={reason} />,
      csv: ({ reason }) => refunds.reasons[reason],
    },
    timeColumn('asked', refunds.asked, ({ askedAt }) => askedAt, { order: true }),
  ];
  const asked: readonly RecordColumn<RefundRow>[] = [
    ...shared,
    {
      id: 'state',
      head: refunds.state,
      width: 184,
      render: (row) => <RefundState row={row} onAsk={(work) => setAsking({ kind: work, row })} />,
      csv: ({ refused }) => (refused ? refunds.refused : refunds.waiting),
    },
  ];
  const done: readonly RecordColumn<RefundRow>[] = [
    ...shared,
    {
      id: 'done',
      head: refunds.done,
      width: 112,
      render: ({ doneAt, askedAt }) => showMoment(doneAt ?? askedAt),
      csv: ({ doneAt }) => doneAt,
    },
  ];
  const actions: readonly BulkAction<RefundRow>[] = [
    {
      title: refunds.record,
      hotkey: 'F8',
      fits: ({ way }) => way === 'own',
      start: (many, finish) => setRecording({ refunds: many.map(refundKey), finish }),
    },
  ];
  async function answer(work: 'withdraw' | 'record', row: RefundRow, date: string): Promise<void> {
    setAsking(undefined);
    const { refund } = row;
    const result =
      work === 'withdraw'
        ? await desk.call('refunds.withdraw', { refund })
        : await desk.call('refunds.record', { refund, date });
    if (!result.ok) return onFailure(result.error);
    onSay(work === 'withdraw' ? refunds.withdrawn : refunds.recorded(money(row.amount)));
  }
  return (
    <>
      <RecordList
        key={kind}
        list="refunds.list"
        title={refunds.tabs[kind]}
        columns={kind === 'asked' ? asked : done}
        keyOf={refundKey}
        topics={['refunds', 'money']}
        fixed={kind === 'asked' ? ASKED : DONE}
        dates={refunds.asked}
        amounts={refunds.amount}
        empty={
          <Empty icon="refunds" title={kind === 'asked' ? refunds.askedEmpty : refunds.doneEmpty}>
            {kind === 'asked' ? refunds.askedEmptyExplain : refunds.doneEmptyExplain}
          </Empty>
        }
        onRows={setRows}
        opened={rows.find(({ number }) => number === selected)?.refund}
        onOpen={onOpen}
        {...(kind === 'asked' && { actions })}
        scans={false}
      />
      {recording && (
        <AnswerDialog
          kind="record"
          amount={refunds.severalAmounts(recording.refunds.length)}
          onClose={() => setRecording(undefined)}
          onAnswer={async (date) => {
            setRecording(undefined);
            recording.finish(await desk.call('refunds.record-many', { refunds: recording.refunds, date }));
          }}
        />
      )}
      {asking && (
        <AnswerDialog
          kind={asking.kind}
          amount={money(asking.row.amount)}
          onClose={() => setAsking(undefined)}
          onAnswer={(date) => void answer(asking.kind, asking.row, date)}
        />
      )}
    </>
  );
}

function ReasonText({ reason }: { readonly reason: RefundRow['reason'] }): ReactNode {
  const { refunds } = useTexts();
  const text = refunds.reasons[reason];
  return reason === 'disputed' ? <span className="mark look">{text}</span> : text;
}

function RefundState({
  row,
  onAsk,
}: {
  readonly row: RefundRow;
  readonly onAsk: (kind: Asking['kind']) => void;
}): ReactNode {
  const { refunds } = useTexts();
  const ask = (kind: Asking['kind'], title: string): ReactNode => (
    <button
      type="button"
      className="button slim"
      onClick={(event) => {
        event.stopPropagation();
        onAsk(kind);
      }}
    >
      {title}
    </button>
  );
  if (row.way === 'own') return ask('record', refunds.record);
  if (!row.refused) return <span className="meta">{refunds.waiting}</span>;
  return (
    <>
      <span className="mark stop">{refunds.refused}</span> {ask('withdraw', refunds.withdraw)}
    </>
  );
}

function AnswerDialog({
  kind,
  amount,
  onClose,
  onAnswer,
}: {
  readonly kind: Asking['kind'];
  readonly amount: string;
  readonly onClose: () => void;
  readonly onAnswer: (date: string) => void;
}): ReactNode {
  const { refunds, common } = useTexts();
  const [today] = useState(() => formatDay(new Date()));
  const [date, setDate] = useState(today);
  const record = kind === 'record';
  return (
    <Dialog title={record ? refunds.recordAsk(amount) : refunds.withdrawAsk} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onAnswer(date);
        }}
      >
        <p>{record ? refunds.recordExplain : refunds.withdrawExplain(amount)}</p>
        {record && (
          <label className="field refund-date">
            <span>{refunds.recordDate}</span>
            <input
              className="input"
              type="date"
              required
              max={today}
              value={date}
              onChange={(event) => setDate(event.target.value)}
            />
          </label>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" data-first="">
            {record ? refunds.record : refunds.withdraw}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
