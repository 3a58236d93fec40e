import type { ReturnClass } from '#shared/desk/returns.ts';
import type { CustomerReturnState } from '#shared/domain/states.ts';
import type { Migrations } from '#main/storage/index.ts';

/** What a customer sends back: numbers, days and counts. Which products came back, and how, stands nowhere. */
export interface CustomerReturnTable {
  purchase: string;
  /** The carrier's, on the return label. */
  number: string;
  /** Null where it came without having been asked for. */
  reason: ReturnClass | null;
  state: CustomerReturnState;
  asked_at: string | null;
  /** `YYYY-MM-DD`: the carrier's words. */
  accepted_on: string | null;
  arrived_on: string | null;
  /** When it lay on the bench first. */
  opened_at: string | null;
  decided_at: string | null;
  /** Pieces that came back, and those of them that can be sold again. */
  taken: number | null;
  restocked: number | null;
  changed_at: string;
}

export interface MallReturnTables {
  customer_return: CustomerReturnTable;
}

export const mallReturnMigrations: Migrations = {
  'mall-0019-returns': {
    up: async (db) => {
      await db.schema
        .createTable('customer_return')
        .addColumn('purchase', 'text', (column) => column.primaryKey().references('purchase.number'))
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('asked_at', 'text')
        .addColumn('accepted_on', 'text')
        .addColumn('arrived_on', 'text')
        .addColumn('opened_at', 'text')
        .addColumn('decided_at', 'text')
        .addColumn('taken', 'integer')
        .addColumn('restocked', 'integer')
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('customer_return_state')
        .on('customer_return')
        .columns(['state', 'changed_at'])
        .execute();
      await db.schema.createIndex('purchase_return').on('purchase').column('return_number').execute();
    },
  },
};
