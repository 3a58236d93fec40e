/** What malls are paid: what is due now, where it goes, and the runs that were made, with their files for the bank. */
import { type MouseEvent, type ReactNode, useState } from 'react';
import { PAY_RUN_STATES, type PayableRow, type PayRun, type PayRunRow } from '#shared/desk/billing.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { saveFile } from '../components/pdf.ts';
import { Segments } from '../components/segments.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { countColumn, dayColumn, textColumn, useMoneyColumn, useStateColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { addressParts, navigate } from '../route.ts';
import { offerUndo } from '../stores/undo-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { AccountDialog } from './account-dialog.tsx';
import { PayRunDialog } from './pay-run-dialog.tsx';

type Form = 'iso20022' | 'zengin' | 'zengin-unbroken';
type Shown = 'due' | 'made';

const sumOf = (rows: readonly { readonly total: Money }[]): Money => ({
  value: rows.reduce((sum, { total }) => sum + total.value, 0),
  currency: rows[0]?.total.currency ?? 'JPY',
});

function savePayoutFile({ name, file }: { readonly name: string; readonly file: string }, form: Form): void {
  const bytes = Uint8Array.from(atob(file), (character) => character.charCodeAt(0));
  saveFile(new Blob([bytes], { type: form === 'iso20022' ? 'application/xml' : 'text/plain' }), name);
}

export function PayRuns(): ReactNode {
  const { frame, billing } = useTexts();
  const texts = billing.payouts;
  const money = useMoney();
  const due = useQuery('payouts.preview', {}, ['billing', 'settlements']);
  const settings = useQuery('billing.settings', {}, ['billing']);
  const payees = useQuery('payees.list', {}, ['billing', 'partners']);
  // A narrowed list in the address is that of the runs.
  const [shown, setShown] = useState<Shown>(() => (addressParts(location.hash).size > 0 ? 'made' : 'due'));
  const [asking, setAsking] = useState(false);
  /** A mall's party id, or our own. */
  const [account, setAccount] = useState<{ readonly mall?: string }>();
  const [opened, setOpened] = useState<string>();
  const [taking, setTaking] = useState<{ readonly run: string; readonly form: Form }>();
  const [undoing, setUndoing] = useState<PayRunRow>();
  const [said, setSaid] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const ready = due.value?.filter(({ state }) => state === 'ready') ?? [];
  const leftOut = due.value?.filter(({ state }) => state === 'no-account') ?? [];

  function show(which: Shown): void {
    navigate('payruns');
    setShown(which);
  }
  function paid({ run, total }: PayRun): void {
    setAsking(false);
    setSaid(texts.paid(money(total)));
    show('made');
    offerUndo({ text: texts.made(money(total)), undo: () => undo(run) });
  }
  /** What was said of the payouts does not hold any more. */
  async function undo(run: string): Promise<Result<void>> {
    const undone = await desk.call('payouts.undo', { run });
    if (undone.ok) setSaid(texts.undone);
    return undone;
  }
  /** The first file is asked about: from then on there is no way back. */
  async function take({ run, state }: PayRunRow, form: Form): Promise<void> {
    if (state === 'made') return setTaking({ run, form });
    const file = await desk.call('payouts.file', { run, form });
    setFailure(file.ok ? undefined : file.error);
    if (file.ok) savePayoutFile(file.value, form);
  }
  const problem = failure ?? due.failure;
  const notice = (
    <>
      {problem && <FailureNote failure={problem} />}
      {said !== undefined && <Note sign="done" title={said} />}
      {settings.value && !settings.value.account && <Note sign="look" title={texts.ownMissing} />}
    </>
  );
  const tools = (
    <Segments
      label={frame.screens.payruns}
      choices={[
        ['due', texts.due],
        ['made', texts.runs],
      ]}
      chosen={shown}
      onChoose={show}
    />
  );
  return (
    <ListScreen
      title={frame.screens.payruns}
      actions={
        <>
          <button type="button" className="button" onClick={() => setAccount({})}>
            {texts.ownAccount}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={ready.length === 0 || !settings.value?.account}
            onClick={() => setAsking(true)}
          >
            {texts.pay(ready.length)}
          </button>
        </>
      }
    >
      <div className="screen-body">
        {shown === 'made' && (
          <Runs
            tools={tools}
            notice={notice}
            onOpen={setOpened}
            onFile={(row, form) => void take(row, form)}
            onUndo={setUndoing}
          />
        )}
        {shown === 'due' && (
          <div className="stack">
            <div>{tools}</div>
            {notice}
            {due.value?.length === 0 && (
              <Empty icon="payruns" title={texts.dueEmptyTitle}>
                {texts.dueEmptyExplain}
              </Empty>
            )}
            {due.value && due.value.length > 0 && <Due rows={due.value} onAccount={(mall) => setAccount({ mall })} />}
          </div>
        )}
      </div>
      {asking && (
        <OrderDialog
          title={texts.payAsk(ready.length, money(sumOf(ready)))}
          explain={[
            texts.payExplain,
            ...(leftOut.length > 0 ? [texts.leftOut(leftOut.map(({ mallName }) => mallName).join(' · '))] : []),
          ].join(' ')}
          confirm={texts.payConfirm}
          order={() => desk.call('payouts.make', { malls: ready.map(({ mall }) => mall) })}
          onDone={paid}
          onClose={() => setAsking(false)}
        />
      )}
      {taking && (
        <TakeFile
          taking={taking}
          onDone={(file) => {
            setTaking(undefined);
            setSaid(undefined);
            savePayoutFile(file, taking.form);
          }}
          onClose={() => setTaking(undefined)}
        />
      )}
      {undoing && (
        <OrderDialog
          title={texts.undoAsk(money(undoing.total))}
          explain={texts.undoExplain}
          confirm={texts.undo}
          danger
          order={() => undo(undoing.run)}
          onDone={() => setUndoing(undefined)}
          onClose={() => setUndoing(undefined)}
        />
      )}
      {account && settings.value && payees.value && (
        <AccountDialog
          settings={settings.value}
          payee={payees.value.find(({ partner }) => partner === account.mall)}
          onClose={() => setAccount(undefined)}
          onSaved={(canUndo) => {
            setAccount(undefined);
            setSaid(canUndo ? undefined : texts.saved);
          }}
        />
      )}
      {opened !== undefined && <PayRunDialog run={opened} onClose={() => setOpened(undefined)} />}
    </ListScreen>
  );
}

