/**
 * The trail: who did what, when, to which number. Written in the same unit of work as the deed, openings of addresses
 * included. It holds numbers and codes and must never hold what was read.
 */
import { type Generated, sql } from 'kysely';
import { type ListAsked, type ListPage, mapPage } from '#shared/desk/list.ts';
import type { TrailRow } from '#shared/desk/office.ts';
import type { TrailGroup } from '#shared/domain/trail-group.ts';
import { listRows, type Migrations, type Readable, type Storage, type Writable } from '#main/storage/index.ts';
import { GROUP_OF } from './trail-groups.ts';

export interface TrailTables {
  trail: {
    id: Generated<number>;
    at: string;
    who: string;
    action: TrailAction;
    subject: string;
    detail: string | null;
    /** `GROUP_OF` its action. */
    kind: TrailGroup;
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
  | 'catalogue.undone'
  | 'catalogue.stock'
  | 'catalogue.saved'
  | 'catalogue.offered'
  | 'catalogue.withdrawn'
  | 'catalogue.exported'
  | 'catalogue.picture-added'
  | 'catalogue.picture-removed'
  | 'catalogue.picture-described'
  | 'catalogue.pictures-arranged'
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
  | 'route.saved'
  | 'route.removed'
  | 'depot.saved'
  | 'depot.removed'
  | 'fees.saved'
  | 'fees.withdrawn'
  | 'formats.added'
  | 'formats.used'
  | 'formats.left'
  | 'formats.removed'
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
  | 'customer.closed'
  | 'customer.reopened'
  | 'card.blocked'
  | 'card.unblocked'
  | 'card.limit'
  | 'card.added'
  | 'card.renewed'
  | 'card.replaced'
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
  | 'dispute.opened'
  | 'dispute.viewed'
  | 'dispute.asked'
  | 'dispute.noted'
  | 'dispute.won'
  | 'dispute.lost'
  | 'dispute.withdrawn'
  | 'dispute.answered'
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
  | 'payments.looked-at'
  | 'letters.opened'
  | 'payment.received'
  | 'payment.assigned'
  | 'payment.taken-back'
  | 'payment.paid-back'
  | 'payment.struck'
  | 'payments.imported'
  | 'payout.made'
  | 'payout.taken'
  | 'payout.undone'
  | 'payee.saved'
  | 'branding.saved'
  | 'partner.added'
  | 'partner.approved'
  | 'partner.suspended'
  | 'partner.variant'
  | 'partner.resumed'
  | 'partner.allowed'
  | 'key.rotated'
  | 'key.signing-made'
  | 'certificate.requested'
  | 'certificate.installed'
  | 'certificate.renewed'
  | 'certificate.exported'
  | 'authority.opened'
  | 'authority.closed'
  | 'revocations.installed'
  | 'post.retried'
  | 'staff.added'
  | 'staff.changed'
  | 'staff.closed'
  | 'staff.reopened'
  | 'staff.reset'
  | 'staff.own-secret'
  | 'staff.lock'
  | 'staff.entered'
  | 'staff.refused'
  | 'list.exported'
  | 'station.paired'
  | 'station.revoked'
  | 'backup.made'
  | 'backup.scheduled'
  | 'recovery.registered'
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
  'trail-0002-kinds': {
    up: async (db) => {
      await db.schema
        .alterTable('trail')
        .addColumn('kind', 'text', (column) => column.notNull().defaultTo('work'))
        .execute();
      for (const [action, kind] of Object.entries(GROUP_OF)) {
        await sql`update trail set kind = ${kind} where action = ${action}`.execute(db);
      }
      // All that the list is narrowed by.
      await db.schema
        .createIndex('trail_list')
        .on('trail')
        .columns(['at', 'id', 'kind', 'who', 'subject', 'detail'])
        .execute();
    },
  },
};

export async function recordDeed(db: Writable<TrailTables>, entry: TrailEntry): Promise<void> {
  const { at, who, action, subject, detail } = entry;
  await db
    .insertInto('trail')
    .values({ at: at.toISOString(), who, action, subject, detail: detail ?? null, kind: GROUP_OF[action] })
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
      kind: GROUP_OF[entry.action],
    }));
    await db.insertInto('trail').values(rows).execute();
  }
}

/** A list that reloads by itself is one reading as long as the same person looks at it (ms). */
const SAME_READING_MS = 10 * 60_000;

/** Personal data were shown in a list. */
export async function recordReading(
  storage: Storage<TrailTables>,
  entry: Pick<TrailEntry, 'at' | 'who' | 'action' | 'subject'>,
): Promise<void> {
  const { at, who, action, subject } = entry;
  const since = new Date(at.getTime() - SAME_READING_MS).toISOString();
  await storage.write(async (db) => {
    const known = await db
      .selectFrom('trail')
      .select('id')
      .where('subject', '=', subject)
      .where('who', '=', who)
      .where('action', '=', action)
      .where('at', '>', since)
      .executeTakeFirst();
    if (!known) await recordDeed(db, entry);
  });
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

/** As the office looks through it: by person, kind of deed, day, and what it was done to. */
export async function listTrail(
  db: Readable<TrailTables>,
  { who, ...asked }: ListAsked<TrailGroup> & { readonly who?: string | undefined },
): Promise<ListPage<TrailRow>> {
  const trail = db.selectFrom('trail');
  const page = await listRows(
    who === undefined ? trail : trail.where('trail.who', '=', who),
    {
      time: 'trail.at',
      id: 'trail.id',
      numericId: true,
      state: 'trail.kind',
      numbers: ['trail.subject'],
      names: ['trail.subject', 'trail.detail'],
    },
    asked,
    (found) => found.selectAll('trail'),
  );
  return mapPage(page, ({ id, detail, ...row }) => ({ id: String(id), ...row, ...(detail !== null && { detail }) }));
}

/** Everybody who is named in it. */
export async function trailPeople(db: Readable<TrailTables>): Promise<string[]> {
  const rows = await db.selectFrom('trail').select('who').distinct().orderBy('who').execute();
  return rows.map(({ who }) => who);
}

export { type Log, openLog } from './log.ts';
export { readLog } from './read-log.ts';
