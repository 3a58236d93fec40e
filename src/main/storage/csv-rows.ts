import { setImmediate } from 'node:timers/promises';
import { parse as parseStream } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { fail, ok, type Result } from '#shared/result.ts';

export interface CsvRows {
  /** `line` as an editor counts: where the row begins. */
  readonly rows: readonly { readonly line: number; readonly record: Readonly<Record<string, string>> }[];
  /** Where a quotation begins that never ends: nobody can tell the rows behind it apart. */
  readonly broken?: number;
}

/** A file as it stands, its columns not yet known by name. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly broken?: number;
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

const OPTIONS = {
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
} as const;

/** Characters that are parsed before others have their turn. */
const SLICE = 64 * 1024;

/** One kind of line end: the parser counts CRLF inside a quotation twice. */
const oneLineEnd = (csv: string): string => csv.replace(/\r\n?/g, '\n');

/** Reads a CSV file with a header by its columns' names; fails with `catalogue-columns` naming one that is missing. */
export function readCsvRows(csv: string, columns: readonly string[]): Result<CsvRows> {
  let isBroken = false;
  try {
    const parsed = parse(oneLineEnd(csv), { ...OPTIONS, on_skip: () => void (isBroken = true) });
    const table = toTable(parsed as unknown as Parsed[], isBroken);
    const missing = columns.find((column) => !table.header.includes(column));
    if (missing !== undefined || table.header.length === 0) return fail('catalogue-columns', missing ?? 'header');
    const rows = table.rows.map(({ line, cells }) => ({
      line,
      record: Object.fromEntries(table.header.map((name, at) => [name, cells[at] ?? ''])),
    }));
    return ok({ rows, ...(table.broken !== undefined && { broken: table.broken }) });
  } catch {
    return fail('catalogue-columns');
  }
}

function toTable(parsed: readonly Parsed[], isBroken: boolean): CsvTable {
  const rows = parsed.slice(1).map(({ record, info }) => ({
    line: info.lines - (record.join('').match(/\n/g)?.length ?? 0),
    cells: record,
  }));
  return {
    header: parsed[0]?.record.map((name) => name.trim()) ?? [],
    rows,
    ...(isBroken && { broken: (parsed.at(-1)?.info.lines ?? 0) + 1 }),
  };
}

/**
 * Reads a table of text – parted by commas, or by semicolons or tabs where its first line has more of these – slice by
 * slice, so that a long one keeps nobody waiting. What can't be read at all has no header.
 */
export async function readCsvTable(csv: string): Promise<CsvTable> {
  const text = oneLineEnd(csv);
  const parsed: Parsed[] = [];
  let isBroken = false;
  const parser = parseStream({ ...OPTIONS, delimiter: delimiterOf(text), on_skip: () => void (isBroken = true) });
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('readable', () => {
      for (let row: unknown; (row = parser.read()) !== null;) parsed.push(row as Parsed);
    });
    parser.on('end', resolve);
    parser.on('error', reject);
  });
  for (let at = 0; at < text.length; at += SLICE) {
    parser.write(text.slice(at, at + SLICE));
    await setImmediate();
  }
  parser.end();
  await ended.catch(() => parsed.splice(0));
  return toTable(parsed, isBroken);
}

function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const count = (sign: string): number => first.split(sign).length;
  return ['\t', ';'].find((sign) => count(sign) > count(',')) ?? ',';
}
