import { type Generated, sql } from 'kysely';
import type { Role } from '#shared/protocol/party.ts';
import type { Variant } from '#shared/protocol/instruction.ts';
import type { Migrations } from '#main/storage/index.ts';

export interface PartnerTable {
  id: string;
  role: Role;
  name: string;
  state: 'pending' | 'approved' | 'suspended';
  /** The card in force, as JSON: its signature was checked when it came in. */
  card: string;
  /** A later card with another signing key or TLS pin: waits for staff to compare. */
  next_card: string | null;
  variant: Variant;
  added_at: string;
  last_sent_at: string | null;
  last_received_at: string | null;
  last_sent_type: string | null;
  last_received_type: string | null;
  /** JSON array of what it may send; null: everything that its role has to say. */
  may_send: string | null;
  suspended_for: string | null;
  /** Time of the message that brought the newest card; null where it was handed over otherwise. */
  told_at: string | null;
  /** Its clock less ours when it last answered, ms. */
  clock_offset: number | null;
  clock_at: string | null;
  /** Of the certificate that its server showed last: end, and SPKI pin. */
  certificate_until: string | null;
  pin_met: string | null;
}

export interface PartnerPinTable {
  /** SHA-256 of the SubjectPublicKeyInfo, base64url. */
  pin: string;
  partner: string;
}

export interface OutboxTable {
  /** UUID; the event's id. */
  id: string;
  partner: string;
  type: string;
  subject: string;
  /** The CloudEvents JSON; signed when it leaves. */
  event: string;
  created_at: string;
  attempts: number;
  next_at: string;
  accepted_at: string | null;
  rejected_at: string | null;
  last_error: string | null;
  /** 1: signed by the newest key as it leaves, so that its acceptance proves that the partner has compared it. */
  newest_key: Generated<number>;
}

/** A partner's message that was refused here, until it is taken after all. */
export interface RefusedMessageTable {
  source: string;
  /** The event's id, or of what could not be read the beginning of its digest. */
  id: string;
  at: string;
  /** Empty where it could not be read. */
  type: string;
  code: string;
  times: number;
}

export interface InboxTable {
  source: string;
  id: string;
  /** SHA-256 of the event's JSON, base64url. */
  digest: string;
  received_at: string;
}

const WATCHED = [
  ['last_sent_type', 'text'],
  ['last_received_type', 'text'],
  ['may_send', 'text'],
  ['suspended_for', 'text'],
  ['told_at', 'text'],
  ['clock_offset', 'integer'],
  ['clock_at', 'text'],
  ['certificate_until', 'text'],
  ['pin_met', 'text'],
] as const;

export const postMigrations: Migrations = {
  'post-0001-partners': {
    up: async (db) => {
      await db.schema
        .createTable('partner')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('card', 'text', (column) => column.notNull())
        .addColumn('next_card', 'text')
        .addColumn('variant', 'text', (column) => column.notNull())
        .addColumn('added_at', 'text', (column) => column.notNull())
        .addColumn('last_sent_at', 'text')
        .addColumn('last_received_at', 'text')
        .execute();
      await db.schema
        .createTable('partner_pin')
        .addColumn('pin', 'text', (column) => column.primaryKey())
        .addColumn('partner', 'text', (column) => column.notNull().references('partner.id'))
        .execute();
    },
  },
  'post-0002-messages': {
    up: async (db) => {
      await db.schema
        .createTable('outbox')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('partner', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('next_at', 'text', (column) => column.notNull())
        .addColumn('accepted_at', 'text')
        .addColumn('rejected_at', 'text')
        .addColumn('last_error', 'text')
        .execute();
      await db.schema
        .createIndex('outbox_due')
        .on('outbox')
        .columns(['next_at'])
        .where(sql<boolean>`accepted_at is null and rejected_at is null`)
        .execute();
      await db.schema
        .createTable('inbox')
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('inbox_key', ['source', 'id'])
        .execute();
    },
  },
  'post-0003-subjects': {
    up: async (db) => {
      // What became of one message is asked for on customers' pages, among all of five weeks.
      await db.schema.createIndex('outbox_subject').on('outbox').column('subject').execute();
    },
  },
  'post-0010-watched-partners': {
    up: async (db) => {
      for (const [column, type] of WATCHED) {
        await db.schema.alterTable('partner').addColumn(column, type).execute();
      }
      await db.schema
        .alterTable('outbox')
        .addColumn('newest_key', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createTable('refused_message')
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('code', 'text', (column) => column.notNull())
        .addColumn('times', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('refused_message_key', ['source', 'id'])
        .execute();
    },
  },
};