/** A payment may have been taken back since the run was made: whoever takes the file is told. */
function TakeFile({
  taking,
  ...rest
}: {
  readonly taking: { readonly run: string; readonly form: Form };
  readonly onDone: (file: { readonly name: string; readonly file: string }) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.payouts;
  const money = useMoney();
  const { value: made, failure } = useQuery('payouts.run', { run: taking.run });
  if (!made && !failure) return null;
  const isOwed = made !== undefined && made.owedAgain.value > 0;
  return (
    <OrderDialog
      {...rest}
      title={texts.takeAsk}
      explain={texts.takeExplain}
      confirm={texts.takeConfirm}
      order={() => desk.call('payouts.file', taking)}
    >
      {isOwed
        ? () => (
            <div className="wide-field">
              <Note sign="look" title={texts.owedAgain(money(made.owedAgain))}>
                <p>{texts.owedAgainDo}</p>
              </Note>
            </div>
          )
        : undefined}
    </OrderDialog>
  );
}

function Due({
  rows,
  onAccount,
}: {
  readonly rows: readonly PayableRow[];
  readonly onAccount: (mall: string) => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.payouts;
  const money = useMoney();
  const some = (amount: Money): string => (amount.value === 0 ? '–' : money(amount));
  const columns: readonly Column<PayableRow>[] = [
    { head: billing.mall, form: 'wide', render: ({ mallName }) => mallName },
    { head: texts.waiting, form: 'end', render: ({ waiting }) => <span className="meta">{some(waiting)}</span> },
    { head: texts.parts, form: 'end', render: ({ parts }) => parts },
    { head: texts.claims, form: 'end', render: ({ claims }) => some(claims) },
    { head: texts.refunds, form: 'end', render: ({ refunds }) => some(refunds) },
    { head: texts.fee, form: 'end', render: ({ fee }) => some(fee) },
    { head: texts.total, form: 'end', render: ({ total }) => <strong>{some(total)}</strong> },
    {
      head: texts.state,
      render: ({ state }) => <StateMark of="payable" state={state} title={texts.stateHints[state]} />,
    },
    {
      head: '',
      form: 'end',
      render: ({ mall, state }) => (
        <button type="button" className="button slim" onClick={() => onAccount(mall)}>
          {state === 'no-account' ? texts.enter : texts.account}
        </button>
      ),
    },
  ];
  return <DataTable label={texts.due} columns={columns} rows={rows} keyOf={({ mall }) => mall} />;
}

/** A row opens; its buttons do something else. */
const inRow = (act: () => void) => (event: MouseEvent) => {
  event.stopPropagation();
  act();
};
const keyOf = ({ run }: PayRunRow): string => run;
const FORMS = ['iso20022', 'zengin', 'zengin-unbroken'] as const satisfies readonly Form[];

function Runs({
  tools,
  notice,
  onOpen,
  onFile,
  onUndo,
}: {
  readonly tools: ReactNode;
  readonly notice: ReactNode;
  readonly onOpen: (run: string) => void;
  readonly onFile: (row: PayRunRow, form: Form) => void;
  readonly onUndo: (row: PayRunRow) => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.payouts;
  const moneyColumn = useMoneyColumn();
  const stateColumn = useStateColumn();
  const columns: readonly RecordColumn<PayRunRow>[] = [
    dayColumn('date', billing.date, ({ date }) => date, { order: true }),
    stateColumn(texts.state, 'payRun', ({ state }) => state, { width: 144 }),
    textColumn('mall', billing.mall, ({ mallName, malls }) => texts.andMore(mallName, malls - 1), { form: 'wide' }),
    countColumn('malls', texts.malls, ({ malls }) => malls),
    moneyColumn('total', billing.statements.sum, ({ total }) => total, { width: 112 }),
    {
      id: 'files',
      head: texts.files,
      width: 320,
      render: (row) =>
        row.state !== 'undone' && (
          <span className="pay-files">
            {FORMS.map((form) => (
              <button key={form} type="button" className="button slim" onClick={inRow(() => onFile(row, form))}>
                {texts.forms[form]}
              </button>
            ))}
          </span>
        ),
    },
    {
      id: 'undo',
      head: '',
      width: 104,
      render: (row) =>
        row.state === 'made' && (
          <button type="button" className="button slim" onClick={inRow(() => onUndo(row))}>
            {texts.undo}
          </button>
        ),
    },
  ];
  return (
    <RecordList
      list="payouts.runs"
      title={texts.runs}
      columns={columns}
      keyOf={keyOf}
      topics={['billing']}
      states={[PAY_RUN_STATES, texts.runStates]}
      dates={billing.date}
      amounts={billing.statements.sum}
      partners={['mall']}
      tools={tools}
      notice={notice}
      empty={
        <Empty icon="payruns" title={texts.runsNone}>
          {texts.runsNoneExplain}
        </Empty>
      }
      onOpen={({ run }) => onOpen(run)}
    />
  );
}
