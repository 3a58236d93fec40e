import { sql } from 'kysely';
import type { ForwardingState } from '#shared/domain/states.ts';
import type { Migrations } from '#main/storage/index.ts';

/** A package of sealed goods on its way from a mall to a customer. */
export interface ForwardingTable {
  receipt: string;
  mall: string;
  bytes: number;
  /** SHA-256 as announced, base64url. */
  sha256: string;
  state: ForwardingState;
  announced_at: string;
  changed_at: string;
  /** The last mail about it. */
  mail: string | null;
  /** When a mail server last took it: its time runs from here. */
  sent_at: string | null;
}

/** A way to fetch a package that is too large for a mail. */
export interface GoodsLinkTable {
  /** SHA-256 of the token, base64url; the token itself stands in the mail alone. */
  token_hash: string;
  receipt: string;
  expires_at: string;
}

export interface ForwardingTables {
  forwarding: ForwardingTable;
  goods_link: GoodsLinkTable;
}

export const forwardingMigrations: Migrations = {
  'forwarding-0001-packages': {
    up: async (db) => {
      await db.schema
        .createTable('forwarding')
        .addColumn('receipt', 'text', (column) => column.primaryKey().references('settlement.receipt'))
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('bytes', 'bigint', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('announced_at', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addColumn('mail', 'text')
        .addColumn('sent_at', 'text')
        .execute();
      await db.schema
        .createIndex('forwarding_open')
        .on('forwarding')
        .columns(['state', 'changed_at'])
        .where(sql<boolean>`state not in ('closed', 'withdrawn')`)
        .execute();
      await db.schema
        .createTable('goods_link')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('receipt', 'text', (column) => column.notNull().references('forwarding.receipt'))
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('goods_link_end').on('goods_link').column('expires_at').execute();
    },
  },
  'forwarding-0002-list': {
    up: async (db) => {
      await db.schema
        .createIndex('forwarding_list')
        .on('forwarding')
        .columns(['announced_at', 'receipt', 'state', 'mall'])
        .execute();
    },
  },
};
