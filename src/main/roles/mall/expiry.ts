import type { Mall } from './mall.ts';

/** An answer that has not come this long after the instruction ran out will not come: the order ended. */
const GRACE_HOURS = 24;

/** Offers that nobody answered end, and cookies' rows with them. */
export async function endStaleOffers(mall: Mall): Promise<void> {
  const now = mall.clock();
  const before = new Date(now.getTime() - GRACE_HOURS * 3_600_000).toISOString();
  const stale = await mall.storage.read
    .selectFrom('purchase')
    .select('number')
    .where('state', '=', 'offered')
    .where('expires_at', '<', before)
    .limit(500)
    .execute();
  if (stale.length > 0) {
    await mall.storage.write(async (db) => {
      await db
        .updateTable('purchase')
        .set({ state: 'expired', changed_at: now.toISOString() })
        .where('state', '=', 'offered')
        .where('expires_at', '<', before)
        .execute();
      mall.changes.announce('packing');
    });
  }
  await mall.storage.write((db) => db.deleteFrom('shop_session').where('expires_at', '<', now.toISOString()).execute());
}
