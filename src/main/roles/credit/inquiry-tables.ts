import { sql } from 'kysely';
import type { DecisionReason, InquiryFlow } from '#shared/desk/inquiries.ts';
import type { Migrations } from '#main/storage/index.ts';

/** What was asked by message instead of in a customer's window, and how it was decided. */
export interface InquiryTable {
  id: string;
  mall: string;
  /** The mall's purchase number. */
  jti: string;
  flow: InquiryFlow;
  /** Who had the customer confirm it. */
  agency: string | null;
  amount: number;
  currency: string;
  /** Claimed with the request; it counts on yes alone. */
  receipt: string;
  /** Of everything that was asked: the same again gets the same verdict. */
  digest: string;
  /** What to open, as JSON; erased once it is decided. */
  request: string | null;
  state: 'waiting' | 'yes' | 'no' | 'again';
  reason: DecisionReason | null;
  /** A code. */
  detail: string | null;
  /** Whose card it was, once the holder was proven. */
  card: string | null;
  /** What the rules looked at, and the rules as they stood: JSON. */
  facts: string | null;
  rules: string | null;
  /** Of a confirmation: it counts once. */
  nonce: string | null;
  received_at: string;
  decided_at: string | null;
}

/** PINs that were wrong, in a row, of one customer's wallet. */
export interface WalletLockTable {
  agency: string;
  serial: string;
  wrong: number;
  locked_at: string | null;
}

export interface InquiryTables {
  inquiry: InquiryTable;
  wallet_lock: WalletLockTable;
}

export const inquiryMigrations: Migrations = {
  'credit-0040-inquiries': {
    up: async (db) => {
      await db.schema
        .createTable('inquiry')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('flow', 'text', (column) => column.notNull())
        .addColumn('agency', 'text')
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('receipt', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('request', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('detail', 'text')
        .addColumn('card', 'text', (column) => column.references('card.id'))
        .addColumn('facts', 'text')
        .addColumn('rules', 'text')
        .addColumn('nonce', 'text', (column) => column.unique())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .addColumn('decided_at', 'text')
        .addUniqueConstraint('inquiry_purchase', ['mall', 'jti', 'digest'])
        .execute();
      await db.schema.createIndex('inquiry_at').on('inquiry').columns(['received_at', 'id']).execute();
      await db.schema.createIndex('inquiry_state').on('inquiry').columns(['state', 'received_at', 'id']).execute();
      await db.schema
        .createIndex('inquiry_waiting')
        .on('inquiry')
        .column('received_at')
        .where(sql<boolean>`state = 'waiting'`)
        .execute();
      await db.schema
        .createTable('wallet_lock')
        .addColumn('agency', 'text', (column) => column.notNull())
        .addColumn('serial', 'text', (column) => column.notNull())
        .addColumn('wrong', 'integer', (column) => column.notNull())
        .addColumn('locked_at', 'text')
        .addPrimaryKeyConstraint('wallet_lock_key', ['agency', 'serial'])
        .execute();
    },
  },
};
