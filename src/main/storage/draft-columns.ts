/** What every draft of a table does with the file's columns. */
import type { CsvTable } from './csv-rows.ts';

const SAMPLES = 3;
const LONGEST_SAMPLE = 40;

/** For each heading what it is taken for; of two columns for one field the first is. */
export function takenColumns<F extends string>(
  header: readonly string[],
  columns: readonly (F | null)[],
): readonly (F | null)[] {
  const taken = new Set<F>();
  return header.map((_, at) => {
    const field = columns[at] ?? null;
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** The cells of a row by their fields. */
export function cellsOf<F extends string>(
  columns: readonly (F | null)[],
  cells: readonly string[],
): Partial<Record<F, string>> {
  return Object.fromEntries(
    columns.flatMap((field, at) => (field === null ? [] : [[field, cells[at] ?? '']])),
  ) as Partial<Record<F, string>>;
}

/** The first cells of each column. */
export function samplesOf(header: readonly string[], rows: CsvTable['rows']): readonly (readonly string[])[] {
  return header.map((_, at) => rows.slice(0, SAMPLES).map(({ cells }) => (cells[at] ?? '').slice(0, LONGEST_SAMPLE)));
}
