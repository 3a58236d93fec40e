import type { DisputeAnswer } from '#shared/desk/disputes.ts';
import type { DisputeAbout } from '#shared/domain/dispute.ts';
import type { AskedDisputeState } from '#shared/domain/states.ts';
import type { Migrations } from '#main/storage/index.ts';

/** A charge that a customer contests at a credit company, which asks for our side; amounts in minor units. */
export interface AskedDisputeTable {
  dispute: string;
  /** The payment's own number. */
  number: string;
  credit: string;
  amount: number;
  currency: string;
  about: DisputeAbout;
  state: AskedDisputeState;
  asked_at: string;
  /** `YYYY-MM-DD`, UTC. */
  answer_by: string;
  answer: DisputeAnswer | null;
  /** Classes, blank between them. */
  evidence: string | null;
}

export interface AskedDisputeTables {
  asked_dispute: AskedDisputeTable;
}

export const askedDisputeMigrations: Migrations = {
  'mall-0030-asked-disputes': {
    up: async (db) => {
      await db.schema
        .createTable('asked_dispute')
        .addColumn('dispute', 'text', (column) => column.primaryKey())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('credit', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('asked_at', 'text', (column) => column.notNull())
        .addColumn('answer_by', 'text', (column) => column.notNull())
        .addColumn('answer', 'text')
        .addColumn('evidence', 'text')
        .execute();
      await db.schema.createIndex('asked_dispute_at').on('asked_dispute').columns(['asked_at', 'dispute']).execute();
    },
  },
};
