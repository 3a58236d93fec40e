import { type Generated, sql } from 'kysely';
import type { PaymentState } from '#shared/desk/billing.ts';
import type { PayRunState, REOPENED, StatementState } from '#shared/domain/states.ts';
import type { Migrations } from '#main/storage/index.ts';

/** A customer's month. */
export interface StatementTable {
  /** 13 digits, by which the customer pays. */
  reference: string;
  customer: string;
  /** `YYYY-MM`. */
  month: string;
  language: 'ja' | 'en';
  /** The sum of its lines; below zero where the customer has credit. */
  amount: number;
  currency: string;
  /** Calendar days. */
  issued_at: string;
  due_on: string;
  /** So much of it is not owed any more. */
  paid: number;
  state: StatementState;
  /** The state in which it was paid: it goes back there where the payment was another's. */
  paid_from: keyof typeof REOPENED | null;
  /** The day of the last step. */
  dunned_at: string | null;
  /** No step before this day: a clerk postponed it. */
  rests_until: string | null;
  way: 'mail' | 'print';
  /** When its bill was mailed or printed. */
  sent_at: string | null;
}

export interface StatementLineTable {
  statement: string;
  position: number;
  kind: 'claim' | 'refund' | 'carried';
  /** The claim's or refund's id; of what is carried forward none. */
  subject: string | null;
  receipt: string | null;
  mall: string | null;
  date: string;
  /** Below zero for a refund and for a credit carried forward. */
  amount: number;
}

/** Paper about a statement that waits for the printer. */
export interface StatementLetterTable {
  id: Generated<number>;
  statement: string;
  kind: 'statement' | 'reminder' | 'warning';
  made_at: string;
  printed_at: string | null;
}

/** Money that came in. */
export interface BankPaymentTable {
  id: string;
  statement: string | null;
  customer: string | null;
  date: string;
  amount: number;
  currency: string;
  source: 'bank' | 'desk';
  /** Unique for a line of a bank's file, so that it counts once however often the file comes. */
  bank_ref: string;
  /** What the bank's file says about it; of an unknown one this is all there is to go by. */
  text: string;
  /** `over`: more than the statement asked for; the rest stands to the customer's credit. */
  state: PaymentState;
  booked_at: string;
}

/** Payouts that were made together, and are paid by the same file. */
export interface PayRunHeadTable {
  run: string;
  date: string;
  state: PayRunState;
  /** How many payouts, and what they come to. */
  malls: number;
  total: number;
  currency: string;
}

/** What one mall was paid in one run. */
export interface PayRunTable {
  payout: string;
  run: string;
  mall: string;
  date: string;
  claims: number;
  refunds: number;
  fee: number;
  total: number;
  currency: string;
  /** How many claims. */
  parts: number;
  /** The payee's account as it was, as JSON: the files come out the same again. */
  account: string;
}

/** Where a mall is paid. */
export interface PayeeTable {
  partner: string;
  /** Half-width kana, as banks want it. */
  holder: string;
  bank_code: string;
  bank_name: string;
  branch_code: string;
  branch_name: string;
  account_type: 'ordinary' | 'current' | 'savings';
  account_number: string;
  iban: string | null;
  bic: string | null;
  /** Basis points of what is paid. */
  fee_rate: number;
}

export interface BillingTables {
  statement: StatementTable;
  statement_line: StatementLineTable;
  statement_letter: StatementLetterTable;
  bank_payment: BankPaymentTable;
  pay_run_head: PayRunHeadTable;
  pay_run: PayRunTable;
  payee: PayeeTable;
}

