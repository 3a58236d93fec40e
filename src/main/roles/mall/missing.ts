/** What of an order is missing: places in the sealed contents and counts, never products; and what is left to pack. */
import { z } from 'zod';
import type { MissingItem } from '#shared/desk/packing.ts';
import type { ContentsItem } from '#shared/protocol/contents-plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Readable } from '#main/storage/index.ts';
import { openContents } from './contents.ts';
import type { Mall } from './mall.ts';
import type { ShortageTable } from './packing-tables.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

const missingSchema = z.array(z.object({ item: z.int(), count: z.int() }));
const pricesSchema = z.array(z.object({ quantity: z.int(), price: z.int(), taxPercent: z.int() }));

export function readMissing(text: string): readonly MissingItem[] {
  return missingSchema.parse(JSON.parse(text));
}

/** Of each line its unit price and tax, in the order of the contents. */
export function readPrices({ prices }: Pick<PurchaseTable, 'prices'>): z.infer<typeof pricesSchema> {
  return pricesSchema.parse(JSON.parse(prices));
}

export function countMissing(missing: readonly MissingItem[]): number {
  return missing.reduce((sum, { count }) => sum + count, 0);
}

export async function findShortage(db: Readable<MallTables>, purchase: string): Promise<ShortageTable | undefined> {
  return db.selectFrom('shortage').selectAll().where('purchase', '=', purchase).executeTakeFirst();
}

export interface LessItem extends ContentsItem {
  /** Pieces that do not go in; `quantity` is what does. */
  readonly short: number;
}

/** The lines of an order with what goes in, each at its place. */
export function lessMissing(items: readonly ContentsItem[], missing: readonly MissingItem[]): readonly LessItem[] {
  return items.map((item, at) => {
    const short = countMissing(missing.filter((each) => each.item === at));
    return { ...item, quantity: Math.max(0, item.quantity - short), short };
  });
}

/** What of an order goes in. Opens its contents; fails as that does. */
export async function itemsToPack(
  mall: Mall,
  purchase: Pick<PurchaseTable, 'number' | 'contents'>,
): Promise<Result<readonly LessItem[]>> {
  const contents = await openContents(mall, purchase);
  if (!contents.ok) return contents;
  const shortage = await findShortage(mall.storage.read, purchase.number);
  return ok(lessMissing(contents.value.items, shortage ? readMissing(shortage.missing) : []));
}

/** Fails with `field-invalid` where that much is not in the order, or nothing would be left of it. */
export function checkMissing(items: readonly LessItem[], missing: readonly MissingItem[]): Result<void> {
  const places = new Set(missing.map(({ item }) => item));
  const fits = missing.every(({ item, count }) => count <= (items[item]?.quantity ?? 0));
  return places.size === missing.length && fits ? ok() : fail('field-invalid', 'missing');
}
