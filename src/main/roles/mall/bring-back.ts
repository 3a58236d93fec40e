/** Orders set aside come back into the queue: by key, or when what they wait for is in stock again. */
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { openContents } from './contents.ts';
import type { Mall } from './mall.ts';
import { readMissing } from './missing.ts';
import type { MallTables } from './tables.ts';

export async function bringBack(mall: Mall, who: string, purchase: string): Promise<Result<void>> {
  return writeResult(mall.storage, (db) => endWaiting(mall, db, who, purchase));
}

async function endWaiting(
  mall: Mall,
  db: Writable<MallTables>,
  who: string,
  purchase: string,
  sku?: string,
): Promise<Result<void>> {
  const { numDeletedRows } = await db
    .deleteFrom('set_aside')
    .where('purchase', '=', purchase)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return fail('not-found');
  await recordDeed(db, {
    at: mall.clock(),
    who,
    action: 'order.brought-back',
    subject: purchase,
    ...(sku !== undefined && { detail: 'in-stock' }),
  });
  mall.changes.announce('packing');
  return ok();
}

/** These are on the shelf again: what waits for one of them comes back into the queue. Opens what is set aside. */
export async function bringBackFor(mall: Mall, who: string, skus: ReadonlySet<string>): Promise<void> {
  if (skus.size === 0) return;
  const rows = await mall.storage.read
    .selectFrom('set_aside')
    .innerJoin('purchase', 'purchase.number', 'set_aside.purchase')
    .select(['purchase.number', 'purchase.contents', 'set_aside.missing'])
    .where('purchase.state', '=', 'accepted')
    .execute();
  for (const row of rows) {
    const contents = await openContents(mall, row);
    if (!contents.ok) continue;
    const missing = readMissing(row.missing).map(({ item }) => contents.value.items[item]?.sku);
    const found = missing.find((sku) => sku !== undefined && skus.has(sku));
    if (found === undefined) continue;
    // Somebody may have brought it back meanwhile: then there is nothing to do.
    await writeResult(mall.storage, (db) => endWaiting(mall, db, who, row.number, found));
  }
}
