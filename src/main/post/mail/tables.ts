import { sql } from 'kysely';
import type { MailFault, MailKind } from '#shared/desk/forwarding.ts';
import type { MailState } from '#shared/domain/states.ts';
import type { Migrations } from '#main/storage/index.ts';

export interface MailTables {
  mail: MailTable;
}

export interface MailTable {
  /** UUID; also the envelope id and the left side of the Message-ID. */
  id: string;
  kind: MailKind;
  /** What it is about: a receipt number, a statement, a reset. */
  subject: string;
  /** Internal reference; the address is looked up when the mail leaves. */
  customer: string;
  state: MailState;
  created_at: string;
  attempts: number;
  /** The time for giving up runs from here: without a mail server it has not begun. */
  tried_at: string | null;
  next_at: string;
  sent_at: string | null;
  /** A report said that it is on its way still. */
  delayed_at: string | null;
  /** A class, never a server's words. */
  last_error: MailFault | null;
}

export const mailMigrations: Migrations = {
  'mail-0001-queue': {
    up: async (db) => {
      await db.schema
        .createTable('mail')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('customer', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('tried_at', 'text')
        .addColumn('next_at', 'text', (column) => column.notNull())
        .addColumn('sent_at', 'text')
        .addColumn('delayed_at', 'text')
        .addColumn('last_error', 'text')
        .execute();
      await db.schema
        .createIndex('mail_due')
        .on('mail')
        .column('next_at')
        .where(sql<boolean>`state = 'waiting'`)
        .execute();
      await db.schema.createIndex('mail_created').on('mail').columns(['created_at', 'id']).execute();
      await db.schema.createIndex('mail_subject').on('mail').columns(['kind', 'subject', 'created_at']).execute();
    },
  },
};
