/** Sealed packages on their way to the credit company, and what becomes of them there. */
import { canMove, FUNDED, GOODS, type GoodsState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent, PackageNews, PackageSource, PackageToBring } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { joinedGoods } from './goods.ts';
import { claimPayment } from './payment.ts';
import type { Mall } from './mall.ts';
import type { MallTables } from './tables.ts';

/** A package stays so long after its mail went out: until then the credit company may ask for it again. */
const KEEP_FORWARDED_DAYS = 30;

/** What the package courier brings for this mall, and where it says how that went. */
export function packageSource(mall: Mall): PackageSource {
  return {
    due: () => duePackages(mall),
    note: (bringing, news) => mall.storage.write((db) => noteBrought(mall, db, bringing, news)),
  };
}

async function duePackages(mall: Mall): Promise<PackageToBring[]> {
  const rows = await joinedGoods(mall.storage.read)
    .where('goods.state', '=', 'packed')
    .where('goods.next_at', '<=', mall.clock().toISOString())
    .where('settlement.state', 'in', FUNDED)
    .orderBy('goods.next_at')
    .limit(100)
    .execute();
  return rows.flatMap(({ counterparty, receipt, bytes, sha256, attempts }) =>
    receipt === null || bytes === null || sha256 === null
      ? []
      : [{ partner: counterparty, receipt, bytes, sha256, attempts, file: mall.goods.folder.package(receipt) }],
  );
}

/** Arrived: from now on the price is claimed (MISSION.md A12). An order called off in this moment stays so. */
async function noteBrought(
  mall: Mall,
  db: Writable<MallTables>,
  { partner, receipt }: PackageToBring,
  news: PackageNews,
): Promise<void> {
  const row = await joinedGoods(db)
    .where('settlement.counterparty', '=', partner)
    .where('settlement.receipt', '=', receipt)
    .executeTakeFirst();
  if (row?.state !== 'packed') return;
  const changed_at = mall.clock().toISOString();
  if (news.arrived) {
    const { order_id: orderId, amount } = row;
    const claimed = await claimPayment(mall, db, { orderId, part: 'goods', amount });
    // The package is there, whether or not there is still a hold to claim.
    const last_error = claimed.ok ? null : claimed.error.code;
    await update({ state: 'sent', uploaded: row.bytes ?? 0, attempts: 0, next_at: null, last_error, changed_at });
  } else if ('error' in news) {
    const { error, attempts, nextAt, uploaded = row.uploaded } = news;
    await update({ uploaded, attempts, next_at: nextAt, last_error: error });
  } else {
    await update({ uploaded: news.uploaded, last_error: null });
  }
  mall.changes.announce('goods');

  async function update(values: Partial<MallTables['goods']>): Promise<void> {
    await db.updateTable('goods').set(values).where('number', '=', row!.number).execute();
  }
}

const FORWARDED = { sent: 'forwarded', failed: 'failed' } as const satisfies Record<string, GoodsState>;

/** Moved by the credit company's word, and changed at the time of that. */
const TOLD: readonly GoodsState[] = Object.values(FORWARDED);

/** The credit company mailed the package, or could not. */
export async function noteForwarded(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'goods.forwarded'>,
): Promise<Result<void>> {
  const { data, partner, subject } = event;
  if (subject !== data.receipt) return fail('event-invalid', 'subject');
  const goods = await joinedGoods(db)
    .where('settlement.counterparty', '=', partner.id)
    .where('settlement.receipt', '=', data.receipt)
    .executeTakeFirst();
  // Our own note that it arrived comes in a moment.
  if (!goods || goods.state === 'packed') return fail('event-unknown-number');
  const state = FORWARDED[data.result];
  // Money went back meanwhile: what the mail did changes nothing any more.
  if (goods.state === 'refunded') return ok();
  const saidAt = new Date(event.time).toISOString();
  // About an earlier mail: what was said of a later one came first.
  if (TOLD.includes(goods.state) && saidAt < goods.changed_at) return ok();
  if (goods.state !== state && !canMove(GOODS, goods.state, state)) return fail('wrong-state', goods.state);
  await db.updateTable('goods').set({ state, changed_at: saidAt }).where('number', '=', goods.number).execute();
  mall.changes.announce('goods');
  return ok();
}

/** States in which nobody will ask for the package. */
const OVER: readonly GoodsState[] = ['cancelled', 'refunded', 'refused', 'declined', 'expired'];

/** Deletes packages that nobody needs any more. Run from time to time. */
export async function dropOldPackages(mall: Mall): Promise<void> {
  const kept = await mall.goods.folder.listPackages();
  if (kept.length === 0) return;
  const before = new Date(mall.clock().getTime() - KEEP_FORWARDED_DAYS * 86_400_000).toISOString();
  const over = await joinedGoods(mall.storage.read)
    .where('settlement.receipt', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('goods.state', 'in', OVER),
        eb.and([eb('goods.state', '=', 'forwarded'), eb('goods.changed_at', '<', before)]),
      ]),
    )
    .execute();
  const receipts = new Set(over.map(({ receipt }) => receipt));
  for (const receipt of kept) if (receipts.has(receipt)) await mall.goods.folder.removePackage(receipt);
}
