/** Packages that arrived at a credit company which has forgotten it: it was restored from a backup. */
import type { GoodsState } from '#shared/domain/states.ts';
import { ok, type Result } from '#shared/result.ts';
import type { IncomingEvent, PackageNews, PackageSource, PackageToBring } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { joinedGoods } from './goods.ts';
import type { Mall } from './mall.ts';
import type { MallTables } from './tables.ts';

/** Arrived once, and not over. */
const BROUGHT: readonly GoodsState[] = ['sent', 'forwarded', 'failed'];
/** At five minutes each some 35 days: so long it may take until it knows of the package again. */
const MOST_ATTEMPTS = 10_000;

/**
 * A partner asks for what it was sent since then: packages that may have arrived since are brought once more. One that
 * it has takes nothing, and what was claimed stays claimed once.
 */
export async function bringPackagesAgain(
  mall: Mall,
  db: Writable<MallTables>,
  { partner, data }: IncomingEvent<'resync.request'>,
): Promise<Result<void>> {
  const rows = await joinedGoods(db)
    .where('settlement.counterparty', '=', partner.id)
    .where('goods.state', 'in', BROUGHT)
    .where('goods.changed_at', '>=', new Date(data.since).toISOString())
    .execute();
  for (const { number } of rows) {
    const again = { next_at: mall.clock().toISOString(), attempts: 0 };
    await db.updateTable('goods').set(again).where('number', '=', number).execute();
  }
  mall.changes.announce('goods');
  return ok();
}

/** The packages of `source`, and those that are brought once more. */
export function withPackagesAgain(mall: Mall, source: PackageSource): PackageSource {
  return {
    due: async () => [...(await source.due()), ...(await dueAgain(mall))],
    note: async (bringing, news) => {
      const isAgain = await mall.storage.write((db) => noteAgain(mall, db, bringing, news));
      if (!isAgain) await source.note(bringing, news);
    },
  };
}

async function dueAgain(mall: Mall): Promise<PackageToBring[]> {
  const rows = await joinedGoods(mall.storage.read)
    .where('goods.state', 'in', BROUGHT)
    .where('goods.next_at', '<=', mall.clock().toISOString())
    .orderBy('goods.next_at')
    .limit(100)
    .execute();
  if (rows.length === 0) return [];
  const kept = new Set(await mall.goods.folder.listPackages());
  return rows.flatMap(({ counterparty, receipt, bytes, sha256, attempts }) =>
    receipt === null || bytes === null || sha256 === null || !kept.has(receipt)
      ? []
      : [{ partner: counterparty, receipt, bytes, sha256, attempts, file: mall.goods.folder.package(receipt) }],
  );
}

/** False where the package is on its first way. */
async function noteAgain(
  mall: Mall,
  db: Writable<MallTables>,
  { partner, receipt }: PackageToBring,
  news: PackageNews,
): Promise<boolean> {
  const row = await joinedGoods(db)
    .where('settlement.counterparty', '=', partner)
    .where('settlement.receipt', '=', receipt)
    .where('goods.state', 'in', BROUGHT)
    .executeTakeFirst();
  if (!row) return false;
  if (news.arrived) await update({ next_at: null, attempts: 0 });
  else if ('error' in news) {
    const { attempts, nextAt, error } = news;
    // Refused for good: given back there, or another package under this number.
    const isOver = attempts >= MOST_ATTEMPTS || error === 'HTTP 409' || error === 'HTTP 422';
    await update({ next_at: isOver ? null : nextAt, attempts });
  }
  mall.changes.announce('goods');
  return true;

  async function update(values: Partial<MallTables['goods']>): Promise<void> {
    await db.updateTable('goods').set(values).where('number', '=', row!.number).execute();
  }
}
