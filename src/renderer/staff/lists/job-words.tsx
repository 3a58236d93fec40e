/** How a print job says what it is and how far: sign, word, bar. */
import type { ReactNode } from 'react';
import type { JobCause, PrintJobRow } from '#shared/desk/printing.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import { Glyph, type Sign } from '../components/glyph.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';

const SIGNS: Readonly<Record<PrintJobRow['state'], Sign>> = {
  preparing: 'wait',
  waiting: 'wait',
  printing: 'scan',
  paused: 'look',
  stopped: 'stop',
  done: 'done',
  cancelled: 'look',
  expired: 'look',
};

const MARKS: Readonly<Partial<Record<Sign, string>>> = { stop: 'mark stop', look: 'mark look', done: 'mark done' };

export function JobState({ job }: { readonly job: PrintJobRow }): ReactNode {
  const { printing } = useTexts();
  const sign = job.state === 'done' && job.refused > 0 ? 'look' : SIGNS[job.state];
  return (
    <span className={MARKS[sign] ?? 'mark'}>
      <Glyph sign={sign} size={14} />
      {printing.states[job.state]}
    </span>
  );
}

export function JobBar({ job }: { readonly job: PrintJobRow }): ReactNode {
  const { printing } = useTexts();
  return (
    <span className="job-bar">
      <progress max={Math.max(1, job.total)} value={job.printed} aria-label={printing.progress} />
      <span className="number">{printing.nOfM(job.printed, job.total)}</span>
    </span>
  );
}

/** What was given to the printer. */
export function useJobTitle(): (job: PrintJobRow) => string {
  const { printing } = useTexts();
  return ({ kind, total }) => (kind === 'test' ? printing.testLabel : printing.labels(total));
}

/** Why a job stopped, in words; the question of the unsure is asked elsewhere. */
export function useCauseText(): (cause: JobCause | undefined) => string {
  const language = useSettings((settings) => settings.language);
  return (cause) => (cause === undefined || cause === 'unsure' ? '' : ERROR_TEXTS[cause][language]);
}
