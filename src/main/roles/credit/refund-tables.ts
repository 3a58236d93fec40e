import type { EventData } from '#shared/protocol/event.ts';
import type { Migrations } from '#main/storage/index.ts';

/** Money that went back to a customer: a mall asked for it, or the customer contested the charge. */
export interface CreditRefundTable {
  refund: string;
  receipt: string;
  mall: string;
  amount: number;
  currency: string;
  /** The mall's reason; of a dispute the desk's. */
  reason: EventData<'settlement.refund'>['reason'] | 'disputed';
  kind: EventData<'settlement.refunded'>['reason'];
  /** The part that only ended a hold: nobody had been charged for it. */
  released: number;
  /** The part that had been claimed: charged to the mall, booked in the ledger. */
  given_back: number;
  at: string;
  /** The payout that charged `given_back` to the mall. */
  payout: string | null;
  /** The customer's statement on which `given_back` stands. */
  statement: string | null;
}

export interface CreditRefundTables {
  credit_refund: CreditRefundTable;
}

export const creditRefundMigrations: Migrations = {
  'credit-0004-refunds': {
    up: async (db) => {
      await db.schema
        .createTable('credit_refund')
        .addColumn('refund', 'text', (column) => column.primaryKey())
        .addColumn('receipt', 'text', (column) => column.notNull().references('settlement.receipt'))
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('released', 'bigint', (column) => column.notNull())
        .addColumn('given_back', 'bigint', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('payout', 'text')
        .addColumn('statement', 'text')
        .execute();
      await db.schema.createIndex('credit_refund_receipt').on('credit_refund').column('receipt').execute();
      await db.schema.createIndex('credit_refund_payout').on('credit_refund').columns(['payout', 'mall']).execute();
      await db.schema.createIndex('credit_refund_statement').on('credit_refund').column('statement').execute();
    },
  },
};
