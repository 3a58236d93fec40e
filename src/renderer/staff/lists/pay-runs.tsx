/** What malls are paid: what is due now, where it goes, and the runs that were made, with their files for the bank. */
import { type ReactNode, useState } from 'react';
import type { PayableRow, PayRun } from '#shared/desk/billing.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { saveFile } from '../components/pdf.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { AccountDialog } from './account-dialog.tsx';
import { PayRunDialog } from './pay-run-dialog.tsx';

type Form = 'iso20022' | 'zengin' | 'zengin-unbroken';

const sumOf = (rows: readonly { readonly total: Money }[]): Money => ({
  value: rows.reduce((sum, { total }) => sum + total.value, 0),
  currency: rows[0]?.total.currency ?? 'JPY',
});

export function PayRuns(): ReactNode {
  const { frame, billing } = useTexts();
  const texts = billing.payouts;
  const money = useMoney();
  const due = useQuery('payouts.preview', {}, ['billing', 'settlements']);
  const runs = useQuery('payouts.runs', {}, ['billing']);
  const settings = useQuery('billing.settings', {}, ['billing']);
  const payees = useQuery('payees.list', {}, ['billing', 'partners']);
  const [asking, setAsking] = useState(false);
  /** A mall's party id, or our own. */
  const [account, setAccount] = useState<{ readonly mall?: string }>();
  const [opened, setOpened] = useState<PayRun>();
  const [said, setSaid] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const ready = due.value?.filter(({ state }) => state === 'ready') ?? [];
  const leftOut = due.value?.filter(({ state }) => state === 'no-account') ?? [];

  async function pay(): Promise<void> {
    setAsking(false);
    const made = await desk.call('payouts.make', { malls: ready.map(({ mall }) => mall) });
    setFailure(made.ok ? undefined : made.error);
    if (made.ok) setSaid(texts.paid(money(made.value.total)));
  }
  async function save(run: string, form: Form): Promise<void> {
    const file = await desk.call('payouts.file', { run, form });
    setFailure(file.ok ? undefined : file.error);
    if (!file.ok) return;
    const bytes = Uint8Array.from(atob(file.value.file), (character) => character.charCodeAt(0));
    saveFile(new Blob([bytes], { type: form === 'iso20022' ? 'application/xml' : 'text/plain' }), file.value.name);
  }
  const problem = failure ?? due.failure ?? runs.failure;
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
      <div className="screen-body stack wide-gaps">
        {problem && <FailureNote failure={problem} />}
        {said !== undefined && <Note sign="done" title={said} />}
        {settings.value && !settings.value.account && <Note sign="look" title={texts.ownMissing} />}
        <section className="stack">
          <h2>{texts.due}</h2>
          {due.value?.length === 0 && (
            <Empty icon="payruns" title={texts.dueEmptyTitle}>
              {texts.dueEmptyExplain}
            </Empty>
          )}
          {due.value && due.value.length > 0 && <Due rows={due.value} onAccount={(mall) => setAccount({ mall })} />}
        </section>
        <section className="stack">
          <h2>{texts.runs}</h2>
          {runs.value?.length === 0 && <p className="meta">{texts.runsNone}</p>}
          {runs.value && runs.value.length > 0 && (
            <Runs rows={runs.value} onOpen={setOpened} onFile={(run, form) => void save(run, form)} />
          )}
        </section>
      </div>
      {asking && (
        <Dialog title={texts.payAsk(ready.length, money(sumOf(ready)))} onClose={() => setAsking(false)}>
          <div className="stack">
            <p>{texts.payExplain}</p>
            {leftOut.length > 0 && (
              <p className="meta">{texts.leftOut(leftOut.map(({ mallName }) => mallName).join(' · '))}</p>
            )}
          </div>
          <Confirm onCancel={() => setAsking(false)} onConfirm={() => void pay()} title={texts.payConfirm} />
        </Dialog>
      )}
      {account && settings.value && payees.value && (
        <AccountDialog
          settings={settings.value}
          payee={payees.value.find(({ partner }) => partner === account.mall)}
          onClose={() => setAccount(undefined)}
          onSaved={() => {
            setAccount(undefined);
            setSaid(texts.saved);
          }}
        />
      )}
      {opened && <PayRunDialog run={opened} onClose={() => setOpened(undefined)} />}
    </ListScreen>
  );
}

function Confirm({
  title,
  onCancel,
  onConfirm,
}: {
  readonly title: string;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}): ReactNode {
  const { common } = useTexts();
  return (
    <div className="dialog-foot">
      <button type="button" className="button" onClick={onCancel}>
        {common.cancel}
      </button>
      <button type="button" className="button primary" data-first="" onClick={onConfirm}>
        {title}
      </button>
    </div>
  );
}

const STYLE: Readonly<Record<PayableRow['state'], string>> = {
  ready: 'mark done',
  'no-account': 'mark stop',
  carried: 'mark',
};

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
      render: ({ state }) => (
        <span className={STYLE[state]} title={texts.stateHints[state]}>
          {texts.states[state]}
        </span>
      ),
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

function Runs({
  rows,
  onOpen,
  onFile,
}: {
  readonly rows: readonly PayRun[];
  readonly onOpen: (run: PayRun) => void;
  readonly onFile: (run: string, form: Form) => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.payouts;
  const money = useMoney();
  const button = (run: string, form: Form, title: string): ReactNode => (
    <button
      type="button"
      className="button slim"
      onClick={(event) => {
        event.stopPropagation();
        onFile(run, form);
      }}
    >
      {title}
    </button>
  );
  const columns: readonly Column<PayRun>[] = [
    { head: billing.date, render: ({ date }) => showDay(date) },
    {
      head: billing.mall,
      form: 'wide',
      render: ({ payouts }) => payouts.map(({ mallName }) => mallName).join(' · '),
    },
    { head: texts.malls, form: 'end', render: ({ payouts }) => payouts.length },
    { head: billing.statements.sum, form: 'end', render: ({ total }) => <strong>{money(total)}</strong> },
    {
      head: texts.files,
      render: ({ run }) => (
        <span className="pay-files">
          {button(run, 'iso20022', texts.iso)}
          {button(run, 'zengin', texts.zengin)}
          {button(run, 'zengin-unbroken', texts.zenginUnbroken)}
        </span>
      ),
    },
  ];
  return <DataTable label={texts.runs} columns={columns} rows={rows} keyOf={({ run }) => run} onOpen={onOpen} />;
}
