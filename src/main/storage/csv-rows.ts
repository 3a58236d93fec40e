import { parse } from 'csv-parse/sync';
import { fail, ok, type Result } from '#shared/result.ts';

export interface CsvRows {
  /** `line` as an editor counts: where the row begins. */
  readonly rows: readonly { readonly line: number; readonly record: Readonly<Record<string, string>> }[];
  /** Where a quotation begins that never ends: nobody can tell the rows behind it apart. */
  readonly broken?: number;
}

/** Reads a CSV file with a header by its columns' names; fails with `catalogue-columns` naming one that is missing. */
export function readCsvRows(csv: string, columns: readonly string[]): Result<CsvRows> {
  let isBroken = false;
  try {
    // One kind of line end: the parser counts CRLF inside a quotation twice.
    const parsed = parse(csv.replace(/\r\n?/g, '\n'), {
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: () => void (isBroken = true),
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const header = parsed[0]?.record.map((name) => name.trim());
    const missing = columns.find((column) => !header?.includes(column));
    if (!header || missing !== undefined) return fail('catalogue-columns', missing ?? 'header');
    const rows = parsed.slice(1).map(({ record, info }) => ({
      line: info.lines - (record.join('').match(/\n/g)?.length ?? 0),
      record: Object.fromEntries(header.map((name, at) => [name, record[at] ?? ''])),
    }));
    return ok(isBroken ? { rows, broken: parsed.at(-1)!.info.lines + 1 } : { rows });
  } catch {
    return fail('catalogue-columns');
  }
}
