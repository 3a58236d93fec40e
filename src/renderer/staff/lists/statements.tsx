/** Monthly statements, newest first: made, brought, paid or not. Whose one is shows when it is opened. */
import { type ReactNode, useState } from 'react';
import { BILLING_WAYS, STATEMENT_STATES, type StatementRow, type StatementsNow } from '#shared/desk/billing.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { pdfBlob, saveFile } from '../components/pdf.ts';
import { NumberText } from '../components/words.tsx';
import type { BulkAction } from '../records/bulk-bar.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { BillingDays } from './billing-days.tsx';
import { StatementMark } from './statement-mark.tsx';
import { StatementPage } from './statement-file.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ reference }: StatementRow): string => reference;

interface Letters {
  readonly letters: number;
  readonly upTo: number;
}

export function Statements(): ReactNode {
  const { frame, billing } = useTexts();
  const texts = billing.statements;
  const now = useQuery('statements.now', {}, ['billing']);
  const money = useMoney();
  const maySend = useMay('money');
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const [setting, setSetting] = useState(false);
  const [printed, setPrinted] = useState<Letters>();
  const [done, setDone] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const place = useReturnFocus(opened === undefined);

  async function make(): Promise<void> {
    setDone(undefined);
    const made = await desk.call('statements.make', {});
    setFailure(made.ok ? undefined : made.error);
    if (made.ok) setDone(made.value.stopped ? texts.stopped : texts.madeNow(made.value.made));
    now.reload();
  }
  async function print(): Promise<void> {
    setDone(undefined);
    const pile = await desk.call('statements.letters', {});
    setFailure(pile.ok ? undefined : pile.error);
    if (!pile.ok) return;
    saveFile(pdfBlob(pile.value.pdf), `letters-${pile.value.upTo}.pdf`);
    setPrinted(pile.value);
  }
  async function takeOff({ letters, upTo }: Letters): Promise<void> {
    setPrinted(undefined);
    const taken = await desk.call('statements.printed', { upTo });
    setFailure(taken.ok ? undefined : taken.error);
    if (taken.ok) setDone(texts.lettersTaken(letters));
    now.reload();
  }

  const columns: readonly RecordColumn<StatementRow>[] = [
    {
      id: 'reference',
      head: billing.reference,
      width: 160,
      render: ({ reference }) => <NumberText number={reference} />,
      csv: ({ reference }) => reference,
    },
    {
      id: 'state',
      head: texts.state,
      render: ({ state }) => <StatementMark state={state} />,
      csv: ({ state }) => texts.states[state],
    },
    {
      id: 'amount',
      head: billing.amount,
      form: 'end',
      render: ({ amount }) => money(amount),
      csv: ({ amount }) => amount,
      money: true,
    },
    {
      id: 'rest',
      head: texts.rest,
      form: 'end',
      render: ({ amount, paid, state }) =>
        state === 'paid' ? '–' : <strong>{money({ ...amount, value: amount.value - paid.value })}</strong>,
      csv: ({ amount, paid }) => ({ ...amount, value: amount.value - paid.value }),
      money: true,
    },
    { id: 'due', head: texts.due, width: 112, render: ({ dueOn }) => showDay(dueOn), csv: ({ dueOn }) => dueOn },
    {
      id: 'next',
      head: texts.next,
      form: 'wide',
      render: ({ next }) =>
        next && <span className="meta">{texts.nextOn(texts.steps[next.state], showDay(next.on))}</span>,
      csv: ({ next }) => next?.on,
    },
    {
      id: 'way',
      head: texts.way,
      width: 176,
      render: ({ way, sentAt }) => (
        <>
          {texts.ways[way]} <span className="meta">{sentAt === undefined ? texts.notYet : formatTime(sentAt)}</span>
        </>
      ),
      csv: ({ sentAt }) => sentAt,
    },
    {
      id: 'month',
      head: texts.month,
      width: 96,
      order: true,
      render: ({ month }) => showDay(month),
      csv: ({ month }) => month,
    },
  ];
  if (opened !== undefined) return <StatementPage reference={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen
      title={frame.screens.statements}
      meta={now.value && !now.value.running ? texts.made(now.value.made, showDay(now.value.month)) : undefined}
      actions={
        <Actions
          now={now.value}
          onDays={() => setSetting(true)}
          onPrint={() => void print()}
          onMake={() => void make()}
        />
      }
    >
      {failure && <FailureNote failure={failure} />}
      {done !== undefined && <Note sign="done" title={done} />}
      <div className="screen-body" ref={place}>
        <RecordList
          list="statements.list"
          title={frame.screens.statements}
          columns={columns}
          keyOf={keyOf}
          topics={['billing']}
          states={[STATEMENT_STATES, texts.states]}
          dates={texts.month}
          amounts={billing.amount}
          empty={
            <Empty icon="statements" title={texts.emptyTitle}>
              {texts.emptyExplain}
            </Empty>
          }
          opened={last}
          onOpen={({ reference }) => {
            setLast(reference);
            setOpened(reference);
          }}
          actions={
            maySend
              ? BILLING_WAYS.map((by): BulkAction<StatementRow> => ({
                  title: texts.sendMany[by],
                  start: (rows, finish) =>
                    void desk.call('statements.send-many', { references: rows.map(keyOf), by }).then(finish),
                }))
              : []
          }
        />
      </div>
      {setting && <BillingDays onClose={() => setSetting(false)} onSaved={() => setDone(billing.days.saved)} />}
      {printed && (
        <Dialog title={texts.lettersTitle(printed.letters)} onClose={() => setPrinted(undefined)}>
          <p>{texts.lettersExplain}</p>
          <div className="dialog-foot">
            <button type="button" className="button" onClick={() => setPrinted(undefined)}>
              {texts.notYet}
            </button>
            <button type="button" className="button primary" onClick={() => void takeOff(printed)}>
              {texts.lettersDone}
            </button>
          </div>
        </Dialog>
      )}
    </ListScreen>
  );
}

function Actions({
  now,
  onDays,
  onPrint,
  onMake,
}: {
  readonly now: StatementsNow | undefined;
  readonly onDays: () => void;
  readonly onPrint: () => void;
  readonly onMake: () => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.statements;
  if (now?.running) {
    const { done, of } = now.running;
    return (
      <span className="making" role="status">
        <progress value={done} max={Math.max(of, 1)} aria-hidden="true" />
        {texts.making(done, of)}
        <button type="button" className="button" onClick={() => void desk.call('statements.stop', {})}>
          {texts.stop}
        </button>
      </span>
    );
  }
  return (
    <>
      <button type="button" className="button" onClick={onDays}>
        {texts.settings}
      </button>
      {now !== undefined && now.letters > 0 && (
        <button type="button" className="button" onClick={onPrint}>
          {texts.letters(Math.min(now.letters, 500))}
        </button>
      )}
      <button type="button" className="button primary" disabled={now === undefined} onClick={onMake}>
        {texts.make}
      </button>
    </>
  );
}
