/** One print job: its state, its keys, what is unsure, what was refused. */
import { type ReactNode, useState } from 'react';
import { isLive, type PrintJobRow } from '#shared/desk/printing.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { useKeys } from '../components/use-keys.ts';
import { Key } from '../components/words.tsx';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { JobBar, JobState, useCauseText, useJobTitle } from './job-words.tsx';
import { RefusedLabels } from './refused-labels.tsx';
import { UnsureLabels } from './unsure-labels.tsx';

export function JobPanel({ job }: { readonly job: PrintJobRow }): ReactNode {
  const { printing } = useTexts();
  const [failure, setFailure] = useState<Failure>();
  const [cancelling, setCancelling] = useState(false);
  const titleOf = useJobTitle();
  const live = isLive(job);
  const canPause = job.state === 'printing' || job.state === 'waiting' || job.waitsForPrinter === true;
  const canResume =
    job.state === 'paused' || (job.state === 'stopped' && !job.waitsForPrinter && job.cause !== 'unsure');
  const rest = job.total - job.printed - job.refused - job.left;

  async function give(command: 'jobs.pause' | 'jobs.resume'): Promise<void> {
    const result = await desk.call(command, { job: job.id });
    setFailure(result.ok ? undefined : result.error);
  }
  useKeys({
    F2: () => (canPause ? void give('jobs.pause') : canResume && void give('jobs.resume')),
    F6: () => live && setCancelling(true),
  });
  return (
    <section className="job side" aria-labelledby="job-title">
      <header className="job-head">
        <h2 id="job-title">{titleOf(job)}</h2>
        <JobState job={job} />
      </header>
      <p className="meta">
        {[job.printerName || printing.noPrinter, formatTime(job.madeAt), printing.by(job.madeBy)].join(' · ')}
      </p>
      <JobBar job={job} />
      {job.secondsLeft !== undefined && (
        <p>
          {printing.left}: <span className="strong">{printing.timeLeft(job.secondsLeft)}</span>
        </p>
      )}
      {failure && <FailureNote failure={failure} />}
      <Standing job={job} />
      {job.unsure > 0 && <UnsureLabels job={job} />}
      {live && (
        <div className="row">
          {canPause && (
            <button type="button" className="button large" onClick={() => void give('jobs.pause')}>
              {printing.pause} <Key name="F2" />
            </button>
          )}
          {canResume && (
            <button type="button" className="button large primary" onClick={() => void give('jobs.resume')}>
              {printing.resume} <Key name="F2" />
            </button>
          )}
          <button type="button" className="button large" onClick={() => setCancelling(true)}>
            {printing.cancel} <Key name="F6" />
          </button>
        </div>
      )}
      {job.left > 0 && <Note sign="look" title={printing.wasLeft(job.left)} />}
      {job.refused > 0 && <RefusedLabels job={job} />}
      {live && job.state !== 'printing' && <p className="meta">{printing.expires(formatTime(job.expiresAt))}</p>}
      {cancelling && (
        <OrderDialog
          title={printing.cancelTitle(rest)}
          explain={printing.cancelExplain}
          confirm={printing.cancel}
          danger
          order={() => desk.call('jobs.cancel', { job: job.id })}
          onDone={() => setCancelling(false)}
          onClose={() => setCancelling(false)}
        />
      )}
    </section>
  );
}

function Standing({ job }: { readonly job: PrintJobRow }): ReactNode {
  const { printing } = useTexts();
  const textOf = useCauseText();
  if (job.state !== 'stopped' || job.cause === 'unsure') return null;
  return (
    <Note sign="stop" title={printing.stoppedTitle}>
      <p>{textOf(job.cause)}</p>
      <p>{job.waitsForPrinter ? printing.goesOn : printing.resumeHint}</p>
    </Note>
  );
}
