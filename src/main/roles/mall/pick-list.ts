/** One list to pick several orders by. Their contents are opened with the mall's key, and the trail says so of each. */
import type { PickLine, PickList, Tote } from '#shared/desk/packing.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { drawPickList, previewPng } from '#main/printing/index.ts';
import type { Mall } from './mall.ts';
import { type JoinedPurchase, packingQueue, purchaseRows, toQueueRow } from './packing-queue.ts';
import { itemsToPack, type LessItem } from './missing.ts';

const PREVIEW_DPI = 110;

export type PickWish = { readonly language: 'ja' | 'en' } & (
  { readonly purchases: readonly string[] } | { readonly oldest: number; readonly carrier?: string | undefined }
);

/**
 * Grouped by shelf, each order with a tote of its own. Orders that do not wait to be packed, or whose contents name no
 * products, are named and sink no others; fails with `not-found` where none is left.
 */
export async function makePickList(mall: Mall, who: string, wish: PickWish): Promise<Result<PickList>> {
  const numbers = 'purchases' in wish ? [...new Set(wish.purchases)] : await oldestWaiting(mall, wish);
  const refused: { purchase: string; code: PickList['refused'][number]['code'] }[] = [];
  const orders: { row: JoinedPurchase; items: readonly LessItem[] }[] = [];
  for (const number of numbers) {
    const row = await purchaseRows(mall.storage.read).where('purchase.number', '=', number).executeTakeFirst();
    const items = row && (await itemsToPack(mall, row));
    if (!row) refused.push({ purchase: number, code: 'purchase-unknown' });
    else if (row.state !== 'accepted' || row.aside_at !== null) refused.push({ purchase: number, code: 'wrong-state' });
    else if (!items!.ok) refused.push({ purchase: number, code: items!.error.code });
    else if (items!.value.length === 0) refused.push({ purchase: number, code: 'too-large' });
    else orders.push({ row, items: items!.value });
  }
  if (orders.length === 0) return fail('not-found');
  orders.sort((a, b) => (a.row.placed_at < b.row.placed_at ? -1 : 1));
  const totes = orders.map(({ row, items }, at): Tote => ({
    tote: toteName(at),
    purchase: row.number,
    carrierName: toQueueRow(row).carrierName,
    pieces: items.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
  const shelves = await groupByShelf(
    mall,
    orders.flatMap(({ items }, at) => items.map((item) => ({ ...item, tote: totes[at]!.tote }))),
  );
  const pdf = await drawPickList({ language: wish.language, date: calendarDay(mall.clock()), totes, shelves });
  const preview = expectOk(await previewPng(pdf, PREVIEW_DPI));
  await mall.storage.write(async (db) => {
    for (const { purchase } of totes) {
      const detail = 'pick-list';
      await recordDeed(db, { at: mall.clock(), who, action: 'contents.opened', subject: purchase, detail });
    }
  });
  return ok({
    totes,
    shelves,
    refused,
    pdf: Buffer.from(pdf).toString('base64'),
    preview: Buffer.from(preview).toString('base64'),
  });
}

async function oldestWaiting(
  mall: Mall,
  { oldest, carrier }: { readonly oldest: number; readonly carrier?: string | undefined },
): Promise<readonly string[]> {
  const rows = await packingQueue(mall, { place: 'waiting', limit: oldest, carrier });
  return rows.map(({ purchase }) => purchase);
}

/** A, B, … Z, AA, AB, … */
export function toteName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : toteName(Math.floor(at / 26) - 1) + letter;
}

/** In the order of a walk: A2 before A10. */
const byWalk = new Intl.Collator('en', { numeric: true });

async function groupByShelf(
  mall: Mall,
  pieces: readonly (LessItem & { readonly tote: string })[],
): Promise<PickList['shelves']> {
  const skus = [...new Set(pieces.filter(({ quantity }) => quantity > 0).map(({ sku }) => sku))];
  const products = await mall.storage.read
    .selectFrom('product')
    .select(['sku', 'shelf'])
    .where('sku', 'in', skus)
    .execute();
  const shelves = new Map<string, PickLine[]>();
  for (const sku of skus.sort(byWalk.compare)) {
    const shelf = products.find((product) => product.sku === sku)?.shelf ?? '';
    const wanted = pieces.filter((piece) => piece.sku === sku && piece.quantity > 0);
    const name = wanted.find((piece) => piece.name !== undefined)?.name;
    const totes = [...new Set(wanted.map(({ tote }) => tote))].map((tote) => ({
      tote,
      quantity: wanted.reduce((sum, piece) => sum + (piece.tote === tote ? piece.quantity : 0), 0),
    }));
    const quantity = totes.reduce((sum, share) => sum + share.quantity, 0);
    shelves.set(shelf, [...(shelves.get(shelf) ?? []), { sku, ...(name !== undefined && { name }), quantity, totes }]);
  }
  return [...shelves]
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : byWalk.compare(a, b)))
    .map(([shelf, lines]) => ({ ...(shelf !== '' && { shelf }), lines }));
}
