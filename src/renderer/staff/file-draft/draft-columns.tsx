/** What each column of the file is taken for; a wrong guess is put right here. */
import type { ReactNode } from 'react';
import type { FileDraft } from '#shared/desk/file-draft.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function DraftColumns<F extends string>({
  draft: { header, columns, samples },
  titles,
  explain,
  onColumns,
}: {
  readonly draft: FileDraft<F>;
  /** Of every field that a column may be. */
  readonly titles: Readonly<Record<F, string>>;
  /** Where a field without a column is not left as it is. */
  readonly explain?: string;
  readonly onColumns: (columns: readonly (F | null)[]) => void;
}): ReactNode {
  const { imports } = useTexts();
  const fields = Object.keys(titles) as F[];
  /** A field that another column had leaves that one. */
  function take(at: number, field: F | null): void {
    onColumns(columns.map((each, place) => (place === at ? field : each === field ? null : each)));
  }
  const rows = header.map((heading, at) => ({ heading, at }));
  const shown: readonly Column<(typeof rows)[number]>[] = [
    { head: imports.heading, render: ({ heading }) => heading || '–' },
    {
      head: imports.takenAs,
      render: ({ heading, at }) => (
        <select
          className="input column-choice"
          aria-label={imports.takenAsOf(heading)}
          value={columns[at] ?? ''}
          onChange={(event) => take(at, (event.target.value || null) as F | null)}
        >
          <option value="">{imports.leftOut}</option>
          {fields.map((field) => (
            <option key={field} value={field}>
              {titles[field]}
            </option>
          ))}
        </select>
      ),
    },
    {
      head: imports.sample,
      form: 'wide',
      render: ({ at }) => <span className="meta">{samples[at]?.filter((cell) => cell !== '').join(' · ')}</span>,
    },
  ];
  return (
    <section className="stack">
      <h2>{imports.columns}</h2>
      <p className="meta">{explain ?? imports.columnsExplain}</p>
      <DataTable label={imports.columns} columns={shown} rows={rows} keyOf={({ at }) => String(at)} />
    </section>
  );
}