export const billingMigrations: Migrations = {
  // Behind `credit-0004-refunds` and all that it alters.
  'credit-0020-billing': {
    up: async (db) => {
      await db.schema
        .alterTable('customer')
        .addColumn('billing', 'text', (column) => column.notNull().defaultTo('mail'))
        .execute();
      await db.schema
        .alterTable('customer')
        .addColumn('language', 'text', (column) => column.notNull().defaultTo('ja'))
        .execute();
      await db.schema
        .alterTable('claim')
        .addColumn('refunded', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema
        .alterTable('claim')
        .addColumn('covered', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema.alterTable('claim').addColumn('statement', 'text').execute();
      await sql`update claim set covered = amount where payable = 1`.execute(db);
      await db.schema
        .createIndex('claim_unstated')
        .on('claim')
        .columns(['date', 'receipt'])
        .where(sql<boolean>`statement is null`)
        .execute();
      await db.schema.createIndex('claim_statement').on('claim').column('statement').execute();
      await db.schema
        .createIndex('claim_unpaid_out')
        .on('claim')
        .columns(['mall', 'payable'])
        .where(sql<boolean>`payout is null`)
        .execute();
      await db.schema.createIndex('claim_payout').on('claim').column('payout').execute();
      await db.schema
        .createTable('statement')
        .addColumn('reference', 'text', (column) => column.primaryKey())
        .addColumn('customer', 'text', (column) => column.notNull().references('customer.id'))
        .addColumn('month', 'text', (column) => column.notNull())
        .addColumn('language', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('issued_at', 'text', (column) => column.notNull())
        .addColumn('due_on', 'text', (column) => column.notNull())
        .addColumn('paid', 'bigint', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('dunned_at', 'text')
        .addColumn('rests_until', 'text')
        .addColumn('way', 'text', (column) => column.notNull())
        .addColumn('sent_at', 'text')
        .addUniqueConstraint('statement_month', ['customer', 'month'])
        .execute();
      await db.schema.createIndex('statement_list').on('statement').columns(['month', 'reference']).execute();
      await db.schema
        .createIndex('statement_open')
        .on('statement')
        .column('due_on')
        .where(sql<boolean>`state <> 'paid'`)
        .execute();
      await db.schema
        .createTable('statement_line')
        .addColumn('statement', 'text', (column) => column.notNull().references('statement.reference'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        // A claim or a refund stands on one statement, once.
        .addColumn('subject', 'text', (column) => column.unique())
        .addColumn('receipt', 'text')
        .addColumn('mall', 'text')
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('statement_line_key', ['statement', 'position'])
        .execute();
      await db.schema
        .createTable('statement_letter')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('statement', 'text', (column) => column.notNull().references('statement.reference'))
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('made_at', 'text', (column) => column.notNull())
        .addColumn('printed_at', 'text')
        .execute();
      await db.schema
        .createIndex('statement_letter_waiting')
        .on('statement_letter')
        .column('id')
        .where(sql<boolean>`printed_at is null`)
        .execute();
      await db.schema
        .createTable('bank_payment')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('statement', 'text', (column) => column.references('statement.reference'))
        .addColumn('customer', 'text', (column) => column.references('customer.id'))
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('bank_ref', 'text', (column) => column.notNull().unique())
        .addColumn('text', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('booked_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('bank_payment_at').on('bank_payment').columns(['booked_at', 'id']).execute();
      await db.schema
        .createIndex('bank_payment_unknown')
        .on('bank_payment')
        .column('date')
        .where(sql<boolean>`state = 'unknown'`)
        .execute();
      await db.schema
        .createTable('pay_run')
        .addColumn('payout', 'text', (column) => column.primaryKey())
        .addColumn('run', 'text', (column) => column.notNull())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('claims', 'bigint', (column) => column.notNull())
        .addColumn('refunds', 'bigint', (column) => column.notNull())
        .addColumn('fee', 'bigint', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('parts', 'integer', (column) => column.notNull())
        .addColumn('account', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('pay_run_run').on('pay_run').column('run').execute();
      await db.schema
        .createTable('payee')
        .addColumn('partner', 'text', (column) => column.primaryKey())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('bank_code', 'text', (column) => column.notNull())
        .addColumn('bank_name', 'text', (column) => column.notNull())
        .addColumn('branch_code', 'text', (column) => column.notNull())
        .addColumn('branch_name', 'text', (column) => column.notNull())
        .addColumn('account_type', 'text', (column) => column.notNull())
        .addColumn('account_number', 'text', (column) => column.notNull())
        .addColumn('iban', 'text')
        .addColumn('bic', 'text')
        .addColumn('fee_rate', 'integer', (column) => column.notNull())
        .execute();
    },
  },
  'credit-0060-pay-run-states': {
    up: async (db) => {
      await db.schema
        .createTable('pay_run_head')
        .addColumn('run', 'text', (column) => column.primaryKey())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('malls', 'integer', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .execute();
      // Malls heard of these when they were made.
      await sql`
        insert into pay_run_head (run, date, state, malls, total, currency)
        select run, min(date), 'taken', count(*), sum(total), min(currency) from pay_run group by run
      `.execute(db);
      await db.schema
        .createIndex('pay_run_head_list')
        .on('pay_run_head')
        .columns(['date', 'run', 'state', 'total'])
        .execute();
      await db.schema.createIndex('pay_run_mall').on('pay_run').columns(['mall', 'run']).execute();
      await db.schema.alterTable('statement').addColumn('paid_from', 'text').execute();
    },
  },
};
