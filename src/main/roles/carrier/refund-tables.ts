import type { Migrations } from '#main/storage/index.ts';

/** Cash that a mall asked to give back to the addressee of a parcel; billed to it by the next invoice. */
export interface CashRefundTable {
  refund: string;
  /** The shipping number. */
  number: string;
  mall: string;
  amount: number;
  currency: string;
  reason: 'returned' | 'other';
  state: 'open' | 'done';
  asked_at: string;
  done_at: string | null;
  who: string | null;
  invoice: string | null;
}

export interface CashRefundTables {
  cash_refund: CashRefundTable;
}

export const cashRefundMigrations: Migrations = {
  'carrier-0004-cash-refunds': {
    up: async (db) => {
      await db.schema
        .createTable('cash_refund')
        .addColumn('refund', 'text', (column) => column.primaryKey())
        .addColumn('number', 'text', (column) => column.notNull().references('parcel.number'))
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('asked_at', 'text', (column) => column.notNull())
        .addColumn('done_at', 'text')
        .addColumn('who', 'text')
        .addColumn('invoice', 'text')
        .execute();
      await db.schema.createIndex('cash_refund_number').on('cash_refund').column('number').execute();
      await db.schema.createIndex('cash_refund_state').on('cash_refund').columns(['state', 'asked_at']).execute();
      await db.schema.createIndex('cash_refund_invoice').on('cash_refund').columns(['invoice', 'mall']).execute();
    },
  },
};
