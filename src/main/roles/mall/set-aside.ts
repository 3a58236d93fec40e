/** Orders that wait for what is out of stock: they leave the queue (`bring-back.ts` brings them back). */
import type { MissingItem } from '#shared/desk/packing.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import { checkMissing, countMissing, itemsToPack } from './missing.ts';
import { findPurchase } from './shop.ts';
import type { MallTables } from './tables.ts';

/** @param isFirst fails with `wrong-state` where it waits already, instead of saying anew what for */
export async function setAside(
  mall: Mall,
  who: string,
  order: { readonly purchase: string; readonly missing: readonly MissingItem[] },
  isFirst = false,
): Promise<Result<void>> {
  const purchase = await findPurchase(mall, order.purchase);
  if (!purchase) return fail('purchase-unknown');
  const items = await itemsToPack(mall, purchase);
  if (!items.ok) return items;
  const fits = checkMissing(items.value, order.missing);
  if (!fits.ok) return fits;
  return writeResult(mall.storage, async (db) => {
    const { state } = await db
      .selectFrom('purchase')
      .select('state')
      .where('number', '=', purchase.number)
      .executeTakeFirstOrThrow();
    if (state !== 'accepted') return fail('wrong-state', state);
    if (isFirst && (await isAside(db, purchase.number))) return fail('wrong-state', 'set-aside');
    const now = mall.clock();
    const pieces = countMissing(order.missing);
    const row = { at: now.toISOString(), who, missing: JSON.stringify(order.missing), pieces };
    await db
      .insertInto('set_aside')
      .values({ purchase: purchase.number, ...row })
      .onConflict((conflict) => conflict.column('purchase').doUpdateSet(row))
      .execute();
    const detail = String(pieces);
    await recordDeed(db, { at: now, who, action: 'order.set-aside', subject: purchase.number, detail });
    mall.changes.announce('packing');
    return ok();
  });
}

/** The order waits with all of its pieces; one that waits for some of them already goes on doing so. */
export async function setAsideWhole(mall: Mall, who: string, number: string): Promise<Result<void>> {
  const purchase = await findPurchase(mall, number);
  if (!purchase) return fail('purchase-unknown');
  if (purchase.state !== 'accepted') return fail('wrong-state', purchase.state);
  const items = await itemsToPack(mall, purchase);
  if (!items.ok) return items;
  const missing = items.value.map(({ quantity }, item) => ({ item, count: quantity }));
  return setAside(mall, who, { purchase: number, missing }, true);
}

async function isAside(db: Readable<MallTables>, purchase: string): Promise<boolean> {
  const row = await db.selectFrom('set_aside').select('at').where('purchase', '=', purchase).executeTakeFirst();
  return row !== undefined;
}
