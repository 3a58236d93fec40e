/** Monthly statements, newest first: made, brought, paid or not. Whose one is shows when it is opened. */
import { type ReactNode, useEffect, useState } from 'react';
import { statementCursor, type StatementRow, type StatementsNow } from '#shared/desk/billing.ts';
import { STATEMENT, type StatementState } from '#shared/domain/states.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { pdfBlob, saveFile } from '../components/pdf.ts';
import { Segments } from '../components/segments.tsx';
import { NumberText } from '../components/words.tsx';
import { bestReading } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { BillingDays } from './billing-days.tsx';
import { StatementMark } from './statement-mark.tsx';
import { StatementPage } from './statement-file.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const STATES = ['all', ...(Object.keys(STATEMENT.next) as StatementState[])] as const;
/** After so long without a key (ms) a reference is looked for. */
const PAUSE = 250;

interface Letters {
  readonly letters: number;
  readonly upTo: number;
}

export function Statements(): ReactNode {
  const { frame, billing } = useTexts();
  const texts = billing.statements;
  const now = useQuery('statements.now', {}, ['billing']);
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const [typed, setTyped] = useState('');
  const [reference, setReference] = useState('');
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const [setting, setSetting] = useState(false);
  const [printed, setPrinted] = useState<Letters>();
  const [done, setDone] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const filter = { ...(state !== 'all' && { state }), ...(reference !== '' && { reference }) };
  const list = useCursorPages('statements.list', filter, statementCursor, ['billing']);
  const place = useReturnFocus(opened === undefined);
  const isFiltered = Object.keys(filter).length > 0;

  useEffect(() => {
    const timer = setTimeout(() => setReference(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  useScans((scan) => setTyped(bestReading(scan)));

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
      <div className="screen-body stack" ref={place}>
        {failure && <FailureNote failure={failure} />}
        {done !== undefined && <Note sign="done" title={done} />}
        <div className="billing-filters">
          <Segments
            label={texts.state}
            choices={STATES.map((name) => [name, name === 'all' ? texts.allStates : texts.states[name]] as const)}
            chosen={state}
            onChoose={setState}
          />
          <span className="grow" />
          <input
            type="search"
            className="input filter"
            aria-label={texts.find}
            placeholder={texts.find}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            data-number=""
          />
        </div>
        {list.failure && <FailureNote failure={list.failure} />}
        {list.rows?.length === 0 && isFiltered && <p className="meta">{texts.nothing}</p>}
        {list.rows?.length === 0 && !isFiltered && (
          <Empty icon="statements" title={texts.emptyTitle}>
            {texts.emptyExplain}
          </Empty>
        )}
        {list.rows && list.rows.length > 0 && (
          <Rows
            rows={list.rows}
            selected={last}
            onOpen={(row) => {
              setLast(row.reference);
              setOpened(row.reference);
            }}
          />
        )}
        <OlderButton older={list.older} />
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

function Rows({
  rows,
  selected,
  onOpen,
}: {
  readonly rows: readonly StatementRow[];
  readonly selected: string | undefined;
  readonly onOpen: (row: StatementRow) => void;
}): ReactNode {
  const { frame, billing } = useTexts();
  const texts = billing.statements;
  const money = useMoney();
  const columns: readonly Column<StatementRow>[] = [
    { head: texts.month, render: ({ month }) => showDay(month) },
    { head: billing.reference, render: (row) => <NumberText number={row.reference} /> },
    { head: billing.amount, form: 'end', render: ({ amount }) => money(amount) },
    {
      head: texts.rest,
      form: 'end',
      render: ({ amount, paid, state }) =>
        state === 'paid' ? '–' : <strong>{money({ ...amount, value: amount.value - paid.value })}</strong>,
    },
    { head: texts.due, render: ({ dueOn }) => showDay(dueOn) },
    { head: texts.state, render: ({ state }) => <StatementMark state={state} /> },
    {
      head: texts.next,
      form: 'wide',
      render: ({ next }) =>
        next && <span className="meta">{texts.nextOn(texts.steps[next.state], showDay(next.on))}</span>,
    },
    {
      head: texts.way,
      render: ({ way, sentAt }) => (
        <>
          {texts.ways[way]} <span className="meta">{sentAt === undefined ? texts.notYet : formatTime(sentAt)}</span>
        </>
      ),
    },
  ];
  return (
    <DataTable
      label={frame.screens.statements}
      columns={columns}
      rows={rows}
      keyOf={({ reference }) => reference}
      selected={selected}
      onOpen={onOpen}
    />
  );
}
