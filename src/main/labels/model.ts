/** What a label says, and the paper it is printed on. */
import type { LabelId } from '#shared/domain/label-id.ts';
import type { Money } from '#shared/domain/money.ts';
import type { HandlingMark } from '#shared/domain/handling-mark.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import { LABEL_MM, LABEL_SIZES, type LabelSize, type PrinterDpi } from '#shared/domain/printer.ts';

/** `shipping` goes to a customer, `receipt` to a credit company, `return` back to the mall. */
export type LabelKind = 'shipping' | 'receipt' | 'return';

/** Numbers, classes, trade names and ciphertext (PROTOCOL.md §3). */
export interface LabelModel {
  readonly kind: LabelKind;
  /** The carrier's trade name. */
  readonly carrier: string;
  /** The mall’s trade name: who sends it, and on a return label who gets it. */
  readonly sender: string;
  readonly label: LabelId;
  /** Absent on a receipt label: what is sealed has no size. */
  readonly size?: SizeClass;
  /** Cash to collect; absent when there is none. */
  readonly collect?: Money;
  /** Drawn in this order, each once; the first four. */
  readonly marks: readonly HandlingMark[];
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Decimal digits of the label text with the addressee or customer envelope; absent in variant b. */
  readonly mainCode?: string;
  /** Decimal digits of the label text with the contents envelope. */
  readonly contentsCode?: string;
}

export { LABEL_SIZES, type LabelSize, type PrinterDpi };

export interface LabelMedia {
  readonly size: LabelSize;
  readonly dpi: PrinterDpi;
}

export const DEFAULT_MEDIA: LabelMedia = { size: '100x150', dpi: 203 };

/** Whole dots of the printer, 799 × 1199 for 100 × 150 mm at 203 dpi. */
export function mediaDots({ size, dpi }: LabelMedia): { readonly width: number; readonly height: number } {
  const [width, height] = LABEL_MM[size];
  return { width: Math.round((width * dpi) / 25.4), height: Math.round((height * dpi) / 25.4) };
}
