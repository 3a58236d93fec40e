/** Messages to partners that are still waiting, and the one thing to do about it. */
import { type ReactNode, useState } from 'react';
import { POST_STATES, type PostRow } from '#shared/desk/office.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import { ROLES } from '#shared/protocol/party.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import type { BulkAction } from '../records/bulk-bar.tsx';
import { countColumn, textColumn, timeColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';

const keyOf = ({ id }: PostRow): string => id;

export function Post(): ReactNode {
  const { frame, post } = useTexts();
  const language = useSettings((settings) => settings.language);
  const nameOf = usePartnerNames();
  const [problem, setProblem] = useState<Failure>();
  const [retried, setRetried] = useState<string>();

  /** Everything that waits for the partner: what one message waits for, the others do. */
  async function retry({ partner }: PostRow): Promise<void> {
    const result = await desk.call('post.retry', { partner: partner as never });
    setProblem(result.ok ? undefined : result.error);
    setRetried(result.ok ? partner : undefined);
  }
  const problemText = (lastError: string): string => {
    if (Object.hasOwn(ERROR_TEXTS, lastError)) return ERROR_TEXTS[lastError as ErrorCode][language];
    const status = /^HTTP (\d{3})$/.exec(lastError)?.[1];
    return status === undefined ? '' : post.http(status);
  };
  const columns: readonly RecordColumn<PostRow>[] = [
    textColumn('partner', post.partner, ({ partner }) => nameOf(partner), { width: 160 }),
    textColumn('type', post.type, ({ type }) => (post.types as Readonly<Record<string, string>>)[type] ?? type, {
      width: 184,
    }),
    timeColumn('created', post.created, ({ createdAt }) => createdAt, { order: true }),
    countColumn('attempts', post.attempts, ({ attempts }) => attempts),
    {
      id: 'next',
      head: post.next,
      width: 112,
      render: ({ nextAt, rejected }) =>
        rejected ? <span className="mark stop">{post.rejected}</span> : formatTime(nextAt),
      csv: ({ nextAt, rejected }) => (rejected ? post.rejected : nextAt),
    },
    {
      id: 'problem',
      head: post.problem,
      form: 'wide',
      render: ({ lastError }) =>
        lastError && (
          <span title={problemText(lastError)}>
            {problemText(lastError)} <span className="meta">{lastError}</span>
          </span>
        ),
      csv: ({ lastError }) => lastError,
    },
    {
      id: 'retry',
      head: '',
      width: 112,
      render: (row) => (
        <button
          type="button"
          className="button slim"
          onClick={(event) => {
            event.stopPropagation();
            void retry(row);
          }}
        >
          {post.retry}
        </button>
      ),
    },
  ];
  const actions: readonly BulkAction<PostRow>[] = [
    {
      title: post.retry,
      hotkey: 'F8',
      start: async (rows, finish) => finish(await desk.call('post.retry-many', { ids: rows.map(keyOf) })),
    },
  ];
  return (
    <ListScreen title={frame.screens.post}>
      <div className="screen-body">
        <RecordList
          list="post.waiting"
          title={frame.screens.post}
          columns={columns}
          keyOf={keyOf}
          topics={['post']}
          states={[POST_STATES, post.states]}
          dates={post.created}
          partners={ROLES}
          firstOrder="oldest"
          empty={
            <Empty icon="post" title={post.emptyTitle}>
              {post.emptyExplain}
            </Empty>
          }
          actions={actions}
          notice={
            problem ? (
              <FailureNote failure={problem} />
            ) : (
              retried !== undefined && <Note sign="done" title={post.retried(nameOf(retried))} />
            )
          }
        />
      </div>
    </ListScreen>
  );
}
