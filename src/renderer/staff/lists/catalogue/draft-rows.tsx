/** What the rows of a file would do, kind by kind and field by field; refused ones are put right in their place. */
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { DRAFT_KINDS, type DraftKind, type DraftRow, type ImportDraft } from '#shared/desk/catalogue.ts';
import type { Input } from '#shared/desk/contract.ts';
import type { ProductCells, ProductField } from '#shared/domain/product-entry.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { FailureNote, useFailureText } from '../../components/failure-note.tsx';
import { Segments } from '../../components/segments.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import type { FollowedImport } from './use-import.ts';

const PAGE = 50;

export function DraftRows({
  followed,
  draft: { draft, counts, columns },
}: {
  readonly followed: FollowedImport;
  readonly draft: ImportDraft;
}): ReactNode {
  const { imports } = useTexts();
  const [chosen, setKind] = useState<DraftKind>();
  const [offset, setOffset] = useState(0);
  const [page, setPage] = useState<{ rows: readonly DraftRow[]; total: number }>();
  const [failure, setFailure] = useState<Failure>();
  // What is to be put right comes first.
  const kind =
    chosen ?? DRAFT_KINDS.toSorted((one, other) => rank(one) - rank(other)).find((each) => counts[each] > 0) ?? 'new';
  const { turn } = followed;
  const place = JSON.stringify({ draft, kind, offset, limit: PAGE, turn });
  useEffect(() => {
    let stale = false;
    async function ask(): Promise<void> {
      const { turn: _turn, ...asked } = JSON.parse(place) as Input<'catalogue.draft-rows'> & { turn: number };
      const found = await desk.call('catalogue.draft-rows', asked);
      if (stale) return;
      setFailure(found.ok ? undefined : found.error);
      if (found.ok) setPage(found.value);
    }
    void ask();
    return () => void (stale = true);
  }, [place]);

  /** The row stays where it is until another kind is looked at: nothing moves under the hand that types. */
  async function repair(line: number, cells: ProductCells): Promise<void> {
    const done = await desk.call('catalogue.repair-row', { draft, line, cells });
    setFailure(done.ok ? undefined : done.error);
    if (!done.ok) return;
    followed.recount(done.value.counts);
    setPage(
      (known) => known && { ...known, rows: known.rows.map((row) => (row.line === line ? done.value.row : row)) },
    );
  }
  const all = page?.total ?? 0;
  return (
    <section className="stack">
      <div className="row">
        <h2>{imports.rows}</h2>
        <Segments
          label={imports.rows}
          choices={DRAFT_KINDS.map((each) => [each, imports.kind(imports.kinds[each], counts[each])] as const)}
          chosen={kind}
          onChoose={(each) => {
            setKind(each);
            setOffset(0);
            setPage(undefined);
          }}
        />
        <span className="grow" />
        {all > PAGE && (
          <>
            <span className="meta">{imports.page(offset + 1, Math.min(all, offset + PAGE), all)}</span>
            <button
              type="button"
              className="button slim"
              disabled={offset === 0}
              onClick={() => setOffset(Math.max(0, offset - PAGE))}
            >
              {imports.earlier}
            </button>
            <button
              type="button"
              className="button slim"
              disabled={offset + PAGE >= all}
              onClick={() => setOffset(offset + PAGE)}
            >
              {imports.later}
            </button>
          </>
        )}
      </div>
      {failure && <FailureNote failure={failure} />}
      {page?.rows.length === 0 && <p className="meta">{imports.none}</p>}
      {page && page.rows.length > 0 && kind === 'refused' && (
        <RefusedRows rows={page.rows} columns={columns} onRepair={(line, cells) => void repair(line, cells)} />
      )}
      {page && page.rows.length > 0 && kind !== 'refused' && <PlannedRows kind={kind} rows={page.rows} />}
    </section>
  );
}

function rank(kind: DraftKind): number {
  return ['refused', 'changed', 'new', 'unchanged', 'missing'].indexOf(kind);
}

