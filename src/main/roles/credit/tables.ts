import { type Generated, sql } from 'kysely';
import type { SettlementState } from '#shared/domain/states.ts';
import type { ExceptionTables } from '#main/exceptions/index.ts';
import { ledgerMigrations, type LedgerTables } from '#main/ledger/index.ts';
import { type ArrivalTables, arrivalMigrations, type PostTables } from '#main/post/index.ts';
import { mailMigrations, type MailTables } from '#main/post/mail/index.ts';
import type { Migrations, NumberTables, SettingTables } from '#main/storage/index.ts';
import { billingMigrations, type BillingTables } from './billing-tables.ts';
import { closingMigrations, type ClosingTables } from './closing-tables.ts';
import { customerSearchMigrations, type CustomerSearchTables } from './customer-tables.ts';
import { creditListMigrations } from './list-indexes.ts';
import { proofMigrations, type ProofTables } from './proof-tables.ts';
import { inquiryMigrations, type InquiryTables } from './inquiry-tables.ts';
import { disputeMigrations, type DisputeTables } from './dispute-tables.ts';
import { forwardingMigrations, type ForwardingTables } from './forwarding-tables.ts';
import { creditRefundMigrations, type CreditRefundTables } from './refund-tables.ts';

export interface CustomerTable {
  /** Random reference. */
  id: string;
  name: string;
  kana: string;
  postal_code: string;
  address: string;
  phone: string;
  email: string;
  employer: string;
  created_at: string;
  /** How statements reach the customer. */
  billing: 'mail' | 'print';
  language: 'ja' | 'en';
}

export interface CardTable {
  /** Keyed hash of the card number, which itself is not kept. */
  id: string;
  customer: string;
  last_four: string;
  /** `YYYY-MM`. */
  expiry: string;
  card_limit: number;
  /** Limit less what is held and owed. */
  available: number;
  currency: string;
  /** scrypt. */
  password: string;
  blocked: number;
}

export interface CheckWordTable {
  card: string;
  position: number;
  /** scrypt; the words of a card have one salt, so that asking for one costs the same however many there are. */
  word: string;
}

/** Tries at a card, counted to limit them; unknown cards too, so that their answers look alike. */
export interface AttemptTable {
  id: string;
  kind: 'words' | 'payment';
  /** The card's id, whether there is such a card or not. */
  card: string;
  mall: string;
  at: string;
}

export interface SettlementTable {
  receipt: string;
  mall: string;
  jti: string;
  /** Whose limit bears it. */
  card: string;
  /** The card it was paid with, where another took its place since. */
  paid_with?: string | null;
  customer: string;
  /** The mall's sealed product names; absent in variant b. */
  contents: Uint8Array | null;
  /** The customer's name, sealed to ourselves, as the mall prints it on a label. */
  sealed_customer: Uint8Array;
  amount: number;
  captured: number;
  /** Given back when the hold ended. */
  released: number;
  refunded: number;
  currency: string;
  state: SettlementState;
  held_at: string;
  hold_until: string;
}

export interface ClaimTable {
  claim: string;
  mall: string;
  receipt: string;
  amount: number;
  currency: string;
  date: string;
  /** 1 once the customer has paid it. */
  payable: number;
  payout: string | null;
  /** So much of it went back: the customer does not owe it any more. */
  refunded: Generated<number>;
  /** So much of the rest the customer has paid. */
  covered: Generated<number>;
  /** The statement that it stands on. */
  statement: Generated<string | null>;
}

export interface CreditTables
  extends
    PostTables,
    ExceptionTables,
    ArrivalTables,
    LedgerTables,
    NumberTables,
    SettingTables,
    BillingTables,
    ClosingTables,
    CreditRefundTables,
    CustomerSearchTables,
    DisputeTables,
    ForwardingTables,
    InquiryTables,
    MailTables,
    ProofTables {
  customer: CustomerTable;
  card: CardTable;
  check_word: CheckWordTable;
  attempt: AttemptTable;
  settlement: SettlementTable;
  claim: ClaimTable;
}

export const creditMigrations: Migrations = {
  ...arrivalMigrations,
  ...ledgerMigrations,
  ...mailMigrations,
  ...forwardingMigrations,
  ...billingMigrations,
  ...creditRefundMigrations,
  ...proofMigrations,
  ...customerSearchMigrations,
  ...inquiryMigrations,
  ...disputeMigrations,
  ...creditListMigrations,
  ...closingMigrations,
  'credit-0001-customers': {
    up: async (db) => {
      await db.schema
        .createTable('customer')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('kana', 'text', (column) => column.notNull())
        .addColumn('postal_code', 'text', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('phone', 'text', (column) => column.notNull())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('employer', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('customer_email').on('customer').column('email').unique().execute();
      await db.schema.createIndex('customer_name').on('customer').column('name').execute();
      await db.schema
        .createTable('card')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('customer', 'text', (column) => column.notNull().references('customer.id'))
        .addColumn('last_four', 'text', (column) => column.notNull())
        .addColumn('expiry', 'text', (column) => column.notNull())
        .addColumn('card_limit', 'bigint', (column) => column.notNull())
        .addColumn('available', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('password', 'text', (column) => column.notNull())
        .addColumn('blocked', 'integer', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('card_customer').on('card').column('customer').execute();
      await db.schema
        .createTable('check_word')
        .addColumn('card', 'text', (column) => column.notNull().references('card.id'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('word', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('check_word_key', ['card', 'position'])
        .execute();
      await db.schema
        .createTable('attempt')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('card', 'text', (column) => column.notNull())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('attempt_card').on('attempt').columns(['kind', 'card', 'at']).execute();
      await db.schema.createIndex('attempt_mall').on('attempt').columns(['kind', 'mall', 'at']).execute();
    },
  },
  'credit-0002-settlements': {
    up: async (db) => {
      await db.schema
        .createTable('settlement')
        .addColumn('receipt', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('card', 'text', (column) => column.notNull().references('card.id'))
        .addColumn('customer', 'text', (column) => column.notNull().references('customer.id'))
        .addColumn('contents', 'blob')
        .addColumn('sealed_customer', 'blob', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('captured', 'bigint', (column) => column.notNull())
        .addColumn('refunded', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('held_at', 'text', (column) => column.notNull())
        .addColumn('hold_until', 'text', (column) => column.notNull())
        .addUniqueConstraint('settlement_purchase', ['mall', 'jti'])
        .execute();
      await db.schema.createIndex('settlement_hold').on('settlement').columns(['state', 'hold_until']).execute();
      await db.schema.createIndex('settlement_at').on('settlement').column('held_at').execute();
      await db.schema
        .createTable('claim')
        .addColumn('claim', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('receipt', 'text', (column) => column.notNull().references('settlement.receipt'))
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('payable', 'integer', (column) => column.notNull())
        .addColumn('payout', 'text')
        .execute();
      await db.schema.createIndex('claim_receipt').on('claim').column('receipt').execute();
      await db.schema.createIndex('claim_date').on('claim').column('date').execute();
    },
  },
  'credit-0003-ended-holds': {
    up: async (db) => {
      await db.schema
        .alterTable('settlement')
        .addColumn('released', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute();
      await sql`update settlement set released = amount where state = 'expired'`.execute(db);
      await db.schema.dropIndex('settlement_hold').execute();
      await db.schema
        .createIndex('settlement_hold')
        .on('settlement')
        .column('hold_until')
        .where(sql<boolean>`amount > captured + released`)
        .execute();
    },
  },
};
