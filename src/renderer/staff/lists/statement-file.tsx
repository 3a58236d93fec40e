/** One statement with its customer: what it lists, what was paid, and what can be done about it. */
import { type ReactNode, useRef, useState } from 'react';
import type { BillingWay, StatementFile, StatementFileLine } from '#shared/desk/billing.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FilePage } from '../components/file-page.tsx';
import { May } from '../components/may.tsx';
import { Note } from '../components/note.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { NumberText } from '../components/words.tsx';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { Postpone, Preference } from './statement-dialogs.tsx';
import { StatementPaperView } from './statement-paper-view.tsx';

export function StatementPage({
  reference,
  onBack,
}: {
  readonly reference: string;
  readonly onBack: () => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.statements;
  const { value: file, failure, reload } = useQuery('statements.open', { reference });
  const [dialog, setDialog] = useState<'paper' | 'postpone' | 'preference'>();
  const [done, setDone] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const sending = useRef(false);

  function finish(said: string | undefined): void {
    setDialog(undefined);
    setProblem(undefined);
    setDone(said);
    reload();
  }
  async function send(by: BillingWay): Promise<void> {
    // Pressed twice, the customer would get it twice.
    if (sending.current) return;
    sending.current = true;
    const sent = await desk.call('statements.send', { reference, by }).finally(() => (sending.current = false));
    if (sent.ok) finish(by === 'mail' ? texts.mailed : texts.piled);
    else setProblem(sent.error);
  }
  const shown = problem ?? failure;
  return (
    <FilePage
      title={formatNumber(reference)}
      meta={file && `${texts.month} ${showDay(file.month)}`}
      mark={file && <StateMark of="statement" state={file.state} />}
      onBack={onBack}
      actions={
        <button type="button" className="button primary" disabled={!file} onClick={() => setDialog('paper')}>
          {texts.paper}
        </button>
      }
      side={file && <Side file={file} onSend={(by) => void send(by)} onAsk={setDialog} />}
    >
      {shown && <FailureNote failure={shown} />}
      {done !== undefined && <Note sign="done" title={done} />}
      {file?.state === 'collection' && <Note sign="look" title={texts.collectionHint} />}
      {file && <Lines lines={file.lines} total={file.amount} />}
      {file && <Paid file={file} />}
      {dialog === 'paper' && <StatementPaperView reference={reference} onClose={() => setDialog(undefined)} />}
      {dialog === 'postpone' && (
        <Postpone reference={reference} onDone={() => finish(texts.postponed)} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'preference' && file && (
        <Preference file={file} onDone={() => finish(undefined)} onClose={() => setDialog(undefined)} />
      )}
    </FilePage>
  );
}

function Side({
  file,
  onSend,
  onAsk,
}: {
  readonly file: StatementFile;
  readonly onSend: (by: BillingWay) => void;
  readonly onAsk: (dialog: 'postpone' | 'preference') => void;
}): ReactNode {
  const { billing, settings } = useTexts();
  const texts = billing.statements;
  const money = useMoney();
  const { amount, paid, next } = file;
  return (
    <>
      <dl className="facts">
        <dt>{texts.customer}</dt>
        <dd className="strong">{file.customer.name}</dd>
        <dt>{texts.rest}</dt>
        <dd className="number">
          {file.state === 'paid' ? '–' : money({ ...amount, value: Math.max(0, amount.value - paid.value) })}
        </dd>
        <dt>{texts.due}</dt>
        <dd>{showDay(file.dueOn)}</dd>
        {next && (
          <>
            <dt>{texts.next}</dt>
            <dd>{texts.nextOn(texts.steps[next.state], showDay(next.on))}</dd>
          </>
        )}
        <dt>{texts.way}</dt>
        <dd>
          {texts.ways[file.way]}{' '}
          <span className="meta">{file.sentAt === undefined ? texts.notYet : formatTime(file.sentAt)}</span>
        </dd>
        <dt>{texts.language}</dt>
        <dd>{settings.languages[file.language]}</dd>
      </dl>
      <div className="side-actions">
        <May permission="money">
          <button type="button" className="button" onClick={() => onSend('mail')}>
            {texts.sendMail}
          </button>
          <button type="button" className="button" onClick={() => onSend('print')}>
            {texts.sendPrint}
          </button>
          <button type="button" className="button" disabled={!next} onClick={() => onAsk('postpone')}>
            {texts.postpone}
          </button>
        </May>
        <May permission="limits">
          <button type="button" className="button" onClick={() => onAsk('preference')}>
            {texts.preference}
          </button>
        </May>
      </div>
      <p className="meta">{texts.noInterest}</p>
    </>
  );
}

function Lines({
  lines,
  total,
}: {
  readonly lines: readonly StatementFileLine[];
  readonly total: StatementFile['amount'];
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.statements;
  const money = useMoney();
  const rows = lines.map((line, at) => ({ ...line, at }));
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { head: billing.date, render: ({ kind, date }) => (kind === 'carried' ? '–' : showDay(date)) },
    { head: '', render: ({ kind }) => texts.kinds[kind] },
    { head: billing.mall, form: 'wide', render: ({ mall }) => mall ?? '–' },
    { head: texts.receipt, render: ({ receipt }) => (receipt === undefined ? '–' : <NumberText number={receipt} />) },
    { head: billing.amount, form: 'end', render: ({ amount }) => money(amount) },
  ];
  return (
    <section className="stack">
      <h2>{texts.lines}</h2>
      <DataTable label={texts.lines} columns={columns} rows={rows} keyOf={({ at }) => String(at)} />
      <p className="sum-line">
        <span>{texts.sum}</span>
        <strong>{money(total)}</strong>
      </p>
    </section>
  );
}

function Paid({ file }: { readonly file: StatementFile }): ReactNode {
  const { billing } = useTexts();
  const texts = billing.statements;
  const money = useMoney();
  const rows = file.payments.map((payment, at) => ({ ...payment, at }));
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { head: billing.date, form: 'wide', render: ({ date }) => showDay(date) },
    { head: billing.amount, form: 'end', render: ({ amount }) => money(amount) },
  ];
  return (
    <section className="stack">
      <h2>{texts.payments}</h2>
      {rows.length === 0 && <p className="meta">{texts.paymentsNone}</p>}
      {rows.length > 0 && (
        <DataTable label={texts.payments} columns={columns} rows={rows} keyOf={({ at }) => String(at)} />
      )}
    </section>
  );
}
