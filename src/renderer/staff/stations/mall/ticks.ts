/** Which items of an order have been seen going into which piece of its parcel. Pure, so that it can be proved. */
import type { BenchItem } from '#shared/desk/packing.ts';

/** Units by SKU. */
export type Ticks = Readonly<Record<string, number>>;
/** What went into each piece of the parcel, first to last; the last one is open. */
export type Boxes = readonly [Ticks, ...Ticks[]];
export const ONE_BOX: Boxes = [{}];

export type TickOutcome =
  | { readonly kind: 'ticked' | 'all-ticked'; readonly sku: string; readonly done: number; readonly all: number }
  | { readonly kind: 'too-many'; readonly sku: string; readonly over: number }
  | { readonly kind: 'not-in-order'; readonly sku: string };

const fold = (sku: string): string => sku.normalize('NFKC').trim().toUpperCase();
const codesOf = ({ sku, barcode }: BenchItem): readonly string[] => (barcode === undefined ? [sku] : [sku, barcode]);

/** The item that one of the readings of a bar code names; exact first, then without regard to case and width. */
export function findItem(items: readonly BenchItem[], readings: readonly string[]): BenchItem | undefined {
  const folded = readings.map(fold);
  return (
    items.find((item) => codesOf(item).some((code) => readings.includes(code))) ??
    items.find((item) => codesOf(item).some((code) => folded.includes(fold(code))))
  );
}

/** Units of an item in all pieces together. */
export function ticksOf(boxes: Boxes, sku: string): number {
  return boxes.reduce((sum, ticks) => sum + (ticks[sku] ?? 0), 0);
}

/** Units of it that are not in yet. */
export function unitsLeft(boxes: Boxes, { sku, quantity }: BenchItem): number {
  return quantity - ticksOf(boxes, sku);
}

/** So many units go into the open piece: all of them or none. */
export function tickUnits(
  items: readonly BenchItem[],
  boxes: Boxes,
  readings: readonly string[],
  units = 1,
): { readonly boxes: Boxes; readonly outcome: TickOutcome } {
  const item = findItem(items, readings);
  if (item === undefined) return { boxes, outcome: { kind: 'not-in-order', sku: likeliest(readings) } };
  const { sku, quantity } = item;
  const left = unitsLeft(boxes, item);
  if (units > left) return { boxes, outcome: { kind: 'too-many', sku, over: units - left } };
  const open = boxes.at(-1)!;
  const after: Boxes = withLast(boxes, { ...open, [sku]: (open[sku] ?? 0) + units });
  const kind = isComplete(items, after) ? 'all-ticked' : 'ticked';
  return { boxes: after, outcome: { kind, sku, done: quantity - left + units, all: quantity } };
}

/** Where both readings are the same letters, the computer's own is right about their case. */
export function likeliest(readings: readonly string[]): string {
  const [text = '', asTyped = text] = readings;
  return (fold(asTyped) === fold(text) ? asTyped : text).trim();
}

/** One unit comes out again: of the piece that it went into last. */
export function untickUnit(boxes: Boxes, sku: string): Boxes {
  const at = boxes.findLastIndex((ticks) => (ticks[sku] ?? 0) > 0);
  return boxes.map((ticks, index) => (index === at ? { ...ticks, [sku]: ticks[sku]! - 1 } : ticks)) as unknown as Boxes;
}

/** Another piece is begun. */
export function addBox(boxes: Boxes): Boxes {
  return [...boxes, {}];
}

/** The piece begun last is none, where nothing is in it. */
export function removeBox(boxes: Boxes): Boxes {
  const last = Object.values(boxes.at(-1)!).reduce((sum, units) => sum + units, 0);
  return boxes.length > 1 && last === 0 ? (boxes.slice(0, -1) as unknown as Boxes) : boxes;
}

export function isComplete(items: readonly BenchItem[], boxes: Boxes): boolean {
  return items.every((item) => unitsLeft(boxes, item) === 0);
}

export function countUnits(items: readonly BenchItem[], boxes: Boxes): { readonly done: number; readonly all: number } {
  return {
    done: items.reduce((sum, { sku }) => sum + ticksOf(boxes, sku), 0),
    all: items.reduce((sum, { quantity }) => sum + quantity, 0),
  };
}

/** As the print asks for it: what went into which piece. */
export function checkedItems(boxes: Boxes): { sku: string; quantity: number; piece: number }[] {
  return boxes.flatMap((ticks, at) =>
    Object.entries(ticks)
      .filter(([, quantity]) => quantity > 0)
      .map(([sku, quantity]) => ({ sku, quantity, piece: at + 1 })),
  );
}

function withLast(boxes: Boxes, last: Ticks): Boxes {
  return [...boxes.slice(0, -1), last] as unknown as Boxes;
}
