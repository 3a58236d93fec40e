/** Rows of a list as a file that a spreadsheet opens: UTF-8 with its mark, amounts as numbers, times with their offset. */
import type { Money } from '#shared/domain/money.ts';
import { localTime } from './local-days.ts';

export type CsvValue = string | number | boolean | Money | undefined;

export interface CsvColumn<T> {
  readonly head: string;
  readonly csv: (row: T) => CsvValue;
  /** Amounts take two columns: the number and its currency. */
  readonly money?: boolean;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
/** What spreadsheets take for a formula, in wide letters too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

export function csvHead<T>(columns: readonly CsvColumn<T>[], currencyOf: (head: string) => string): string {
  return line(columns.flatMap(({ head, money }) => (money ? [head, currencyOf(head)] : [head])).map(cell));
}

export function csvLine<T>(columns: readonly CsvColumn<T>[], row: T): string {
  return line(
    columns.flatMap(({ csv, money }) => {
      const value = csv(row);
      const text = typeof value === 'object' ? plainAmount(value) : cell(value);
      return money ? [text, typeof value === 'object' ? value.currency : ''] : [text];
    }),
  );
}

/** Before the first line: without it, spreadsheets read Japanese as something else. */
export const CSV_MARK = '\uFEFF';

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  if (INSTANT.test(value)) return localTime(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** In major units, with a point: `1234`, `12.50`. */
function plainAmount({ value, currency }: Money): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
  return (value / 10 ** digits).toFixed(digits);
}
