/** All rows of a list that fit a filter, as a file: asked for page by page, stopped at any time. */
import type { ExportedPage } from '#shared/desk/lists.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { CSV_MARK, type CsvColumn, csvHead, csvLine } from './record-csv.ts';

export interface ExportOrder<T> {
  readonly list: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly columns: readonly CsvColumn<T>[];
  readonly currencyOf: (head: string) => string;
}

export interface Progress {
  readonly rows: number;
  readonly total: number;
}

/** `undefined` where it was stopped. */
export async function exportList<T>(
  { list, filter, reason, columns, currencyOf }: ExportOrder<T>,
  isStopped: () => boolean,
  onProgress: (progress: Progress) => void,
): Promise<Result<{ readonly file: Blob; readonly rows: number } | undefined>> {
  // A part for each page: the browser keeps them apart until they are one file.
  const parts: string[] = [CSV_MARK + csvHead(columns, currencyOf)];
  let page: ExportedPage | undefined;
  let rows = 0;
  let total = 0;
  do {
    const input = { list, filter, reason, ...(page?.next !== undefined && { id: page.id, before: page.next }) };
    const answer: Result<ExportedPage> = await desk.call('lists.export', input);
    if (isStopped()) return ok(undefined);
    if (!answer.ok) return fail(answer.error.code, answer.error.about);
    page = answer.value;
    parts.push((page.rows as readonly T[]).map((row) => csvLine(columns, row)).join(''));
    rows += page.rows.length;
    total = Math.max(page.total ?? total, rows);
    onProgress({ rows, total });
  } while (page.next !== undefined);
  return ok({ file: new Blob(parts, { type: 'text/csv' }), rows });
}
