/** Rows of 32 px. A row that opens something takes the focus: arrows move, Enter opens. */
import type { KeyboardEvent, ReactNode } from 'react';

export interface Column<T> {
  readonly head: string;
  readonly render: (row: T) => ReactNode;
  /** `end` for amounts and counts, `wide` for the one column that takes the rest. */
  readonly form?: 'end' | 'wide';
}

export function DataTable<T>({
  label,
  columns,
  rows,
  keyOf,
  onOpen,
  selected,
}: {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly onOpen?: (row: T) => void;
  readonly selected?: string | undefined;
}): ReactNode {
  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, row: T): void {
    const { currentTarget, target, key } = event;
    if (target !== currentTarget) return;
    const next = key === 'ArrowDown' ? currentTarget.nextElementSibling : undefined;
    const previous = key === 'ArrowUp' ? currentTarget.previousElementSibling : undefined;
    if (key === 'Enter' || key === ' ') onOpen?.(row);
    else if (next instanceof HTMLElement) next.focus();
    else if (previous instanceof HTMLElement) previous.focus();
    else return;
    event.preventDefault();
  }
  return (
    <div className="table-room">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ head, form }, at) => (
              <th key={at} scope="col" className={form}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              {...(onOpen && {
                className: 'opens',
                tabIndex: 0,
                'aria-selected': keyOf(row) === selected,
                onClick: () => onOpen(row),
                onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => onKeyDown(event, row),
              })}
            >
              {columns.map(({ render, form }, at) => (
                <td key={at} className={form}>
                  {render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
