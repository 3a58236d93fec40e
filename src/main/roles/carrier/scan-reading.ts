import { numberFormat } from '#shared/domain/carrier-number.ts';
import type { LabelId } from '#shared/domain/label-id.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber, numberKind } from '#shared/domain/number.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** What a scan names, before anything is opened. */
export interface ReadScan {
  readonly number: string;
  /** Absent when a bare number was typed. */
  readonly label?: LabelId;
  /** Printed on the label; absent when the table's is meant. */
  readonly envelope?: Uint8Array;
}

/** Reads a label text, a label id or a number. Fails with `damaged`, `unknown-version`, `wrong-kind` or `bad-number`. */
export function readScan(scanned: string): Result<ReadScan> {
  const text = normalizeNumber(scanned).toUpperCase();
  if (text.length > 32) {
    const parsed = parseLabelText(text);
    if (!parsed.ok) return parsed;
    const { kind, label, envelope } = parsed.value;
    return kind === 'shipping' ? ok({ number: label.number, label, envelope }) : fail('wrong-kind');
  }
  const format = numberFormat(text);
  if (format !== undefined && (format !== 'default' || /^[34]/.test(text))) return ok({ number: text });
  const label = parseLabelId(text);
  return label.ok ? ok({ number: label.value.number, label: label.value }) : fail('bad-number');
}

/** Of what a customer sends back (PROTOCOL.md §1, kind 4): it goes to its mall, and names no addressee. */
export function isReturnNumber(number: string): boolean {
  return numberKind(number) === 'return';
}
