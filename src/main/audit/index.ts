/**
 * The trail: who did what, when, to which number. Written in the same unit of work as the deed, openings of addresses
 * included. It holds numbers and codes and must never hold what was read.
 */
import type { Generated } from 'kysely';
import type { Migrations, Readable, Writable } from '#main/storage/index.ts';

export interface TrailTables {
  trail: {
    id: Generated<number>;
    at: string;
    who: string;
    action: TrailAction;
    subject: string;
    detail: string | null;
  };
}

export type TrailAction =
  | 'inquiry.opened'
  | 'inquiry.rules'
  | 'wallet.unlocked'
  | 'wallet.revoked'
  | 'gift.opened'
  | 'gift.done'
  | 'sealed.opened'
  | 'catalogue.imported'
  | 'catalogue.stock'
  | 'charges.changed'
  | 'contents.opened'
  | 'goods.file-added'
  | 'goods.file-removed'
  | 'goods.packed'
  | 'goods.automatic'
  | 'label.printed'
  | 'label.reprinted'
  | 'label.viewed'
  | 'label.voided'
  | 'parcel.marked'
  | 'parcel.size-corrected'
  | 'order.set-aside'
  | 'order.brought-back'
  | 'order.sent-short'
  | 'slip.printed'
  | 'job.queued'
  | 'job.paused'
  | 'job.resumed'
  | 'job.cancelled'
  | 'label.decided'
  | 'printer.saved'
  | 'printer.removed'
  | 'printing.expiry'
  | 'purchase.handed-over'
  | 'manifest.closed'
  | 'parcel.found-here'
  | 'pickup.answered'
  | 'payment.recorded'
  | 'address.opened'
  | 'scan.refused'
  | 'parcel.moved'
  | 'parcel.corrected'
  | 'route.read'
  | 'parcel.wished'
  | 'tour.arranged'
  | 'notice.printed'
  | 'routes.imported'
  | 'depot.saved'
  | 'proof.opened'
  | 'exception.viewed'
  | 'exception.decided'
  | 'drawer.closed'
  | 'cash.collected'
  | 'cash.remitted'
  | 'cash.given-back'
  | 'order.cancelled'
  | 'parcel.received'
  | 'return.announced'
  | 'return.opened'
  | 'return.decided'
  | 'return.period'
  | 'refund.asked'
  | 'refund.recorded'
  | 'refund.withdrawn'
  | 'customers.imported'
  | 'customers.found'
  | 'customer.opened'
  | 'customer.added'
  | 'customer.edited'
  | 'card.blocked'
  | 'card.unblocked'
  | 'card.limit'
  | 'card.added'
  | 'card.renewed'
  | 'card.reset-sent'
  | 'card.password-sent'
  | 'card.reset'
  | 'card.passkey-added'
  | 'card.passkeys-removed'
  | 'goods.opened'
  | 'goods.forwarded'
  | 'goods.resent'
  | 'mail.resent'
  | 'mail.retried'
  | 'mail.password'
  | 'settlement.opened'
  | 'settlement.disputed'
  | 'billing.days'
  | 'billing.account'
  | 'billing.preference'
  | 'statements.made'
  | 'statement.opened'
  | 'statement.sent'
  | 'statement.printed'
  | 'statement.postponed'
  | 'statement.reminded'
  | 'statement.warned'
  | 'statement.collection'
  | 'payment.received'
  | 'payment.assigned'
  | 'payments.imported'
  | 'payout.made'
  | 'payee.saved'
  | 'partner.added'
  | 'partner.approved'
  | 'partner.suspended'
  | 'partner.variant'
  | 'post.retried'
  | 'station.paired'
  | 'station.revoked'
  | 'backup.made'
  | 'backup.restored';

export interface TrailEntry {
  readonly at: Date;
  readonly who: string;
  readonly action: TrailAction;
  /** A number, a party id, a remittance. */
  readonly subject: string;
  /** A code, a copy number, a count. */
  readonly detail?: string;
}

export const trailMigrations: Migrations = {
  'trail-0001-trail': {
    up: async (db) => {
      await db.schema
        .createTable('trail')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('detail', 'text')
        .execute();
      await db.schema.createIndex('trail_at').on('trail').column('at').execute();
      await db.schema.createIndex('trail_subject').on('trail').column('subject').execute();
    },
  },
};

export async function recordDeed(db: Writable<TrailTables>, entry: TrailEntry): Promise<void> {
  const { at, who, action, subject, detail } = entry;
  await db
    .insertInto('trail')
    .values({ at: at.toISOString(), who, action, subject, detail: detail ?? null })
    .execute();
}

/** One deed to many numbers: as so many `recordDeed`s, in a few statements. */
export async function recordDeeds(db: Writable<TrailTables>, entries: readonly TrailEntry[]): Promise<void> {
  for (let at = 0; at < entries.length; at += 500) {
    const rows = entries.slice(at, at + 500).map((entry) => ({
      at: entry.at.toISOString(),
      who: entry.who,
      action: entry.action,
      subject: entry.subject,
      detail: entry.detail ?? null,
    }));
    await db.insertInto('trail').values(rows).execute();
  }
}

/** Newest first; `before` pages on. */
export async function readTrail(
  db: Readable<TrailTables>,
  page: { limit: number; before?: string | undefined },
): Promise<{ at: string; who: string; action: string; subject: string; detail?: string }[]> {
  let query = db.selectFrom('trail').selectAll().orderBy('id', 'desc').limit(page.limit);
  if (page.before !== undefined) query = query.where('at', '<', page.before);
  const rows = await query.execute();
  return rows.map(({ at, who, action, subject, detail }) => ({
    at,
    who,
    action,
    subject,
    ...(detail !== null && { detail }),
  }));
}

export { type Log, openLog } from './log.ts';
