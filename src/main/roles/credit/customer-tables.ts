import type { Generated } from 'kysely';
import type { Migrations } from '#main/storage/index.ts';
import { searchText } from './customer-search.ts';
import type { CustomerTable } from './tables.ts';

export interface CustomerSearchTables {
  /** What a customer is found by, apart from the rows that hold it: small rows are searched quickly. */
  customer_search: {
    /** Grows: the newest customer has the highest. */
    id: Generated<number>;
    customer: string;
    text: string;
  };
}

export const customerSearchMigrations: Migrations = {
  'credit-0030-customer-search': {
    up: async (db) => {
      await db.schema
        .createTable('customer_search')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('customer', 'text', (column) => column.notNull().unique().references('customer.id'))
        .addColumn('text', 'text', (column) => column.notNull())
        .execute();
      const known = (await db
        .selectFrom('customer')
        .select(['id', 'name', 'kana', 'email'])
        .orderBy('created_at')
        .execute()) as Pick<CustomerTable, 'id' | 'name' | 'kana' | 'email'>[];
      for (const row of known) {
        await db
          .insertInto('customer_search')
          .values({ customer: row.id, text: searchText(row) })
          .execute();
      }
      await db.schema.createIndex('card_last_four').on('card').column('last_four').execute();
    },
  },
  'credit-0031-pages': {
    up: async (db) => {
      // Pages go by time and, within one instant, by number.
      await db.schema.dropIndex('settlement_at').execute();
      await db.schema.createIndex('settlement_at').on('settlement').columns(['held_at', 'receipt']).execute();
      await db.schema.createIndex('settlement_card').on('settlement').column('card').execute();
      await db.schema.createIndex('settlement_customer').on('settlement').column('customer').execute();
      await db.schema.dropIndex('claim_date').execute();
      await db.schema.createIndex('claim_date').on('claim').columns(['date', 'claim']).execute();
    },
  },
};
