/** What the carrier's long lists are walked by: each index has all that its list can be narrowed by. */
import { sql } from 'kysely';
import type { Migrations } from '#main/storage/index.ts';

export const carrierListMigrations: Migrations = {
  'carrier-0040-list-indexes': {
    up: async (db) => {
      await db.schema
        .createIndex('parcel_list')
        .on('parcel')
        .columns(['agreed_at', 'number', 'state', 'mall', 'depot', 'amount', 'surcharge'])
        .execute();
      await db.schema.dropIndex('parcel_agreed').execute();
    },
  },
  'carrier-0041-list-indexes': {
    up: async (db) => {
      await db.schema
        .createIndex('drawer_list')
        .on('drawer')
        .columns(['closed_at', 'id', 'who', 'expected', 'counted'])
        .execute();
      await db.schema.dropIndex('drawer_closed').execute();
      await db.schema
        .createIndex('cash_refund_list')
        .on('cash_refund')
        .expression(sql`coalesce(done_at, asked_at)`)
        .columns(['refund', 'state', 'mall', 'amount', 'number'])
        .execute();
    },
  },
  'carrier-0050-step-times': {
    up: async (db) => {
      await db.schema.createIndex('parcel_step_at').on('parcel_step').columns(['at', 'state', 'asked']).execute();
    },
  },
  'carrier-0042-list-indexes': {
    up: async (db) => {
      await db.schema
        .createIndex('remittance_list')
        .on('remittance')
        .columns(['date', 'remittance', 'mall', 'total'])
        .execute();
      await db.schema
        .createIndex('invoice_list')
        .on('invoice')
        .columns(['date', 'invoice', 'mall', 'total', 'month'])
        .execute();
      // Only what was brought: every parcel has a row of its own, of which few ever come back.
      await db.schema
        .createIndex('return_parcel_list')
        .on('return_parcel')
        .columns(['accepted_at', 'number', 'state', 'mall', 'depot', 'parcel'])
        .where(sql.ref('accepted_at'), 'is not', null)
        .execute();
    },
  },
};