function PlannedRows({ kind, rows }: { readonly kind: DraftKind; readonly rows: readonly DraftRow[] }): ReactNode {
  const { catalogue, imports } = useTexts();
  const columns: readonly Column<DraftRow>[] = [
    ...(kind === 'missing'
      ? []
      : [{ head: catalogue.line, form: 'end' as const, render: ({ line }: DraftRow) => line }]),
    { head: catalogue.sku, render: ({ sku }) => sku },
    { head: catalogue.name, form: kind === 'changed' ? undefined! : 'wide', render: ({ name }) => name },
    ...(kind === 'changed'
      ? [{ head: imports.changes, form: 'wide' as const, render: (row: DraftRow) => <Changes row={row} /> }]
      : []),
  ];
  return (
    <div className="draft-table">
      <DataTable
        label={imports.kinds[kind]}
        columns={columns.map(({ form, ...column }) => (form === undefined ? column : { ...column, form }))}
        rows={rows}
        keyOf={({ line, sku }) => `${line} ${sku}`}
      />
    </div>
  );
}

/** Field by field: what it was, what it becomes. */
function Changes({ row: { changes } }: { readonly row: DraftRow }): ReactNode {
  const { imports, product } = useTexts();
  return (
    <ul className="changes">
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          <span className="meta">{product.fields[field]}</span> <span className="unseen">{imports.before}</span>{' '}
          <del>{before || '–'}</del> → <span className="unseen">{imports.after}</span> <ins>{after || '–'}</ins>
        </li>
      ))}
    </ul>
  );
}

function RefusedRows({
  rows,
  columns,
  onRepair,
}: {
  readonly rows: readonly DraftRow[];
  readonly columns: ImportDraft['columns'];
  readonly onRepair: (line: number, cells: ProductCells) => void;
}): ReactNode {
  const { catalogue, imports, product } = useTexts();
  const fields = columns.filter((field) => field !== null);
  return (
    <>
      <p className="meta">{imports.repairExplain}</p>
      <div className="draft-table">
        <table className="table repair" aria-label={imports.kinds.refused}>
          <thead>
            <tr>
              <th scope="col" className="end">
                {catalogue.line}
              </th>
              <th scope="col">{catalogue.why}</th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {product.fields[field]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RefusedRow key={row.line} row={row} fields={fields} onRepair={onRepair} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function RefusedRow({
  row: { line, cells, problems, kind },
  fields,
  onRepair,
}: {
  readonly row: DraftRow;
  readonly fields: readonly ProductField[];
  readonly onRepair: (line: number, cells: ProductCells) => void;
}): ReactNode {
  const { imports, product } = useTexts();
  const textOf = useFailureText();
  const [typed, setTyped] = useState<ProductCells>({});
  function check(): void {
    if (Object.keys(typed).length > 0) onRepair(line, typed);
    setTyped({});
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    check();
  }
  // What is wrong may lie in a column that the file does not have.
  const elsewhere = problems.filter(({ field }) => field !== 'row' && !fields.includes(field));
  return (
    <tr
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) check();
      }}
      onKeyDown={onKeyDown}
    >
      <td className="end">{line}</td>
      <td>
        {problems.length === 0 ? (
          <span className="mark done">{imports.kinds[kind]}</span>
        ) : (
          <span className="repair-why" role="status">
            {problems.map(({ field, code }) => (
              <span key={`${field} ${code}`}>
                {field !== 'row' && <strong>{product.fields[field]}: </strong>}
                {textOf({ code })}
              </span>
            ))}
          </span>
        )}
      </td>
      {[...fields, ...elsewhere.map(({ field }) => field as ProductField)].map((field) => (
        <td key={field}>
          <input
            className="input repair-cell"
            aria-label={imports.cell(product.fields[field], line)}
            aria-invalid={problems.some((problem) => problem.field === field)}
            autoComplete="off"
            value={typed[field] ?? cells[field] ?? ''}
            onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
          />
        </td>
      ))}
    </tr>
  );
}
