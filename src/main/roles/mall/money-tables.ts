import { sql } from 'kysely';
import type { MATCHINGS } from '#shared/desk/list.ts';
import type { MoneyBreak } from '#shared/desk/mall-money.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { Migrations } from '#main/storage/index.ts';

/** What a credit company paid out; sums in minor units. */
export interface PayoutTable {
  payout: string;
  credit: string;
  date: string;
  claims: number;
  claimed: number;
  refunded: number;
  fee: number;
  total: number;
  currency: string;
  breaks: number;
}

/** A carrier's monthly bill. */
export interface InvoiceTable {
  invoice: string;
  carrier: string;
  month: string;
  date: string;
  parcels: number;
  refunded: number;
  total: number;
  currency: string;
  breaks: number;
}

export interface InvoiceLineTable {
  invoice: string;
  size: SizeClass;
  parcels: number;
  /** By our own books. */
  expected: number;
  rate: number;
  rate_before: number | null;
}

/** A line of a payout or an invoice that was not booked, and why. */
export interface MoneyBreakTable {
  /** The payout or the invoice. */
  document: string;
  line: number;
  kind: 'claim' | 'refund';
  subject: string;
  amount: number;
  currency: string;
  reason: MoneyBreak;
  expected: number | null;
  number: string | null;
}

export interface MallMoneyTables {
  payout: PayoutTable;
  invoice: InvoiceTable;
  invoice_line: InvoiceLineTable;
  money_break: MoneyBreakTable;
}

/** Of a document's table: whether its lines are what our own books say. */
export const matching = sql<(typeof MATCHINGS)[number]>`case when breaks > 0 then 'differs' else 'agrees' end`;

export const mallMoneyMigrations: Migrations = {
  'mall-0011-payouts': {
    up: async (db) => {
      await db.schema
        .createTable('payout')
        .addColumn('payout', 'text', (column) => column.primaryKey())
        .addColumn('credit', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('claims', 'integer', (column) => column.notNull())
        .addColumn('claimed', 'bigint', (column) => column.notNull())
        .addColumn('refunded', 'bigint', (column) => column.notNull())
        .addColumn('fee', 'bigint', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('breaks', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('money_break')
        .addColumn('document', 'text', (column) => column.notNull())
        .addColumn('line', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('expected', 'bigint')
        .addColumn('number', 'text')
        .addPrimaryKeyConstraint('money_break_key', ['document', 'line'])
        .execute();
    },
  },
  'mall-0012-invoices': {
    up: async (db) => {
      // The day on which the carrier took the parcel: what a month's bill is checked against.
      await db.schema.alterTable('purchase').addColumn('shipped_on', 'text').execute();
      await db.schema.createIndex('purchase_shipped').on('purchase').columns(['counterparty', 'shipped_on']).execute();
      await db.schema
        .createTable('invoice')
        .addColumn('invoice', 'text', (column) => column.primaryKey())
        .addColumn('carrier', 'text', (column) => column.notNull())
        .addColumn('month', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('refunded', 'bigint', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('breaks', 'integer', (column) => column.notNull())
        .addUniqueConstraint('invoice_month', ['carrier', 'month'])
        .execute();
      await db.schema
        .createTable('invoice_line')
        .addColumn('invoice', 'text', (column) => column.notNull().references('invoice.invoice'))
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('expected', 'integer', (column) => column.notNull())
        .addColumn('rate', 'bigint', (column) => column.notNull())
        .addColumn('rate_before', 'bigint')
        .addPrimaryKeyConstraint('invoice_line_key', ['invoice', 'size'])
        .execute();
    },
  },
};
