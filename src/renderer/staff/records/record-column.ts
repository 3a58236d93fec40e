/** One column of a list: on the screen, and in its file. */
import type { ReactNode } from 'react';
import type { CsvValue } from './record-csv.ts';

export interface RecordColumn<T> {
  /** Kept where the choice of columns is remembered. */
  readonly id: string;
  readonly head: string;
  readonly render: (row: T) => ReactNode;
  /** `end` for amounts and counts, `wide` for the one column that takes the rest. */
  readonly form?: 'end' | 'wide';
  /** CSS pixels; a wide column is at least so wide. */
  readonly width?: number;
  /** Not shown until somebody chooses it. */
  readonly hidden?: true;
  /** The list's order: its head turns it round. */
  readonly order?: true;
  /** What stands in the file; absent: the column is not in it. */
  readonly csv?: (row: T) => CsvValue;
  /** The file has its currency in a column of its own. */
  readonly money?: true;
}

const WIDTHS = { end: 96, wide: 136, plain: 128 } as const;

export function widthOf<T>({ form, width }: RecordColumn<T>): number {
  return width ?? WIDTHS[form ?? 'plain'];
}

/** Those chosen, in the list's own order; always the first, so that something is shown, and those of buttons, which have no head. */
export function shownColumns<T>(
  columns: readonly RecordColumn<T>[],
  chosen: readonly string[] | undefined,
): readonly RecordColumn<T>[] {
  return columns.filter(
    ({ id, head, hidden }, at) => at === 0 || head === '' || (chosen ? chosen.includes(id) : !hidden),
  );
}
