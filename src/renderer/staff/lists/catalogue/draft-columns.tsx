/** What each column of the file is taken for; a wrong guess is put right here. */
import type { ReactNode } from 'react';
import type { ImportDraft } from '#shared/desk/catalogue.ts';
import { PRODUCT_FIELDS, type ProductField } from '#shared/domain/product-entry.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { useTexts } from '../../stores/use-texts.ts';

export function DraftColumns({
  draft: { header, columns, samples },
  onColumns,
}: {
  readonly draft: ImportDraft;
  readonly onColumns: (columns: readonly (ProductField | null)[]) => void;
}): ReactNode {
  const { imports, product } = useTexts();
  /** A field that another column had leaves that one. */
  function take(at: number, field: ProductField | null): void {
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
          onChange={(event) => take(at, (event.target.value || null) as ProductField | null)}
        >
          <option value="">{imports.leftOut}</option>
          {PRODUCT_FIELDS.map((field) => (
            <option key={field} value={field}>
              {product.fields[field]}
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
      <p className="meta">{imports.columnsExplain}</p>
      <DataTable label={imports.columns} columns={shown} rows={rows} keyOf={({ at }) => String(at)} />
    </section>
  );
}
