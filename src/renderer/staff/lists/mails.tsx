/** Mails to customers: how far each is, and what to do about one that did not arrive. No words, no whole address. */
import { type ReactNode, useState } from 'react';
import { mailCursor, type MailRow } from '#shared/desk/forwarding.ts';
import type { MailState } from '#shared/domain/states.ts';
import { numberKind } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { fitsFilter, ListScreen, OlderButton } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { Segments } from '../components/segments.tsx';
import { NumberText } from '../components/words.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { MailServerCard } from './mail-server-card.tsx';

const MARKS: Readonly<Record<MailState, string>> = {
  waiting: 'mark',
  sent: 'mark done',
  failed: 'mark stop',
  bounced: 'mark stop',
};

type Shown = 'all' | 'waiting' | 'problems';

export function Mails(): ReactNode {
  const { frame, forwarding, common } = useTexts();
  const { mails } = forwarding;
  const { rows, failure, older } = useCursorPages('mails.list', {}, mailCursor, ['forwarding', 'billing']);
  const [filter, setFilter] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const [problem, setProblem] = useState<Failure>();
  const [resent, setResent] = useState(false);

  async function resend({ id }: MailRow): Promise<void> {
    const result = await desk.call('mails.resend', { id });
    setProblem(result.ok ? undefined : result.error);
    setResent(result.ok);
  }
  const isProblem = ({ state, fault }: MailRow): boolean =>
    state === 'failed' || state === 'bounced' || (state === 'waiting' && fault !== undefined);
  const fits = (row: MailRow): boolean =>
    (shown === 'all' || (shown === 'problems' ? isProblem(row) : row.state === 'waiting')) &&
    fitsFilter(filter, [row.subject, row.to, mails.kinds[row.kind], mails.states[row.state]]);
  const found = rows?.filter(fits);

  const columns: readonly Column<MailRow>[] = [
    { head: mails.created, render: ({ createdAt }) => formatTime(createdAt) },
    { head: mails.kind, render: ({ kind }) => mails.kinds[kind] },
    {
      head: mails.about,
      render: ({ subject }) => (numberKind(subject) === undefined ? shortId(subject) : <NumberText number={subject} />),
    },
    { head: mails.to, render: ({ to }) => to },
    { head: mails.state, render: ({ state }) => <span className={MARKS[state]}>{mails.states[state]}</span> },
    {
      head: mails.detail,
      form: 'wide',
      render: ({ fault, nextAt, delayed, attempts }) => {
        const said = [fault && mails.faults[fault], delayed && mails.delayed].filter(Boolean);
        const more = [
          fault && mails.faultDo[fault],
          attempts > 1 && mails.tries(attempts),
          nextAt !== undefined && attempts > 0 && mails.nextTry(formatTime(nextAt)),
        ].filter(Boolean);
        return <span title={more.join(' · ')}>{said.join(' · ')}</span>;
      },
    },
    {
      head: '',
      form: 'end',
      render: (row) =>
        row.state !== 'waiting' && (
          <button type="button" className="button slim" onClick={() => void resend(row)}>
            {mails.resend}
          </button>
        ),
    },
  ];

  return (
    <ListScreen
      title={frame.screens.mails}
      filter={filter}
      onFilter={setFilter}
      actions={
        <Segments
          label={mails.state}
          choices={[
            ['all', mails.all],
            ['waiting', mails.waiting],
            ['problems', mails.problems],
          ]}
          chosen={shown}
          onChoose={setShown}
        />
      }
    >
      <div className="two-panes narrow mail-panes">
        <div className="pane">
          {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
          {resent && <Note sign="done" title={mails.resent} />}
          {rows?.length === 0 && (
            <Empty icon="mails" title={mails.emptyTitle}>
              {mails.emptyExplain}
            </Empty>
          )}
          {rows && rows.length > 0 && found?.length === 0 && <p className="meta">{common.nothingFits}</p>}
          {found && found.length > 0 && (
            <DataTable label={frame.screens.mails} columns={columns} rows={found} keyOf={({ id }) => id} />
          )}
          <OlderButton older={older} />
        </div>
        <MailServerCard />
      </div>
    </ListScreen>
  );
}

/** A statement's or a reset's own name is long; its beginning tells two apart. */
function shortId(subject: string): ReactNode {
  return <span title={subject}>{subject.length > 12 ? `${subject.slice(0, 8)}…` : subject}</span>;
}
