/** Monthly statements, newest first: made, brought, paid or not. Whose one is shows when it is opened. */
import { type ReactNode, useState } from 'react';
import { BILLING_WAYS, STATEMENT_STATES, type StatementRow, type StatementsNow } from '#shared/desk/billing.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { pdfBlob, saveFile } from '../components/pdf.ts';
import { WorkProgress } from '../components/work-progress.tsx';
import type { BulkAction } from '../records/bulk-bar.tsx';
import { dayColumn, numberColumn, useMoneyColumn, useStateColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { BillingDays } from './billing-days.tsx';
import { StatementPage } from './statement-file.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ reference }: StatementRow): string => reference;
const restOf = ({ amount, paid }: StatementRow): Money => ({ ...amount, value: amount.value - paid.value });

interface Letters {
  readonly letters: number;
  readonly upTo: number;
}

export function Statements(): ReactNode {
  const { frame, billing } = useTexts();
  const texts = billing.statements;
  const now = useQuery('statements.now', {}, ['billing']);
  const money = useMoney();
  const moneyColumn = useMoneyColumn();
  const stateColumn = useStateColumn();
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
    const { pdf, upTo } = pile.value;
    if (pdf === undefined) return setDone(texts.lettersStopped);
    saveFile(pdfBlob(pdf), `letters-${upTo}.pdf`);
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
    numberColumn('reference', billing.reference, keyOf),
    stateColumn(texts.state, 'statement', ({ state }) => state),
    moneyColumn('amount', billing.amount, ({ amount }) => amount),
    {
      ...moneyColumn<StatementRow>('rest', texts.rest, restOf),
      render: (row) => (row.state === 'paid' ? '–' : <strong>{money(restOf(row))}</strong>),
    },
    dayColumn('due', texts.due, ({ dueOn }) => dueOn, { width: 112 }),
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
    dayColumn('month', texts.month, ({ month }) => month, { order: true, width: 96 }),
  ];
  if (opened !== undefined) return <StatementPage reference={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen
      title={frame.screens.statements}
      meta={now.value && !now.value.running ? texts.made(now.value.made, showDay(now.value.month)) : undefined}
      actions={
        maySend && (
          <Actions
            now={now.value}
            onDays={() => setSetting(true)}
            onPrint={() => void print()}
            onMake={() => void make()}
          />
        )
      }
    >
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
          notice={
            <>
              {failure && <FailureNote failure={failure} />}
              {done !== undefined && <Note sign="done" title={done} />}
              {now.value && maySend && <UnderWay now={now.value} />}
            </>
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
      {setting && <BillingDays onClose={() => setSetting(false)} />}
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

function UnderWay({ now }: { readonly now: StatementsNow }): ReactNode {
  const { billing } = useTexts();
  const texts = billing.statements;
  const work = now.running ? 'statements' : 'letters';
  const under = now.running ?? now.drawing;
  return (
    under && (
      <WorkProgress
        title={work === 'statements' ? texts.making : texts.drawing}
        done={under.done}
        of={under.of}
        words={billing.doneOf(under.done, under.of)}
        onCancel={() => void desk.call('statements.stop', { work })}
      />
    )
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
  if (now?.running || now?.drawing) return null;
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
