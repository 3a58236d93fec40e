/** Which items of an order have been seen going into the parcel. Pure, so that it can be proved. */
import type { PackingItem } from '#shared/desk/mall.ts';

/** Units ticked by SKU. */
export type Ticks = Readonly<Record<string, number>>;

export type TickOutcome =
  | { readonly kind: 'ticked' | 'all-ticked'; readonly sku: string; readonly done: number; readonly all: number }
  | { readonly kind: 'too-many'; readonly sku: string }
  | { readonly kind: 'not-in-order'; readonly sku: string };

const fold = (sku: string): string => sku.normalize('NFKC').trim().toUpperCase();

/** The item that one of the readings of a bar code names; exact first, then without regard to case and width. */
export function findItem(items: readonly PackingItem[], readings: readonly string[]): PackingItem | undefined {
  return (
    items.find(({ sku }) => readings.includes(sku)) ??
    items.find(({ sku }) => readings.some((reading) => fold(reading) === fold(sku)))
  );
}

/** One unit goes in. */
export function tickUnit(
  items: readonly PackingItem[],
  ticks: Ticks,
  readings: readonly string[],
): { readonly ticks: Ticks; readonly outcome: TickOutcome } {
  const item = findItem(items, readings);
  if (item === undefined) return { ticks, outcome: { kind: 'not-in-order', sku: likeliest(readings) } };
  const { sku, quantity } = item;
  const before = ticks[sku] ?? 0;
  if (before >= quantity) return { ticks, outcome: { kind: 'too-many', sku } };
  const after = { ...ticks, [sku]: before + 1 };
  const kind = isComplete(items, after) ? 'all-ticked' : 'ticked';
  return { ticks: after, outcome: { kind, sku, done: before + 1, all: quantity } };
}

/** Where both readings are the same letters, the computer's own is right about their case. */
function likeliest(readings: readonly string[]): string {
  const [text = '', asTyped = text] = readings;
  return (fold(asTyped) === fold(text) ? asTyped : text).trim();
}

/** One unit comes out again. */
export function untickUnit(ticks: Ticks, sku: string): Ticks {
  return { ...ticks, [sku]: Math.max(0, (ticks[sku] ?? 0) - 1) };
}

export function isComplete(items: readonly PackingItem[], ticks: Ticks): boolean {
  return items.every(({ sku, quantity }) => (ticks[sku] ?? 0) === quantity);
}

export function countUnits(
  items: readonly PackingItem[],
  ticks: Ticks,
): { readonly done: number; readonly all: number } {
  return {
    done: items.reduce((sum, { sku }) => sum + (ticks[sku] ?? 0), 0),
    all: items.reduce((sum, { quantity }) => sum + quantity, 0),
  };
}
