/** How an import went, row by row where a row was refused. */
import type { ReactNode } from 'react';
import type { ImportReport } from '#shared/desk/mall.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { useFailureText } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { useTexts } from '../stores/use-texts.ts';

export interface Imported {
  readonly report: ImportReport;
  readonly encoding: string;
}

type Refusal = ImportReport['refused'][number];

export function ImportResult({ imported: { report, encoding } }: { readonly imported: Imported }): ReactNode {
  const { catalogue } = useTexts();
  const textOf = useFailureText();
  const { refused } = report;
  const columns: readonly Column<Refusal>[] = [
    { head: catalogue.line, form: 'end', render: ({ line }) => line },
    { head: catalogue.sku, render: ({ sku }) => sku || '–' },
    { head: catalogue.field, render: ({ field }) => field || '–' },
    {
      head: catalogue.why,
      form: 'wide',
      render: ({ code }) => (
        <>
          {textOf({ code })} <span className="meta">{code}</span>
        </>
      ),
    },
  ];
  return (
    <section className="stack">
      <Note sign={refused.length > 0 ? 'look' : 'done'} title={catalogue.imported(report.imported)}>
        <p>{refused.length > 0 ? catalogue.refused(refused.length) : catalogue.allFit}</p>
        <p className="meta">{catalogue.readAs(encoding)}</p>
      </Note>
      {refused.length > 0 && (
        <DataTable
          label={catalogue.refused(refused.length)}
          columns={columns}
          rows={refused}
          keyOf={({ line, field }) => `${line} ${field}`}
        />
      )}
    </section>
  );
}
