import type { DrawerReason } from '#shared/desk/drawer.ts';
import type { Migrations } from '#main/storage/index.ts';

/** One person's cash from the beginning of a shift to its end. */
export interface DrawerTable {
  id: string;
  who: string;
  opened_at: string;
  /** Minor units. */
  float: number;
  currency: string;
  closed_at: string | null;
  expected: number | null;
  counted: number | null;
  reason: DrawerReason | null;
}

/** Cash of one parcel. */
export interface DrawerEntryTable {
  drawer: string;
  number: string;
  amount: number;
  at: string;
}

export interface DrawerTables {
  drawer: DrawerTable;
  drawer_entry: DrawerEntryTable;
}

export const drawerMigrations: Migrations = {
  'carrier-0008-drawers': {
    up: async (db) => {
      await db.schema
        .createTable('drawer')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('opened_at', 'text', (column) => column.notNull())
        .addColumn('float', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('closed_at', 'text')
        .addColumn('expected', 'bigint')
        .addColumn('counted', 'bigint')
        .addColumn('reason', 'text')
        .execute();
      await db.schema.createIndex('drawer_closed').on('drawer').columns(['closed_at', 'id']).execute();
      await db.schema
        .createTable('drawer_entry')
        .addColumn('drawer', 'text', (column) => column.notNull().references('drawer.id'))
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('drawer_entry_key', ['drawer', 'number'])
        .execute();
    },
  },
};
