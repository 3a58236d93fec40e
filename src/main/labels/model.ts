/** What a label says, and the paper it is printed on. */
import type { LabelId } from '#shared/domain/label-id.ts';
import type { Money } from '#shared/domain/money.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';

/** Handling marks drawn as pictograms after ISO 780; they say how to carry, never what is inside. */
export const HANDLING_MARKS = ['this-way-up', 'fragile', 'keep-dry', 'do-not-stack'] as const;
export type HandlingMark = (typeof HANDLING_MARKS)[number];

/** `shipping` goes to a customer, `receipt` to a credit company, `return` back to the mall. */
export type LabelKind = 'shipping' | 'receipt' | 'return';

/** Numbers, classes, trade names and ciphertext (PROTOCOL.md §3). */
export interface LabelModel {
  readonly kind: LabelKind;
  /** The carrier's trade name. */
  readonly carrier: string;
  /** The mall's trade name. */
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

export const LABEL_SIZES = ['100x150', '4x6'] as const;
/** 100 × 150 mm, or 4 × 6 in. */
export type LabelSize = (typeof LABEL_SIZES)[number];

/** Dots per inch of the print head. */
export type PrinterDpi = 203 | 300;

export interface LabelMedia {
  readonly size: LabelSize;
  readonly dpi: PrinterDpi;
}

export const DEFAULT_MEDIA: LabelMedia = { size: '100x150', dpi: 203 };

const SIZE_MM: Record<LabelSize, readonly [number, number]> = { '100x150': [100, 150], '4x6': [101.6, 152.4] };

/** Whole dots of the printer, 799 × 1199 for 100 × 150 mm at 203 dpi. */
export function mediaDots({ size, dpi }: LabelMedia): { readonly width: number; readonly height: number } {
  const [width, height] = SIZE_MM[size];
  return { width: Math.round((width * dpi) / 25.4), height: Math.round((height * dpi) / 25.4) };
}
