/** What the rows of a file would do, kind by kind and field by field; refused ones are put right in their place. */
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { DRAFT_KINDS, type DraftKind, type FileDraft, type FileRow } from '#shared/desk/file-draft.ts';
import type { Failure } from '#shared/result.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { Segments } from '../components/segments.tsx';
import { useTexts } from '../stores/use-texts.ts';
import type { FollowedDraft } from './use-file-draft.ts';

const PAGE = 50;
const noCells = <F extends string>(): FileRow<F>['cells'] => ({}) as FileRow<F>['cells'];

export function DraftRows<F extends string, R extends FileRow<F>>({
  followed,
  draft: { draft, counts, columns },
  titles,
  identity,
  canLeaveOut = false,
  kinds = DRAFT_KINDS,
  secrets,
  forms,
}: {
  readonly followed: Pick<FollowedDraft<F, R, unknown>, 'book' | 'turn' | 'recount'>;
  readonly draft: FileDraft<F>;
  readonly titles: Readonly<Record<F, string>>;
  /** What tells rows apart that are not refused. */
  readonly identity: readonly Column<R>[];
  /** A refused row stops all others, so that one may be dropped. */
  readonly canLeaveOut?: boolean;
  /** Which there can be. */
  readonly kinds?: readonly DraftKind[];
  /** Fields whose cells are shown only while somebody types in them. */
  readonly secrets?: readonly F[];
  /** How a field is written, said where its value can't be right. */
  readonly forms?: Partial<Readonly<Record<F, string>>>;
}): ReactNode {
  const { imports } = useTexts();
  const [chosen, setKind] = useState<DraftKind>();
  const [offset, setOffset] = useState(0);
  const [page, setPage] = useState<{ rows: readonly R[]; total: number }>();
  const [failure, setFailure] = useState<Failure>();
  // What is to be put right comes first.
  const kind =
    chosen ?? DRAFT_KINDS.toSorted((one, other) => rank(one) - rank(other)).find((each) => counts[each] > 0) ?? 'new';
  const { book, turn } = followed;
  const place = JSON.stringify({ draft, kind, offset, limit: PAGE, turn });
  useEffect(() => {
    let stale = false;
    async function ask(): Promise<void> {
      const { turn: _turn, ...asked } = JSON.parse(place) as {
        draft: string;
        kind: DraftKind;
        offset: number;
        limit: number;
        turn: number;
      };
      const found = await book.rows(asked);
      if (stale) return;
      setFailure(found.ok ? undefined : found.error);
      if (found.ok) setPage(found.value);
    }
    void ask();
    return () => void (stale = true);
  }, [book, place]);

  /** The row stays where it is until another kind is looked at: nothing moves under the hand that types. */
  async function repair(line: number, cells: FileRow<F>['cells'], leaveOut = false): Promise<void> {
    const done = await book.repair({ draft, line, cells, leaveOut });
    setFailure(done.ok ? undefined : done.error);
    if (!done.ok) return;
    followed.recount(done.value.counts);
    setPage((known) => {
      if (!known || leaveOut) return known && { ...known, rows: known.rows.filter((row) => row.line !== line) };
      return { ...known, rows: known.rows.map((row) => (row.line === line ? done.value.row : row)) };
    });
  }
  const all = page?.total ?? 0;
  return (
    <section className="stack">
      <div className="row">
        <h2>{imports.rows}</h2>
        <Segments
          label={imports.rows}
          choices={kinds.map((each) => [each, imports.kind(imports.kinds[each], counts[each])] as const)}
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
        <RefusedRows
          rows={page.rows}
          columns={columns}
          titles={titles}
          secrets={secrets}
          forms={forms}
          onRepair={(line, cells) => void repair(line, cells)}
          onLeaveOut={canLeaveOut ? (line) => void repair(line, noCells(), true) : undefined}
        />
      )}
      {page && page.rows.length > 0 && kind !== 'refused' && (
        <PlannedRows kind={kind} rows={page.rows} titles={titles} identity={identity} />
      )}
    </section>
  );
}

function rank(kind: DraftKind): number {
  return ['refused', 'changed', 'new', 'unchanged', 'missing'].indexOf(kind);
}

