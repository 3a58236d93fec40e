/** What the mall's long lists are walked by: each index has all that its list can be narrowed by. */
import { sql } from 'kysely';
import type { Migrations } from '#main/storage/index.ts';

export const mallListMigrations: Migrations = {
  'mall-0040-list-indexes': {
    up: async (db) => {
      await db.schema
        .createIndex('purchase_list')
        .on('purchase')
        .columns(['placed_at', 'number', 'state', 'counterparty', 'total', 'shipping', 'pay', 'paid_at', 'order_id'])
        .execute();
      await db.schema.dropIndex('purchase_placed').execute();
      await db.schema
        .createIndex('refund_list')
        .on('refund')
        .columns(['asked_at', 'refund', 'state', 'amount', 'order_id'])
        .execute();
      await db.schema.dropIndex('refund_asked').execute();
      await db.schema
        .createIndex('remittance_list')
        .on('remittance')
        .columns(['date', 'remittance', 'carrier', 'total', 'breaks'])
        .execute();
      await db.schema
        .createIndex('payout_list')
        .on('payout')
        .columns(['date', 'payout', 'credit', 'total', 'breaks'])
        .execute();
      await db.schema.dropIndex('claim_date').execute();
      await db.schema
        .createIndex('claim_list')
        .on('claim')
        .columns(['date', 'claim', 'payout', 'lapsed', 'amount', 'payment'])
        .execute();
    },
  },
  'mall-0041-list-indexes': {
    up: async (db) => {
      await db.schema.createIndex('label_printed').on('label').columns(['printed_at', 'purchase']).execute();
      await db.schema
        .createIndex('customer_return_list')
        .on('customer_return')
        .expression(sql`coalesce(decided_at, asked_at, changed_at)`)
        .columns(['purchase', 'state', 'number'])
        .execute();
      await db.schema.createIndex('order_placed').on('customer_order').columns(['placed_at', 'id']).execute();
    },
  },
};
