/** Messages to partners that are still waiting, and the one thing to do about it. */
import { type ReactNode, useState } from 'react';
import type { PostRow } from '#shared/desk/office.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';

export function Post(): ReactNode {
  const { frame, post } = useTexts();
  const language = useSettings((settings) => settings.language);
  const nameOf = usePartnerNames();
  const { value: rows, failure, reload } = useQuery('post.waiting', {}, ['post']);
  const [problem, setProblem] = useState<Failure>();
  const [retried, setRetried] = useState<string>();

  async function retry({ partner }: PostRow): Promise<void> {
    const result = await desk.call('post.retry', { partner: partner as never });
    setProblem(result.ok ? undefined : result.error);
    setRetried(result.ok ? partner : undefined);
    reload();
  }
  const problemText = (lastError: string): string => {
    if (Object.hasOwn(ERROR_TEXTS, lastError)) return ERROR_TEXTS[lastError as ErrorCode][language];
    return /^\d{3}$/.test(lastError) ? post.http(lastError) : '';
  };
  const columns: readonly Column<PostRow>[] = [
    { head: post.partner, render: ({ partner }) => nameOf(partner) },
    { head: post.type, render: ({ type }) => (post.types as Readonly<Record<string, string>>)[type] ?? type },
    { head: post.created, render: ({ createdAt }) => formatTime(createdAt) },
    { head: post.attempts, form: 'end', render: ({ attempts }) => attempts },
    {
      head: post.next,
      render: ({ nextAt, rejected }) =>
        rejected ? <span className="mark stop">{post.rejected}</span> : formatTime(nextAt),
    },
    {
      head: post.problem,
      form: 'wide',
      render: ({ lastError }) =>
        lastError && (
          <span title={problemText(lastError)}>
            {problemText(lastError)} <span className="meta">{lastError}</span>
          </span>
        ),
    },
    {
      head: '',
      form: 'end',
      render: (row) => (
        <button type="button" className="button slim" onClick={() => void retry(row)}>
          {post.retry}
        </button>
      ),
    },
  ];
  return (
    <ListScreen title={frame.screens.post}>
      <div className="screen-body stack">
        {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
        {retried !== undefined && <Note sign="done" title={post.retried(nameOf(retried))} />}
        {rows?.length === 0 && (
          <Empty icon="post" title={post.emptyTitle}>
            {post.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable label={frame.screens.post} columns={columns} rows={rows} keyOf={({ id }) => id} />
        )}
      </div>
    </ListScreen>
  );
}
