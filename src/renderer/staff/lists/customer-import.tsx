/** An import of customers while it runs, and how it went. It belongs to the service: any screen may watch or stop it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CustomerImport, RefusedRow } from '#shared/desk/credit.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

/** Nobody reads more rows on a screen; they are the same mistake. */
const MOST_SHOWN = 300;

export interface RunningImport {
  /** The one that runs, or the one that this screen saw running. */
  readonly shown?: CustomerImport;
  readonly problem?: Failure;
  /** One that was just begun. */
  follow(begun: Promise<Result<CustomerImport>>): Promise<void>;
  dismiss(): void;
}

export function useCustomerImport(): RunningImport {
  const { value: state, reload } = useQuery('customers.import-state', {}, ['customers']);
  const [problem, setProblem] = useState<Failure>();
  const [seen, setSeen] = useState(false);
  const [finished, setFinished] = useState<CustomerImport>();
  const running = state?.last?.state === 'running';
  if (running && !seen) setSeen(true);
  if (running && finished) setFinished(undefined);
  useEffect(() => {
    if (!running) return;
    // Rows that are refused change nothing that anybody would be told of.
    const timer = setInterval(reload, 1000);
    return () => clearInterval(timer);
  }, [running, reload]);

  async function follow(begun: Promise<Result<CustomerImport>>): Promise<void> {
    setProblem(undefined);
    setFinished(undefined);
    setSeen(true);
    reload();
    const report = await begun;
    if (!report.ok) {
      setSeen(false);
      setProblem(report.error);
    } else if (report.value.state !== 'running') setFinished(report.value);
    reload();
  }
  const shown = finished ?? (seen ? state?.last : undefined);
  return {
    ...(shown && { shown }),
    ...(problem && { problem }),
    follow,
    dismiss: () => {
      setSeen(false);
      setFinished(undefined);
      setProblem(undefined);
    },
  };
}

export function CustomerImportPanel({ running }: { readonly running: RunningImport }): ReactNode {
  const { shown, problem, dismiss } = running;
  return (
    <>
      {problem && <FailureNote failure={problem} />}
      {shown && (shown.state === 'running' ? <Running import={shown} /> : <Ended import={shown} onDismiss={dismiss} />)}
    </>
  );
}

function Running({ import: { rows, looked, refused } }: { readonly import: CustomerImport }): ReactNode {
  const { customers } = useTexts();
  const words = customers.import;
  const began = useRef<{ at: number; looked: number }>(undefined);
  const [left, setLeft] = useState<number>();
  useEffect(() => {
    began.current ??= { at: Date.now(), looked };
    const done = looked - began.current.looked;
    if (done > 2) setLeft(Math.ceil(((Date.now() - began.current.at) / done) * ((rows - looked) / 60_000)));
  }, [looked, rows]);
  return (
    <section className="notice import-running" aria-label={words.title}>
      <div className="stack">
        <p className="strong" role="status">
          {words.running(looked, rows)}
          {left !== undefined && <span className="meta"> · {words.minutesLeft(left)}</span>}
        </p>
        <progress value={looked} max={Math.max(rows, 1)} aria-label={words.title} />
        <p className="meta">
          {words.runningExplain} {refused.length > 0 && words.refused(refused.length)}
        </p>
      </div>
      <button type="button" className="button" onClick={() => void desk.call('customers.stop-import', {})}>
        {words.stop}
      </button>
    </section>
  );
}

function Ended({
  import: { state, imported, refused },
  onDismiss,
}: {
  readonly import: CustomerImport;
  readonly onDismiss: () => void;
}): ReactNode {
  const { customers, catalogue } = useTexts();
  const words = customers.import;
  const textOf = useFailureText();
  const columns: readonly Column<RefusedRow>[] = [
    { head: catalogue.line, form: 'end', render: ({ line }) => line },
    { head: catalogue.field, render: ({ field }) => (field === 'row' ? '–' : customers.import.fields[field]) },
    {
      head: catalogue.why,
      form: 'wide',
      render: ({ code }) => (
        <>
          {textOf({ code })} <span className="meta">{code}</span>
        </>
      ),
    },
  ];
  const titles = {
    running: '',
    done: words.imported(imported),
    stopped: words.stopped(imported),
    failed: words.failed,
  } as const;
  const sign = state === 'failed' ? 'stop' : state === 'stopped' || refused.length > 0 ? 'look' : 'done';
  return (
    <section className="stack">
      <Note sign={sign} title={titles[state]}>
        {state === 'done' && <p>{refused.length > 0 ? words.refused(refused.length) : words.allFit}</p>}
        {state !== 'done' && (
          <p>
            {words.stoppedExplain} {refused.length > 0 && words.refused(refused.length)}
          </p>
        )}
        <button type="button" className="button slim" onClick={onDismiss}>
          {words.dismiss}
        </button>
      </Note>
      {refused.length > 0 && (
        <div className="import-refused">
          <DataTable
            label={words.refused(refused.length)}
            columns={columns}
            rows={refused.slice(0, MOST_SHOWN)}
            keyOf={({ line, field }) => `${line} ${field}`}
          />
        </div>
      )}
    </section>
  );
}
