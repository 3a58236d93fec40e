/** What was given to printers: how far each job is, and what a person has to do about it. */
import { type ReactNode, useState } from 'react';
import { isLive, type PrintJobRow } from '#shared/desk/printing.ts';
import { PRINT_JOB_STATES } from '#shared/domain/states.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { textColumn, timeColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { JobPanel } from './job-panel.tsx';
import { JobBar, JobState, useJobTitle } from './job-words.tsx';

const keyOf = ({ id }: PrintJobRow): string => id;

export function Printing(): ReactNode {
  const { frame, printing } = useTexts();
  const [rows, setRows] = useState<readonly PrintJobRow[]>();
  const [last, setLast] = useState<PrintJobRow>();
  const [chosen, setChosen] = useState<string>();
  const titleOf = useJobTitle();
  // Until somebody chooses: what needs a person, then what is at work.
  const job =
    rows?.find(({ id }) => id === chosen) ??
    (last?.id === chosen ? last : undefined) ??
    rows?.find(({ state, unsure }) => state === 'stopped' || unsure > 0) ??
    rows?.find(isLive) ??
    rows?.[0];
  // What is shown stays: a key must not meet another job than the one that was read.
  if (chosen === undefined && job) setChosen(job.id);
  // It may be scrolled away, or not fit the filter any more.
  if (job && job !== last) setLast(job);

  const columns: readonly RecordColumn<PrintJobRow>[] = [
    timeColumn('given', printing.given, ({ madeAt }) => madeAt, { order: true }),
    textColumn('what', printing.what, titleOf, { width: 88 }),
    textColumn('printer', printing.printer, ({ printerName }) => printerName || printing.noPrinter, { width: 112 }),
    {
      id: 'state',
      head: printing.state,
      width: 120,
      render: (row) => <JobState job={row} />,
      csv: ({ state }) => printing.states[state],
    },
    {
      id: 'progress',
      head: printing.progress,
      form: 'wide',
      render: (row) => <JobBar job={row} />,
      csv: ({ printed }) => printed,
    },
    {
      id: 'left',
      head: printing.left,
      form: 'end',
      width: 72,
      render: ({ secondsLeft }) => (secondsLeft === undefined ? '' : printing.timeLeft(secondsLeft)),
    },
    textColumn('by', printing.madeBy, ({ madeBy }) => madeBy, { hidden: true }),
  ];
  return (
    <ListScreen title={frame.screens.printing}>
      <div className="two-panes printing-panes">
        <div className="pane">
          <RecordList
            list="jobs.list"
            title={frame.screens.printing}
            columns={columns}
            keyOf={keyOf}
            topics={['printing']}
            states={[PRINT_JOB_STATES, printing.states]}
            dates={printing.given}
            empty={
              <Empty icon="printing" title={printing.emptyTitle}>
                {printing.emptyExplain}
              </Empty>
            }
            onRows={setRows}
            opened={job?.id}
            onOpen={({ id }) => setChosen(id)}
            scans={false}
          />
        </div>
        {job && <JobPanel key={job.id} job={job} />}
      </div>
    </ListScreen>
  );
}
