/**
 * Pieces that can still be sold, where staff count them. Placing takes them; an order or a part of it that ends gives
 * them back. What was bought is written nowhere but in sealed contents, and a unit of work must not wait for the vault:
 * so the end of a part only notes what is owed to the stock, and `returnStock` opens the contents and adds it.
 */
import type { CountReason, StockCount } from '#shared/desk/catalogue.ts';
import { LARGEST_STOCK } from '#shared/domain/product-entry.ts';
import type { ContentsItem } from '#shared/protocol/contents-plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { openContents } from './contents.ts';
import type { Mall } from './mall.ts';
import { bringBackFor } from './bring-back.ts';
import { lessMissing, readMissing } from './missing.ts';
import type { MallTables, OrderPart } from './tables.ts';

/** In the unit of work that places an order; fails with `out-of-stock`, naming the sku. */
export async function takeStock(
  db: Writable<MallTables>,
  lines: readonly { readonly product: { readonly sku: string }; readonly quantity: number }[],
): Promise<Result<void>> {
  for (const { product, quantity } of lines) {
    const { numUpdatedRows } = await db
      .updateTable('product')
      .set((eb) => ({ stock: eb('stock', '-', quantity) }))
      .where('sku', '=', product.sku)
      // Uncounted stock stays uncounted: NULL less something is NULL.
      .where((eb) => eb.or([eb('stock', 'is', null), eb('stock', '>=', quantity)]))
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return fail('out-of-stock', product.sku);
  }
  return ok();
}

/** In the unit of work that ends a part of an order, before it left or after it came back: once for each part. */
export async function oweStock(db: Writable<MallTables>, orderId: string, part: OrderPart): Promise<void> {
  await db
    .insertInto('stock_return')
    .values({ order_id: orderId, part, done: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Gives back what is owed to the stock. Called after an order was ended, and from time to time. */
export async function returnStock(mall: Mall): Promise<void> {
  const owed = await mall.storage.read
    .selectFrom('stock_return')
    .select(['order_id', 'part'])
    .where('done', '=', 0)
    .limit(500)
    .execute();
  for (const { order_id, part } of owed) await returnPart(mall, order_id, part);
}

async function returnPart(mall: Mall, orderId: string, part: OrderPart): Promise<void> {
  const items = part === 'parcel' ? await unsentItems(mall, orderId) : await partItems(mall, orderId, part);
  await mall.storage.write(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('stock_return')
      .set({ done: 1 })
      .where('order_id', '=', orderId)
      .where('part', '=', part)
      .where('done', '=', 0)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    await addStock(db, items);
    mall.changes.announce('catalogue');
  });
}

/** What of a parcel was on the shelf at all: pieces that it was to go without were not. */
async function unsentItems(mall: Mall, orderId: string): Promise<readonly ContentsItem[]> {
  const items = await partItems(mall, orderId, 'parcel');
  const short = await mall.storage.read
    .selectFrom('shortage')
    .innerJoin('purchase', 'purchase.number', 'shortage.purchase')
    .select('shortage.missing')
    .where('purchase.order_id', '=', orderId)
    .executeTakeFirst();
  return short ? lessMissing(items, readMissing(short.missing)) : items;
}

/** Pieces that can be sold again; those of a product that nobody counts, or sells any more, change nothing. */
export async function addStock(
  db: Writable<MallTables>,
  pieces: readonly Pick<ContentsItem, 'sku' | 'quantity'>[],
): Promise<void> {
  for (const { sku, quantity } of pieces) {
    await db
      .updateTable('product')
      .set((eb) => ({ stock: eb('stock', '+', quantity) }))
      .where('sku', '=', sku)
      .execute();
  }
}

/** The lines of one part of an order; none where its key is destroyed already, then staff count by hand. */
export async function partItems(mall: Mall, orderId: string, part: OrderPart): Promise<readonly ContentsItem[]> {
  const parcel = await itemsIn(mall, 'purchase', orderId);
  if (part === 'parcel') return parcel;
  const all = await itemsIn(mall, 'settlement', orderId);
  return all.filter(({ sku }) => !parcel.some((item) => item.sku === sku));
}

async function itemsIn(
  mall: Mall,
  table: 'purchase' | 'settlement',
  orderId: string,
): Promise<readonly ContentsItem[]> {
  const row = await mall.storage.read
    .selectFrom(table)
    .select(['number', 'contents'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  const contents = row && (await openContents(mall, row));
  return contents?.ok ? contents.value.items : [];
}

/**
 * Staff counted, or pieces came and went. Fails with `product-unknown`, or `field-invalid` where that leaves no count
 * that can be (below none, or nobody counts it), naming the sku; then nothing was changed.
 */
export async function countStock(
  mall: Mall,
  who: string,
  { counts, reason }: { readonly counts: readonly StockCount[]; readonly reason: CountReason },
): Promise<Result<void>> {
  const filled = new Set<string>();
  const counted = await writeResult(mall.storage, async (db) => {
    for (const count of counts) {
      const { sku } = count;
      const row = await db.selectFrom('product').select('stock').where('sku', '=', sku).executeTakeFirst();
      if (!row) return fail('product-unknown', sku);
      const stock = 'stock' in count ? count.stock : row.stock === null ? undefined : row.stock + count.add;
      if (stock === undefined || (stock !== null && (stock < 0 || stock > LARGEST_STOCK))) {
        return fail('field-invalid', sku);
      }
      if (stock === row.stock) continue;
      await db
        .updateTable('product')
        .set((eb) => ({ stock, revision: eb('revision', '+', 1) }))
        .where('sku', '=', sku)
        .execute();
      const detail = `${stock === null ? 'uncounted' : stock} ${reason}`;
      await recordDeed(db, { at: mall.clock(), who, action: 'catalogue.stock', subject: sku, detail });
      if (stock !== 0) filled.add(sku);
    }
    mall.changes.announce('catalogue');
    return ok();
  });
  if (counted.ok) await bringBackFor(mall, who, filled);
  return counted;
}
