/** Mails to customers: how far each is, and what to do about one that did not arrive. No words, no whole address. */
import type { ReactNode } from 'react';
import { MAIL_STATES, type MailRow } from '#shared/desk/forwarding.ts';
import { numberKind } from '#shared/domain/number.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { NumberText } from '../components/words.tsx';
import { useStateColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { MailServerCard } from './mail-server-card.tsx';

const keyOf = ({ id }: MailRow): string => id;
/** What waits is sent again by itself. */
const canResend = ({ state }: MailRow): boolean => state !== 'waiting';

export function Mails(): ReactNode {
  const { frame, forwarding } = useTexts();
  const { mails } = forwarding;
  const stateColumn = useStateColumn();
  const columns: readonly RecordColumn<MailRow>[] = [
    {
      id: 'about',
      head: mails.about,
      width: 160,
      render: ({ subject }) => (numberKind(subject) === undefined ? shortId(subject) : <NumberText number={subject} />),
      csv: ({ subject }) => subject,
    },
    stateColumn(mails.state, 'mail', ({ state }) => state, { width: 112 }),
    { id: 'kind', head: mails.kind, render: ({ kind }) => mails.kinds[kind], csv: ({ kind }) => mails.kinds[kind] },
    { id: 'to', head: mails.to, width: 180, render: ({ to }) => to, csv: ({ to }) => to },
    {
      id: 'detail',
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
      csv: ({ fault }) => fault && mails.faults[fault],
    },
    {
      id: 'created',
      head: mails.created,
      width: 112,
      order: true,
      render: ({ createdAt }) => formatTime(createdAt),
      csv: ({ createdAt }) => createdAt,
    },
  ];
  return (
    <ListScreen title={frame.screens.mails}>
      <div className="two-panes narrow mail-panes">
        <div className="pane">
          <RecordList
            list="mails.list"
            title={frame.screens.mails}
            columns={columns}
            keyOf={keyOf}
            topics={['forwarding', 'billing']}
            states={[MAIL_STATES, mails.states]}
            dates={mails.created}
            empty={
              <Empty icon="mails" title={mails.emptyTitle}>
                {mails.emptyExplain}
              </Empty>
            }
            // A receipt's label is meant for the forwarding station.
            scans={false}
            actions={[
              {
                title: mails.resend,
                fits: canResend,
                start: (rows, finish) =>
                  void desk.call('mails.resend-many', { ids: rows.filter(canResend).map(keyOf) }).then(finish),
              },
            ]}
          />
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
