/**
 * A bank's list of payments as CSV, in the encodings and the column names that banks use. It reads; what a line means
 * for a statement is decided in `payments.ts`.
 */
import { findReference } from '#shared/domain/statement-reference.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { readCsvRows } from '#main/storage/index.ts';
import { sha256 } from '#main/vault/index.ts';

export interface BankFileLine {
  /** As an editor counts. */
  readonly line: number;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Yen. */
  readonly amount: number;
  readonly reference?: string;
  readonly text: string;
  /** The same for the same line of the same list, whatever file it comes in. */
  readonly bankRef: string;
}

export interface ReadBankFile {
  readonly encoding: 'UTF-8' | 'Shift_JIS';
  readonly lines: readonly BankFileLine[];
  readonly refused: readonly { readonly line: number; readonly field: string }[];
  /** Lines that bring no money in. */
  readonly skipped: number;
}

type Field = 'date' | 'amount' | 'reference';

/** Our own names first, then those of Japanese banks. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  date: ['date', '日付', '取引日', '入金日', '勘定日', '操作日', 'お取引日'],
  amount: ['amount', '金額', '入金額', '入金金額', 'お預り金額', 'お預入れ額', '取引金額', '振込金額'],
  reference: ['reference', '番号', 'お支払番号', '摘要', '備考', 'お取引内容', '振込依頼人名', '依頼人名', '内容'],
};
const MOST_TEXT = 140;

/** Fails with `scan-unreadable` for what is no text, and with `bank-columns` naming a column that is missing. */
export function readBankFile(file: Uint8Array): Result<ReadBankFile> {
  const decoded = decode(file);
  if (!decoded) return fail('scan-unreadable', 'encoding');
  const { text, encoding } = decoded;
  const header = (text.replace(/^\ufeff/, '').split(/\r\n?|\n/, 1)[0] ?? '').replaceAll('"', '');
  const columns = header.split(',').map((name) => name.trim());
  const found = {} as Record<Field, string>;
  for (const field of Object.keys(NAMES) as Field[]) {
    const name = NAMES[field].find((name) => columns.includes(name));
    if (name === undefined) return fail('bank-columns', field);
    found[field] = name;
  }
  const read = readCsvRows(text, Object.values(found));
  if (!read.ok) return fail('bank-columns');
  const lines: BankFileLine[] = [];
  const refused: { line: number; field: string }[] = [];
  const seen = new Map<string, number>();
  let skipped = 0;
  for (const { line, record } of read.value.rows) {
    const typed = record[found.amount]!.normalize('NFKC').replace(/[\s,¥\\円]/g, '');
    // Money that went out stands in a column of its own, or below zero.
    if (/^(|0|-\d+)$/.test(typed)) {
      skipped++;
      continue;
    }
    const date = readDay(record[found.date]!);
    if (date === undefined || !/^\d{1,12}$/.test(typed)) {
      refused.push({ line, field: date === undefined ? 'date' : 'amount' });
      continue;
    }
    const amount = Number(typed);
    const said = cleanText(record[found.reference]!);
    const reference = findReference(said);
    // Two like lines of one day are two payments; the first of them is the same one in every file.
    const content = JSON.stringify([date, amount, record[found.reference]!.trim()]);
    const nth = (seen.get(content) ?? 0) + 1;
    seen.set(content, nth);
    const bankRef = Buffer.from(sha256(Buffer.from(`tokumei-bank-line/1\0${content}\0${nth}`))).toString('base64url');
    lines.push({ line, date, amount, text: said, bankRef, ...(reference !== undefined && { reference }) });
  }
  if (read.value.broken !== undefined) refused.push({ line: read.value.broken, field: 'row' });
  return ok({ encoding, lines, refused, skipped });
}

function decode(file: Uint8Array): { text: string; encoding: 'UTF-8' | 'Shift_JIS' } | undefined {
  for (const encoding of ['UTF-8', 'Shift_JIS'] as const) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(file);
      if (!text.includes('\0')) return { text, encoding };
    } catch {
      // The next encoding.
    }
  }
  return undefined;
}

/** `2026-11-21`, `2026/11/21`, `2026.11.21`, `2026年11月21日`, `20261121`. */
function readDay(typed: string): string | undefined {
  const text = typed.normalize('NFKC').trim();
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s.*)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(date) ? undefined : date;
}

function cleanText(text: string): string {
  const line = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim();
  return [...line].slice(0, MOST_TEXT).join('');
}
