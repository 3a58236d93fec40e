/** What was given to printers: how far each job is, and what a person has to do about it. */
import { type ReactNode, useState } from 'react';
import { isLive, jobCursor, type PrintJobRow } from '#shared/desk/printing.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { JobPanel } from './job-panel.tsx';
import { JobBar, JobState, useJobTitle } from './job-words.tsx';

const NOTHING = {};

export function Printing(): ReactNode {
  const { frame, printing } = useTexts();
  const { rows, failure, older } = useCursorPages('jobs.list', NOTHING, jobCursor, ['printing']);
  const [chosen, setChosen] = useState<string>();
  const titleOf = useJobTitle();
  // Until somebody chooses: what needs a person, then what is at work.
  const job =
    rows?.find(({ id }) => id === chosen) ??
    rows?.find(({ state, unsure }) => state === 'stopped' || unsure > 0) ??
    rows?.find(isLive) ??
    rows?.[0];
  // What is shown stays: a key must not meet another job than the one that was read.
  if (chosen === undefined && job) setChosen(job.id);

  const columns: readonly Column<PrintJobRow>[] = [
    { head: printing.given, render: ({ madeAt }) => formatTime(madeAt) },
    { head: printing.what, render: titleOf },
    { head: printing.printer, render: ({ printerName }) => printerName || printing.noPrinter },
    { head: printing.state, render: (row) => <JobState job={row} /> },
    { head: printing.progress, form: 'wide', render: (row) => <JobBar job={row} /> },
    {
      head: printing.left,
      form: 'end',
      render: ({ secondsLeft }) => (secondsLeft === undefined ? '' : printing.timeLeft(secondsLeft)),
    },
  ];
  return (
    <ListScreen title={frame.screens.printing}>
      <div className="two-panes printing-panes">
        <div className="pane">
          {failure && <FailureNote failure={failure} />}
          {rows?.length === 0 && (
            <Empty icon="printing" title={printing.emptyTitle}>
              {printing.emptyExplain}
            </Empty>
          )}
          {rows && rows.length > 0 && (
            <DataTable
              label={frame.screens.printing}
              columns={columns}
              rows={rows}
              keyOf={({ id }) => id}
              selected={job?.id}
              onOpen={({ id }) => setChosen(id)}
            />
          )}
          <OlderButton older={older} />
        </div>
        {job && <JobPanel key={job.id} job={job} />}
      </div>
    </ListScreen>
  );
}
