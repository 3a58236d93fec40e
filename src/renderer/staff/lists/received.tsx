/** What customers pay: recorded by hand, taken in from the bank's file, and money that nobody knows yet. */
import { type ReactNode, useRef, useState } from 'react';
import {
  type BankFile,
  type BookedFile,
  type BookedPayment,
  RECEIVED_STATES,
  type ReceivedPayment,
  type TakenBackPayment,
} from '#shared/desk/billing.ts';
import type { Money } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { isReference, parseReference } from '#shared/domain/statement-reference.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FileButton } from '../components/file-button.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { readBase64, useFiles } from '../components/use-files.ts';
import { dayColumn, numberColumn, textColumn, useMoneyColumn, useStateColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { bestReading } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { offerUndo } from '../stores/undo-store.ts';
import { useMay } from '../stores/use-may.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { AssignPayment } from './assign-payment.tsx';
import { BankPreview, sumOf } from './bank-preview.tsx';
import { PaymentForm } from './payment-form.tsx';
import { StrikePayment, TakeBackPayment } from './take-back-payment.tsx';

const keyOf = ({ id }: ReceivedPayment): string => id;

export function Received(): ReactNode {
  const { frame, billing, common } = useTexts();
  const texts = billing.received;
  const [preview, setPreview] = useState<{ readonly file: string; readonly shown: BankFile }>();
  const [booked, setBooked] = useState<BookedFile>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const [assigning, setAssigning] = useState<ReceivedPayment>();
  const [takingBack, setTakingBack] = useState<ReceivedPayment>();
  const [striking, setStriking] = useState<ReceivedPayment>();
  const [said, setSaid] = useState<'assigned' | 'struck' | TakenBackPayment>();
  const mayTakeBack = useMay('decide');

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
                {typeof said === 'string' && <Note sign="done" title={texts[said]} />}
                {typeof said === 'object' && <TakenBack taken={said} />}
              </>
            }
            onAssign={setAssigning}
            onTakeBack={mayTakeBack ? setTakingBack : undefined}
            onStrike={mayTakeBack ? setStriking : undefined}
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
            setSaid(mayTakeBack ? undefined : 'assigned');
            if (!mayTakeBack) return;
            const order = { payment: assigning.id, reason: texts.undone };
            offerUndo({ text: texts.assigned, undo: () => desk.call('payments.take-back', order) });
          }}
        />
      )}
      {takingBack && (
        <TakeBackPayment
          payment={takingBack}
          onClose={() => setTakingBack(undefined)}
          onDone={(done) => {
            setTakingBack(undefined);
            setSaid(done);
          }}
        />
      )}
      {striking && (
        <StrikePayment
          payment={striking}
          onClose={() => setStriking(undefined)}
          onDone={() => {
            setStriking(undefined);
            setSaid('struck');
          }}
        />
      )}
    </ListScreen>
  );
}

function Booked({ file }: { readonly file: BookedFile }): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const { unknown, known } = file.counts;
  return (
    <Note sign={unknown > 0 || file.stopped ? 'look' : 'done'} title={texts.bookedNow(sumOf(file.counts) - known)}>
      {file.stopped && <p>{texts.stopped}</p>}
      {unknown > 0 && <p>{texts.bookedUnknown(unknown)}</p>}
    </Note>
  );
}

function TakenBack({ taken: { owed, paidOut } }: { readonly taken: TakenBackPayment }): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const money = useMoney();
  return (
    <Note sign={paidOut.value > 0 ? 'look' : 'done'} title={texts.takenBack}>
      {owed.value > 0 && <p>{texts.owedAgain(money(owed))}</p>}
      {paidOut.value > 0 && <p>{texts.paidOut(money(paidOut))}</p>}
    </Note>
  );
}

function List({
  notice,
  onAssign,
  onTakeBack,
  onStrike,
}: {
  readonly notice: ReactNode;
  readonly onAssign: (payment: ReceivedPayment) => void;
  readonly onTakeBack: ((payment: ReceivedPayment) => void) | undefined;
  readonly onStrike: ((payment: ReceivedPayment) => void) | undefined;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const stateColumn = useStateColumn();
  const moneyColumn = useMoneyColumn();
  const columns: readonly RecordColumn<ReceivedPayment>[] = [
    dayColumn('date', billing.date, ({ date }) => date, { order: true }),
    numberColumn('reference', billing.reference, ({ reference }) => reference, { width: 148 }),
    textColumn('text', texts.text, ({ text }) => text, { form: 'wide', width: 112 }),
    stateColumn(texts.state, 'payment', ({ state }) => state, { width: 112 }),
    textColumn('source', texts.source, ({ source }) => texts.sources[source], { hidden: true }),
    moneyColumn('amount', billing.amount, ({ amount }) => amount),
    {
      id: 'assign',
      head: '',
      width: onStrike ? 168 : 112,
      render: (row) => {
        if (row.state === 'struck') return null;
        const isUnknown = row.state === 'unknown';
        const isPaidBack = row.state === 'paid-back';
        const act = isUnknown ? onAssign : onTakeBack;
        return (
          <span className="row-orders">
            {act && !isPaidBack && (
              <button type="button" className="button slim" onClick={() => act(row)}>
                {isUnknown ? texts.assign : texts.takeBack}
              </button>
            )}
            {(isPaidBack || (isUnknown && row.source === 'desk')) && onStrike && (
              <button type="button" className="button slim" onClick={() => onStrike(row)}>
                {texts.strike}
              </button>
            )}
          </span>
        );
      },
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

type Outcome = { readonly failure: Failure } | { readonly reference: string; readonly booked: BookedPayment };

function RecordForm(): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const money = useMoney();
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  /** The same until it was answered: whoever presses again after a lost line means the same money. */
  const entry = useRef<{ readonly what: string; readonly id: string }>(undefined);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useScans(
    (scan) => {
      setTyped(bestReading(scan));
      second.current?.focus();
    },
    'first',
    isReference,
  );

  async function record(amount: Money, date: string): Promise<boolean> {
    const known = parseReference(typed);
    if (!known.ok) {
      setOutcome({ failure: known.error });
      return false;
    }
    const reference = known.value;
    const what = `${reference} ${amount.value} ${date}`;
    if (entry.current?.what !== what) entry.current = { what, id: crypto.randomUUID() };
    const result = await desk.call('payments.receive', { reference, amount, date, entry: entry.current.id });
    if (result.ok || result.error.code === 'already-booked') entry.current = undefined;
    setOutcome(result.ok ? { reference, booked: result.value } : { failure: result.error });
    if (result.ok) first.current?.focus();
    return result.ok;
  }
  function said({ reference, booked }: { reference: string; booked: BookedPayment }): string {
    if (booked.state === 'exact') return texts.exact(formatNumber(reference));
    if (booked.state === 'part') return texts.part(money(booked.rest));
    return booked.credit.value > 0 ? texts.over(money(booked.credit)) : texts.overOnly;
  }
  const { title, explain, amountBad, record: button } = texts;
  const { reference: number, referenceHint: numberHint, amount, date } = billing;
  return (
    <PaymentForm
      texts={{ title, explain, number, numberHint, amount, amountBad, date, record: button }}
      typed={typed}
      onTyped={setTyped}
      numberField={first}
      amountField={second}
      currency="JPY"
      onRecord={record}
    >
      {outcome && 'failure' in outcome && <FailureNote failure={outcome.failure} />}
      {outcome && 'booked' in outcome && (
        <Note sign={outcome.booked.state === 'exact' ? 'done' : 'look'} title={said(outcome)} />
      )}
      <p className="meta">{texts.importHint}</p>
    </PaymentForm>
  );
}
