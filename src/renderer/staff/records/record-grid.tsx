/**
 * Rows of a list of any length: only those in sight are in the page. Arrows, PageUp and PageDown, Home and End move,
 * Enter opens, Space chooses, Shift with an arrow chooses on the way. A screen reader hears which row of how many it is.
 */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { type RecordColumn, widthOf } from './record-column.ts';
import { showRow, useRowsInSight } from './use-rows-in-sight.ts';
import type { RecordPages } from './use-record-pages.ts';
import type { Selection } from './use-selection.ts';

/** `--row` of the tokens, CSS pixels. */
const ROW = 32;
const TICK = 36;
/** Rows drawn beyond those in sight, at either end. */
const OVER = 8;

export interface GridProps<T> {
  readonly label: string;
  readonly columns: readonly RecordColumn<T>[];
  readonly pages: RecordPages<T>;
  readonly total: number;
  readonly keyOf: (row: T) => string;
  readonly onOpen?: ((row: T) => void) | undefined;
  readonly opened?: string | undefined;
  /** Absent where nothing can be done with several rows. */
  readonly selection?: Selection<T> | undefined;
  readonly onAll?: (() => void) | undefined;
  readonly oldestFirst: boolean;
  readonly onTurn?: (() => void) | undefined;
}

export function RecordGrid<T>(props: GridProps<T>): ReactNode {
  const { label, columns, pages, total, keyOf, onOpen, opened, selection, onAll, oldestFirst, onTurn } = props;
  const { records } = useTexts();
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const isFocused = useRef(false);
  /** On the way to a row; else the row that has the focus keeps it, whoever gave it. */
  const isMoving = useRef(false);
  const last = Math.min(active, total - 1);
  const { first, last: end } = useRowsInSight(box, total, ROW);
  const shown = rowsToDraw(first - OVER, end + OVER, last, total);
  const { want } = pages;
  useEffect(() => want(first, end), [want, first, end]);

  // A row that was not in the page yet takes the focus when it is.
  useEffect(() => {
    const now = document.activeElement;
    if (!isFocused.current || !(now === document.body || (isMoving.current && now?.matches('tr')))) return;
    const row = body.current?.querySelector<HTMLElement>(`[aria-rowindex="${last + 2}"]`);
    if (!row) return;
    isMoving.current = false;
    if (now !== row) row.focus({ preventScroll: true });
  });

  function go(index: number, chooses: boolean): void {
    const next = Math.max(0, Math.min(total - 1, index));
    if (chooses && selection) {
      const [low, high] = next < last ? [next, last] : [last, next];
      const between = Array.from({ length: high - low + 1 }, (_, at) => pages.at(low + at));
      selection.set(
        between.filter((row) => row !== undefined),
        true,
      );
    }
    isMoving.current = next !== last;
    setActive(next);
    isFocused.current = true;
    if (box.current) showRow(box.current, next, ROW);
  }
  function open(row: T | undefined): void {
    if (row !== undefined) onOpen?.(row);
  }
  function toggle(row: T | undefined): void {
    if (row !== undefined) selection?.set([row], !selection.has(keyOf(row)));
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || !(event.target as HTMLElement).matches('tr')) return;
    const row = pages.at(last);
    const page = Math.max(1, end - first - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: last + 1,
      ArrowUp: last - 1,
      PageDown: last + page,
      PageUp: last - page,
      Home: 0,
      End: total - 1,
    };
    const step = steps[event.key];
    if (event.ctrlKey) {
      if (event.key !== 'a' || !onAll) return;
      onAll();
    } else if (step !== undefined) go(step, event.shiftKey);
    else if (event.key === ' ' && selection) toggle(row);
    else if (event.key === 'Enter' || event.key === ' ') open(row);
    else if (event.key === 'Escape' && selection && selection.rows.length > 0) selection.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function onPress(event: MouseEvent, row: T | undefined, index: number): void {
    setActive(index);
    isFocused.current = true;
    if (row === undefined) return;
    if (selection && event.shiftKey) go(index, true);
    else if (selection && (event.ctrlKey || event.metaKey)) toggle(row);
    else onOpen?.(row);
  }

  const count = columns.length + (selection ? 1 : 0);
  const hasWide = columns.some(({ form }) => form === 'wide');
  const width = columns.reduce((sum, column) => sum + widthOf(column), selection ? TICK : 0);
  const before = (shown[0] ?? 0) * ROW;
  const after = (total - 1 - (shown.at(-1) ?? -1)) * ROW;
  return (
    <div className="record-scroll" ref={box}>
      <table
        className="table record-table"
        role="grid"
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={count}
        {...(selection && { 'aria-multiselectable': true })}
        style={{ minWidth: width }}
        onKeyDown={onKeyDown}
        onFocus={() => (isFocused.current = true)}
        onBlur={({ relatedTarget }) => (isFocused.current = relatedTarget === null && isFocused.current)}
      >
        <colgroup>
          {selection && <col style={{ width: TICK }} />}
          {columns.map((column) => (
            <col key={column.id} {...(!(column.form === 'wide') && { style: { width: widthOf(column) } })} />
          ))}
          {!hasWide && <col />}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selection && (
              <th scope="col">
                <span className="unseen">{records.choose}</span>
              </th>
            )}
            {columns.map(({ id, head, form, order }) => (
              <th
                key={id}
                scope="col"
                className={form}
                {...(order && { 'aria-sort': oldestFirst ? 'ascending' : 'descending' })}
              >
                {order && onTurn ? (
                  <button type="button" className="head-button" title={records.turn} onClick={onTurn}>
                    {head}
                    <svg className="menu-arrow" viewBox="0 0 12 12" aria-hidden="true">
                      <path d={oldestFirst ? 'M3 7.5 6 4.5 9 7.5' : 'M3 4.5 6 7.5 9 4.5'} />
                    </svg>
                  </button>
                ) : (
                  head
                )}
              </th>
            ))}
            {!hasWide && <th aria-hidden="true" />}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <Gap height={before} />}
          {shown.map((index, at) => {
            const row = pages.at(index);
            const key = row === undefined ? undefined : keyOf(row);
            const gap = at > 0 ? (index - shown[at - 1]! - 1) * ROW : 0;
            const chosen = key !== undefined && (selection ? selection.has(key) : key === opened);
            return [
              gap > 0 && <Gap key={`gap ${index}`} height={gap} />,
              <tr
                key={index}
                className={[onOpen && 'opens', key !== undefined && key === opened && 'opened']
                  .filter(Boolean)
                  .join(' ')}
                aria-rowindex={index + 2}
                aria-selected={chosen}
                {...(key === undefined && { 'aria-busy': true })}
                tabIndex={index === last ? 0 : -1}
                onClick={(event) => onPress(event, row, index)}
                onFocus={() => setActive(index)}
              >
                {row === undefined ? (
                  <td colSpan={count + (hasWide ? 0 : 1)} className="record-awaited">
                    …
                  </td>
                ) : (
                  <>
                    {selection && (
                      <td>
                        <label className="row-tick" onClick={(event) => event.stopPropagation()}>
                          <input
                            type="checkbox"
                            tabIndex={-1}
                            aria-label={records.chooseRow(index + 1)}
                            checked={chosen}
                            onChange={() => toggle(row)}
                          />
                        </label>
                      </td>
                    )}
                    {columns.map(({ id, render, form }) => (
                      <td key={id} className={form}>
                        {render(row)}
                      </td>
                    ))}
                    {!hasWide && <td aria-hidden="true" />}
                  </>
                )}
              </tr>,
            ];
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

/** The row with the focus stays, wherever one scrolls. */
function rowsToDraw(from: number, until: number, active: number, total: number): readonly number[] {
  const first = Math.max(0, from);
  const end = Math.min(total - 1, until);
  const rows = Array.from({ length: Math.max(0, end - first + 1) }, (_, at) => first + at);
  if (active >= 0 && active < first) return [active, ...rows];
  return active > end ? [...rows, active] : rows;
}

/** Room for rows that are not in the page. */
function Gap({ height }: { readonly height: number }): ReactNode {
  return <tr role="presentation" aria-hidden="true" className="record-gap" style={{ height }} />;
}
