/** A label that belongs to no parcel: to see whether a printer prints, and prints sharp enough to be scanned. */
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';
import type { LabelModel } from './model.ts';

/** Never minted: a number of zeros is nobody's. */
const NUMBER = numberFromDigits('shipping', '000000000000');
/** As large as an addressee of usual length. */
const BYTES = 246;

/** @param sender who prints it; @param date `YYYY-MM-DD` */
export function testLabel(sender: string, date: string): LabelModel {
  const label = { number: NUMBER, piece: 1, of: 1, copy: 1 };
  // Version 0 opens nowhere.
  const envelope = Uint8Array.from({ length: BYTES }, (_, at) => (at === 0 ? 0 : (at * 89) % 251));
  const text = (): string => expectOk(encodeLabelText({ kind: 'shipping', label, envelope }));
  return {
    kind: 'shipping',
    carrier: 'TEST · 試し印刷',
    sender,
    label,
    marks: ['this-way-up', 'fragile'],
    date,
    mainCode: text(),
  };
}