function PlannedRows<F extends string, R extends FileRow<F>>({
  kind,
  rows,
  titles,
  identity,
}: {
  readonly kind: DraftKind;
  readonly rows: readonly R[];
  readonly titles: Readonly<Record<F, string>>;
  readonly identity: readonly Column<R>[];
}): ReactNode {
  const { catalogue, imports } = useTexts();
  const isChanged = kind === 'changed';
  const columns: readonly Column<R>[] = [
    ...(kind === 'missing' ? [] : [{ head: catalogue.line, form: 'end' as const, render: ({ line }: R) => line }]),
    // What changes takes the rest of the line.
    ...(isChanged ? identity.map(({ form: _form, ...column }) => column) : identity),
    ...(isChanged
      ? [
          {
            head: imports.changes,
            form: 'wide' as const,
            render: ({ changes }: R) => <Changes changes={changes} titles={titles} />,
          },
        ]
      : []),
  ];
  const numbered = rows.map((row, at) => ({ row, at }));
  return (
    <div className="draft-table">
      <DataTable
        label={imports.kinds[kind]}
        columns={columns.map(({ render, ...column }) => ({
          ...column,
          render: ({ row }: (typeof numbered)[number]) => render(row),
        }))}
        rows={numbered}
        keyOf={({ row, at }) => `${row.line} ${at}`}
      />
    </div>
  );
}

/** Field by field: what it was, what it becomes. */
function Changes<F extends string>({
  changes,
  titles,
}: {
  readonly changes: FileRow<F>['changes'];
  readonly titles: Readonly<Record<F, string>>;
}): ReactNode {
  const { imports } = useTexts();
  return (
    <ul className="changes">
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          <span className="meta">{titles[field]}</span> <span className="unseen">{imports.before}</span>{' '}
          <del>{before || '–'}</del> → <span className="unseen">{imports.after}</span> <ins>{after || '–'}</ins>
        </li>
      ))}
    </ul>
  );
}

interface Repairing<F extends string> {
  readonly titles: Readonly<Record<F, string>>;
  readonly secrets: readonly F[] | undefined;
  readonly forms: Partial<Readonly<Record<F, string>>> | undefined;
  readonly onRepair: (line: number, cells: FileRow<F>['cells']) => void;
  readonly onLeaveOut: ((line: number) => void) | undefined;
}

function RefusedRows<F extends string>({
  rows,
  columns,
  ...repairing
}: Repairing<F> & {
  readonly rows: readonly FileRow<F>[];
  readonly columns: FileDraft<F>['columns'];
}): ReactNode {
  const { catalogue, imports } = useTexts();
  const { titles, onLeaveOut } = repairing;
  const inFile = columns.filter((field) => field !== null);
  // What is wrong may lie in a column that the file does not have. Put right, it still stands there.
  const [beside, setBeside] = useState<readonly F[]>([]);
  const wrong = rows.flatMap(({ problems }) => problems.map(({ field }) => field));
  const more = wrong.filter((field): field is F => field !== 'row' && ![...inFile, ...beside].includes(field as F));
  if (more.length > 0) setBeside([...beside, ...new Set(more)]);
  const fields = [...inFile, ...beside.filter((field) => !inFile.includes(field))];
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
                  {titles[field]}
                </th>
              ))}
              {onLeaveOut && <th aria-hidden="true" />}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RefusedRow key={row.line} row={row} fields={fields} {...repairing} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function RefusedRow<F extends string>({
  row: { line, cells, problems, kind },
  fields,
  titles,
  secrets,
  forms,
  onRepair,
  onLeaveOut,
}: Repairing<F> & {
  readonly row: FileRow<F>;
  readonly fields: readonly F[];
}): ReactNode {
  const { imports } = useTexts();
  const textOf = useFailureText();
  const [typed, setTyped] = useState(noCells<F>);
  function check(): void {
    if (Object.keys(typed).length > 0) onRepair(line, typed);
    setTyped(noCells());
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    check();
  }
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
                {field !== 'row' && <strong>{titles[field as F]}: </strong>}
                {(code === 'field-invalid' && forms?.[field as F]) || textOf({ code })}
              </span>
            ))}
          </span>
        )}
      </td>
      {fields.map((field) => (
        <td key={field}>
          <input
            className={secrets?.includes(field) ? 'input repair-cell veiled' : 'input repair-cell'}
            aria-label={imports.cell(titles[field], line)}
            aria-invalid={problems.some((problem) => problem.field === field)}
            autoComplete="off"
            value={typed[field] ?? cells[field] ?? ''}
            onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
          />
        </td>
      ))}
      {onLeaveOut && (
        <td>
          {problems.length > 0 && (
            <button type="button" className="button slim" onClick={() => onLeaveOut(line)}>
              {imports.leaveOut}
            </button>
          )}
        </td>
      )}
    </tr>
  );
}
