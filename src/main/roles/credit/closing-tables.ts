/** Accounts that were closed, and cards in whose place others came. */
import type { Migrations } from '#main/storage/index.ts';

export interface ClosedAccountTable {
  customer: string;
  closed_at: string;
}

export interface CardReplacementTable {
  /** The card that ended. */
  card: string;
  replaced_by: string;
  why: 'lost' | 'stolen' | 'renewed';
  at: string;
}

export interface ClosingTables {
  /** No row where the account is open. */
  closed_account: ClosedAccountTable;
  card_replacement: CardReplacementTable;
}

export const closingMigrations: Migrations = {
  'credit-0070-closing': {
    up: async (db) => {
      await db.schema
        .createTable('closed_account')
        .addColumn('customer', 'text', (column) => column.primaryKey().references('customer.id'))
        .addColumn('closed_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('card_replacement')
        .addColumn('card', 'text', (column) => column.primaryKey().references('card.id'))
        .addColumn('replaced_by', 'text', (column) => column.notNull().references('card.id'))
        .addColumn('why', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
      await db.schema.alterTable('settlement').addColumn('paid_with', 'text').execute();
      await db.schema.dropIndex('settlement_list').execute();
      await db.schema
        .createIndex('settlement_list')
        .on('settlement')
        .columns(['held_at', 'receipt', 'state', 'mall', 'amount', 'customer', 'card', 'jti', 'paid_with'])
        .execute();
      await db.schema.createIndex('customer_list').on('customer').columns(['created_at', 'id']).execute();
      await db.schema.dropIndex('card_customer').execute();
      await db.schema.createIndex('card_customer').on('card').columns(['customer', 'blocked']).execute();
      await db.schema.dropIndex('settlement_customer').execute();
      await db.schema.createIndex('settlement_customer').on('settlement').columns(['customer', 'held_at']).execute();
      await db.schema
        .createIndex('wallet_lock_list')
        .on('wallet_lock')
        .columns(['locked_at', 'serial', 'agency'])
        .execute();
      await db.schema.createIndex('payment_customer').on('bank_payment').columns(['customer', 'date']).execute();
    },
  },
  // Named so that it comes after the table.
  'mail-0091-credit-customer': {
    up: async (db) => {
      await db.schema.createIndex('mail_customer').on('mail').columns(['customer', 'created_at']).execute();
    },
  },
};
