import type { DeskCaller } from '#shared/desk/handlers.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { fileException } from '#main/exceptions/index.ts';
import type { Mall } from './mall.ts';

/** A number that names no order, or an order that does not open, is for the workbench; a product's bar code is not. */
export async function fileRefusedOpening(
  mall: Mall,
  caller: DeskCaller,
  scanned: string,
  { code }: Failure,
): Promise<void> {
  const text = normalizeNumber(scanned).toUpperCase();
  const label = parseLabelId(text);
  const number = label.ok ? label.value.number : text;
  if (numberFormat(number) === undefined) return;
  mall.changes.announce('exceptions');
  await mall.storage.write((db) => fileException(db, { at: mall.clock(), caller, place: 'packing', code, number }));
}
