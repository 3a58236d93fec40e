import type { DisputeAnswer, DisputeNote } from '#shared/desk/disputes.ts';
import type { DisputeAbout } from '#shared/domain/dispute.ts';
import type { DisputeState } from '#shared/domain/states.ts';
import type { Generated } from 'kysely';
import type { Migrations } from '#main/storage/index.ts';

/** A charge that a customer contests; amounts in minor units. */
export interface DisputeTable {
  dispute: string;
  receipt: string;
  mall: string;
  amount: number;
  currency: string;
  about: DisputeAbout;
  state: DisputeState;
  opened_at: string;
  /** The mall's answer, or our decision, is due. */
  due_on: string;
  answer: DisputeAnswer | null;
  /** What the mall says it has: classes, blank between them. */
  evidence: string | null;
  /** Of a won one. */
  refund: string | null;
}

/** What happened to it, and what staff wrote down of it. */
export interface DisputeNoteTable {
  id: Generated<number>;
  dispute: string;
  at: string;
  who: string;
  kind: DisputeNote['kind'];
  note: string;
}

export interface DisputeTables {
  dispute: DisputeTable;
  dispute_note: DisputeNoteTable;
}

export const disputeMigrations: Migrations = {
  'credit-0050-disputes': {
    up: async (db) => {
      await db.schema
        .createTable('dispute')
        .addColumn('dispute', 'text', (column) => column.primaryKey())
        .addColumn('receipt', 'text', (column) => column.notNull().references('settlement.receipt'))
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('opened_at', 'text', (column) => column.notNull())
        .addColumn('due_on', 'text', (column) => column.notNull())
        .addColumn('answer', 'text')
        .addColumn('evidence', 'text')
        .addColumn('refund', 'text')
        .execute();
      await db.schema.createIndex('dispute_receipt').on('dispute').columns(['receipt', 'state']).execute();
      await db.schema.createIndex('dispute_opened').on('dispute').columns(['opened_at', 'dispute']).execute();
      await db.schema
        .createTable('dispute_note')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('dispute', 'text', (column) => column.notNull().references('dispute.dispute'))
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('note', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('dispute_note_dispute').on('dispute_note').column('dispute').execute();
    },
  },
};
