import type { CancelReason } from '#shared/desk/mall-refunds.ts';
import type { Migrations } from '#main/storage/index.ts';
import type { OrderPart } from './tables.ts';

/** A part of an order that staff called off before it left. */
export interface CancellationTable {
  /** The parcel's purchase number, or the payment's for electronic goods. */
  number: string;
  order_id: string;
  part: OrderPart;
  reason: CancelReason;
  at: string;
  /** `YYYY-MM-DD`: the carrier's word that nothing will be delivered or collected. */
  confirmed_on: string | null;
}

/** A parcel that came back and was dealt with: which pieces were whole stands nowhere, only how many. */
export interface ReceivedParcelTable {
  purchase: string;
  at: string;
  /** Pieces put back into the stock. */
  pieces: number;
}

export interface MallRefundTables {
  cancellation: CancellationTable;
  received_parcel: ReceivedParcelTable;
}

export const mallRefundMigrations: Migrations = {
  'mall-0013-cancellations': {
    up: async (db) => {
      await db.schema.alterTable('refund').addColumn('part', 'text').execute();
      await db.schema
        .createTable('cancellation')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('order_id', 'text', (column) => column.notNull())
        .addColumn('part', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('confirmed_on', 'text')
        .execute();
      await db.schema.createIndex('cancellation_order').on('cancellation').column('order_id').execute();
      await db.schema
        .createTable('received_parcel')
        .addColumn('purchase', 'text', (column) => column.primaryKey().references('purchase.number'))
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('pieces', 'integer', (column) => column.notNull())
        .execute();
    },
  },
};
