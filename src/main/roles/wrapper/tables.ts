import { sql } from 'kysely';
import type { PostTables } from '#main/post/index.ts';
import type { Migrations } from '#main/storage/index.ts';

/** A gift card to be written. */
export interface GiftTable {
  mall: string;
  purchase: string;
  /** JSON of a `SealedPart`: at rest the words exist sealed only. */
  part: string;
  received_at: string;
  state: 'open' | 'done';
  done_at: string | null;
}

export interface WrapperTables extends PostTables {
  gift: GiftTable;
}

export const wrapperMigrations: Migrations = {
  'wrapper-0001-gifts': {
    up: async (db) => {
      await db.schema
        .createTable('gift')
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('purchase', 'text', (column) => column.notNull())
        .addColumn('part', 'text', (column) => column.notNull())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('done_at', 'text')
        .addPrimaryKeyConstraint('gift_key', ['mall', 'purchase'])
        .execute();
      await db.schema.createIndex('gift_state').on('gift').columns(['state', 'received_at']).execute();
    },
  },
  'wrapper-0002-list-index': {
    up: async (db) => {
      await db.schema
        .createIndex('gift_list')
        .on('gift')
        .expression(sql`coalesce(done_at, received_at)`)
        .expression(sql`(purchase || '|' || mall)`)
        .columns(['state', 'mall', 'purchase'])
        .execute();
    },
  },
};
