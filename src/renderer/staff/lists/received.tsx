/** What customers pay: recorded by hand, taken in from the bank's file, and money that nobody knows yet. */
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { type BankFile, type BookedPayment, RECEIVED_STATES, type ReceivedPayment } from '#shared/desk/billing.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { parseReference } from '#shared/domain/statement-reference.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { parseAmount } from '../components/amount.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { FileButton } from '../components/file-button.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { readBase64, useFiles } from '../components/use-files.ts';
import { dayColumn, numberColumn, textColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { bestReading } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { formatDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { AssignPayment } from './assign-payment.tsx';
import { BankPreview } from './bank-preview.tsx';

const keyOf = ({ id }: ReceivedPayment): string => id;

export function Received(): ReactNode {
  const { frame, billing, common } = useTexts();
  const texts = billing.received;
  const [preview, setPreview] = useState<{ readonly file: string; readonly shown: BankFile }>();
  const [booked, setBooked] = useState<BankFile>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const [assigning, setAssigning] = useState<ReceivedPayment>();
  const [assigned, setAssigned] = useState(false);

  async function read(file: File | undefined): Promise<void> {
    if (!file || busy) return;
    setBooked(undefined);
    setFailure(undefined);
    const base64 = await readBase64(file);
    if (base64 === undefined) return setFailure({ code: 'too-large' });
    setBusy(true);
    const shown = await desk.call('payments.preview', { file: base64 });
    setBusy(false);
    if (shown.ok) setPreview({ file: base64, shown: shown.value });
    else setFailure(shown.error);
  }
  const over = useFiles(([file]) => void read(file));
  return (
    <ListScreen
      title={frame.screens.received}
      actions={
        <FileButton
          title={busy ? common.loading : texts.import}
          accept=".csv,.txt,text/csv"
          onFiles={([file]) => void read(file)}
        />
      }
    >
      <div className="two-panes">
        <div className="pane">
          <List
            notice={
              <>
                {failure && <FailureNote failure={failure} />}
                {booked && <Booked file={booked} />}
                {assigned && <Note sign="done" title={texts.assigned} />}
              </>
            }
            onAssign={setAssigning}
          />
        </div>
        <RecordForm />
      </div>
      {over && <div className="drop-veil">{texts.import}</div>}
      {preview && (
        <BankPreview
          file={preview.file}
          preview={preview.shown}
          onClose={() => setPreview(undefined)}
          onBooked={(file) => {
            setPreview(undefined);
            setBooked(file);
          }}
        />
      )}
      {assigning && (
        <AssignPayment
          payment={assigning}
          onClose={() => setAssigning(undefined)}
          onDone={() => {
            setAssigning(undefined);
            setAssigned(true);
          }}
        />
      )}
    </ListScreen>
  );
}

function Booked({ file }: { readonly file: BankFile }): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const fresh = file.lines.filter(({ state }) => state !== 'known');
  const unknown = fresh.filter(({ state }) => state === 'unknown').length;
  return (
    <Note sign={unknown > 0 ? 'look' : 'done'} title={texts.bookedNow(fresh.length)}>
      {unknown > 0 && <p>{texts.bookedUnknown(unknown)}</p>}
    </Note>
  );
}

function List({
  notice,
  onAssign,
}: {
  readonly notice: ReactNode;
  readonly onAssign: (payment: ReceivedPayment) => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const moneyColumn = useMoneyColumn();
  const columns: readonly RecordColumn<ReceivedPayment>[] = [
    dayColumn('date', billing.date, ({ date }) => date, { order: true }),
    numberColumn('reference', billing.reference, ({ reference }) => reference),
    textColumn('text', texts.text, ({ text }) => text, { form: 'wide' }),
    {
      id: 'state',
      head: texts.state,
      width: 112,
      render: ({ state }) => <StateMark state={state} />,
      csv: ({ state }) => texts.states[state],
    },
    textColumn('source', texts.source, ({ source }) => texts.sources[source], { hidden: true }),
    moneyColumn('amount', billing.amount, ({ amount }) => amount),
    {
      id: 'assign',
      head: '',
      width: 112,
      render: (row) =>
        row.state === 'unknown' && (
          <button type="button" className="button slim" onClick={() => onAssign(row)}>
            {texts.assign}
          </button>
        ),
    },
  ];
  return (
    <RecordList
      list="payments.received"
      title={texts.list}
      columns={columns}
      keyOf={keyOf}
      topics={['billing']}
      states={[RECEIVED_STATES, texts.filters]}
      dates={billing.date}
      amounts={billing.amount}
      empty={
        <Empty icon="received" title={texts.emptyTitle}>
          {texts.emptyExplain}
        </Empty>
      }
      notice={notice}
      // A reference is meant for the form beside.
      scans={false}
    />
  );
}

function StateMark({ state }: Pick<ReceivedPayment, 'state'>): ReactNode {
  const texts = useTexts().billing.received;
  if (state === 'booked') return texts.states.booked;
  return (
    <span className="mark look" title={state === 'unknown' ? texts.unknownExplain : undefined}>
      {texts.states[state]}
    </span>
  );
}

type Outcome = { readonly failure: Failure } | { readonly reference: string; readonly booked: BookedPayment };

function RecordForm(): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const money = useMoney();
  const [typed, setTyped] = useState('');
  const [amountTyped, setAmountTyped] = useState('');
  const [today] = useState(() => formatDay(new Date()));
  const [date, setDate] = useState(today);
  const [outcome, setOutcome] = useState<Outcome>();
  const amount = parseAmount(amountTyped, 'JPY');
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useScans((scan) => {
    setTyped(bestReading(scan));
    second.current?.focus();
  });

  async function record(event: FormEvent): Promise<void> {
    event.preventDefault();
    const reference = parseReference(typed);
    if (!reference.ok) return setOutcome({ failure: reference.error });
    if (!amount) return;
    const result = await desk.call('payments.receive', { reference: reference.value, amount, date });
    if (!result.ok) return setOutcome({ failure: result.error });
    setOutcome({ reference: reference.value, booked: result.value });
    setTyped('');
    setAmountTyped('');
    first.current?.focus();
  }
  function said({ reference, booked }: { reference: string; booked: BookedPayment }): string {
    if (booked.state === 'exact') return texts.exact(formatNumber(reference));
    if (booked.state === 'part') return texts.part(money(booked.rest));
    return booked.credit.value > 0 ? texts.over(money(booked.credit)) : texts.overOnly;
  }
  return (
    <form className="card stack side" onSubmit={(event) => void record(event)}>
      <h2>{texts.title}</h2>
      <p className="meta">{texts.explain}</p>
      <label className="field">
        <span>{billing.reference}</span>
        <input
          ref={first}
          className="input"
          autoFocus
          autoComplete="off"
          placeholder={billing.referenceHint}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          data-number=""
        />
      </label>
      <label className="field">
        <span>{billing.amount}</span>
        <input
          ref={second}
          className="input"
          inputMode="decimal"
          autoComplete="off"
          value={amountTyped}
          onChange={(event) => setAmountTyped(event.target.value)}
        />
      </label>
      <p className="meta payment-hint" role="status">
        {amountTyped !== '' && !amount ? texts.amountBad : ''}
      </p>
      <TextField title={billing.date} type="date" required max={today} value={date} onText={setDate} />
      <button type="submit" className="button primary" disabled={typed.trim() === '' || !amount || date === ''}>
        {texts.record}
      </button>
      {outcome && 'failure' in outcome && <FailureNote failure={outcome.failure} />}
      {outcome && 'booked' in outcome && (
        <Note sign={outcome.booked.state === 'exact' ? 'done' : 'look'} title={said(outcome)} />
      )}
      <p className="meta">{texts.importHint}</p>
    </form>
  );
}
