import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { Migrations } from '#main/storage/index.ts';

/** A month's bill to one mall; sums in minor units. */
export interface InvoiceTable {
  invoice: string;
  mall: string;
  /** `YYYY-MM`, UTC. */
  month: string;
  date: string;
  parcels: number;
  /** Cash given back to customers for the mall. */
  refunded: number;
  total: number;
  currency: string;
}

export interface InvoiceLineTable {
  invoice: string;
  size: SizeClass;
  parcels: number;
  rate: number;
}

export interface InvoiceTables {
  invoice: InvoiceTable;
  invoice_line: InvoiceLineTable;
}

export const invoiceMigrations: Migrations = {
  'carrier-0003-invoices': {
    up: async (db) => {
      // Billed once, with the month in which the carrier took it or, when that was scanned late, the next.
      await db.schema.alterTable('parcel').addColumn('invoice', 'text').execute();
      await db.schema.createIndex('parcel_invoice').on('parcel').columns(['invoice', 'mall']).execute();
      await db.schema
        .createTable('invoice')
        .addColumn('invoice', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('month', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('refunded', 'bigint', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addUniqueConstraint('invoice_month', ['mall', 'month'])
        .execute();
      await db.schema
        .createTable('invoice_line')
        .addColumn('invoice', 'text', (column) => column.notNull().references('invoice.invoice'))
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('rate', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('invoice_line_key', ['invoice', 'size'])
        .execute();
    },
  },
};
