/** What a scanned or typed text is: one of our numbers, or something else, a SKU say. */
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import type { Scan } from './wedge.ts';

/** A whole label text or label id: nothing can follow it. */
export function isWholeLabel(text: string): boolean {
  return parseLabelId(text).ok || parseLabelText(text).ok;
}

/** The number that a label text, a label id or a typed number holds; `undefined` when it holds none. */
export function numberIn(text: string): string | undefined {
  const label = parseLabelText(text);
  if (label.ok) return label.value.label.number;
  const labelId = parseLabelId(text);
  if (labelId.ok) return labelId.value.number;
  const number = normalizeNumber(text).toUpperCase();
  return numberFormat(number) === undefined ? undefined : number;
}

/** The readings of a scan, likeliest first. */
export function readings({ text, asTyped }: Scan): readonly string[] {
  return asTyped === undefined ? [text] : [text, asTyped];
}

/** The reading that holds a number of ours, else the first one. */
export function bestReading(scan: Scan): string {
  return readings(scan).find((text) => numberIn(text) !== undefined) ?? scan.text;
}
