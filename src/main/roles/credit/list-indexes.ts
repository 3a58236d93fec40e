/** What the credit company's long lists are walked by: each index has what its list can be narrowed by. */
import type { Migrations } from '#main/storage/index.ts';

export const creditListMigrations: Migrations = {
  'credit-0051-list-indexes': {
    up: async (db) => {
      await db.schema
        .createIndex('settlement_list')
        .on('settlement')
        .columns(['held_at', 'receipt', 'state', 'mall', 'amount', 'customer', 'card', 'jti'])
        .execute();
      await db.schema.dropIndex('settlement_at').execute();
      await db.schema
        .createIndex('claim_list')
        .on('claim')
        .columns(['date', 'claim', 'payout', 'payable', 'mall', 'amount', 'receipt'])
        .execute();
      await db.schema.dropIndex('claim_date').execute();
      await db.schema.dropIndex('inquiry_at').execute();
      await db.schema
        .createIndex('inquiry_list')
        .on('inquiry')
        .columns(['received_at', 'id', 'state', 'mall', 'amount', 'jti'])
        .execute();
      await db.schema.dropIndex('statement_list').execute();
      await db.schema
        .createIndex('statement_list')
        .on('statement')
        .columns(['month', 'reference', 'state', 'amount'])
        .execute();
      await db.schema
        .createIndex('dispute_list')
        .on('dispute')
        .columns(['opened_at', 'dispute', 'state', 'mall', 'amount', 'receipt'])
        .execute();
      await db.schema.dropIndex('dispute_opened').execute();
    },
  },
  'credit-0052-list-indexes': {
    up: async (db) => {
      await db.schema
        .createIndex('bank_payment_list')
        .on('bank_payment')
        .columns(['date', 'id', 'state', 'amount', 'statement', 'text'])
        .execute();
      await db.schema.dropIndex('bank_payment_at').execute();
      await db.schema.dropIndex('bank_payment_unknown').execute();
    },
  },
  // Named so that it comes after the table.
  'mail-0090-credit-list': {
    up: async (db) => {
      await db.schema.createIndex('mail_list').on('mail').columns(['created_at', 'id', 'state', 'subject']).execute();
    },
  },
};
