/**
 * Money as double entry: every movement takes from one account what it gives to another, so the sum over all accounts
 * is zero by the shape of a row and not by care. Roles write a transfer in the unit of work of the fact it books. It
 * must never know what was bought.
 */
import { type Generated, sql } from 'kysely';
import type { Money } from '#shared/domain/money.ts';
import type { Migrations, Readable, Writable } from '#main/storage/index.ts';

/**
 * Kinds of accounts that a settlement company needs; the part behind the colon says whose. In `suspense` lies money that
 * came in and that nobody could assign yet.
 */
export type Account = `customer:${string}` | `mall:${string}` | 'cash' | 'fees' | 'losses' | 'suspense';

export interface LedgerTables {
  transfer: {
    id: Generated<number>;
    at: string;
    kind: string;
    /** A receipt, statement, payout or refund number. */
    subject: string;
    /** Gains the amount. */
    debit: string;
    /** Loses it. */
    credit: string;
    /** Minor units, above zero. */
    amount: number;
    currency: string;
  };
  /** Sum of an account's transfers, kept in the same unit of work. */
  account_balance: { account: string; currency: string; balance: number };
}

export interface Transfer {
  readonly at: Date;
  readonly kind: string;
  readonly subject: string;
  readonly debit: Account;
  readonly credit: Account;
  readonly amount: Money;
}

export const ledgerMigrations: Migrations = {
  'ledger-0001-transfers': {
    up: async (db) => {
      await db.schema
        .createTable('transfer')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('debit', 'text', (column) => column.notNull())
        .addColumn('credit', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addCheckConstraint('transfer_amount', sql`amount > 0`)
        .addCheckConstraint('transfer_accounts', sql`debit <> credit`)
        .execute();
      await db.schema.createIndex('transfer_subject').on('transfer').column('subject').execute();
      await db.schema.createIndex('transfer_debit').on('transfer').columns(['debit', 'at']).execute();
      await db.schema.createIndex('transfer_credit').on('transfer').columns(['credit', 'at']).execute();
      await db.schema
        .createTable('account_balance')
        .addColumn('account', 'text', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('balance', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('account_balance_key', ['account', 'currency'])
        .execute();
    },
  },
};

/** Books a movement. Throws where the amount is not above zero or both sides are one: the caller is wrong. */
export async function bookTransfer(db: Writable<LedgerTables>, transfer: Transfer): Promise<void> {
  const { at, kind, subject, debit, credit, amount } = transfer;
  await db
    .insertInto('transfer')
    .values({ at: at.toISOString(), kind, subject, debit, credit, amount: amount.value, currency: amount.currency })
    .execute();
  await addToBalance(db, debit, amount.currency, amount.value);
  await addToBalance(db, credit, amount.currency, -amount.value);
}

async function addToBalance(
  db: Writable<LedgerTables>,
  account: Account,
  currency: string,
  value: number,
): Promise<void> {
  await db
    .insertInto('account_balance')
    .values({ account, currency, balance: value })
    .onConflict((conflict) =>
      conflict.columns(['account', 'currency']).doUpdateSet((eb) => ({
        balance: eb('account_balance.balance', '+', value),
      })),
    )
    .execute();
}

/** Positive: the account holds or is owed; negative: it owes. */
export async function balanceOf(db: Readable<LedgerTables>, account: Account, currency: string): Promise<Money> {
  const row = await db
    .selectFrom('account_balance')
    .select('balance')
    .where('account', '=', account)
    .where('currency', '=', currency)
    .executeTakeFirst();
  return { value: row?.balance ?? 0, currency };
}

/** Sum over all accounts of a currency – zero – and whether each balance is the sum of its transfers. */
export async function checkLedger(db: Readable<LedgerTables>): Promise<{ sum: number; differing: string[] }> {
  const balances = await db.selectFrom('account_balance').selectAll().execute();
  const transfers = await db
    .selectFrom('transfer')
    .select((eb) => ['debit', 'credit', 'currency', eb.fn.sum<number>('amount').as('amount')])
    .groupBy(['debit', 'credit', 'currency'])
    .execute();
  const moved = new Map<string, number>();
  for (const { debit, credit, currency, amount } of transfers) {
    moved.set(`${debit} ${currency}`, (moved.get(`${debit} ${currency}`) ?? 0) + Number(amount));
    moved.set(`${credit} ${currency}`, (moved.get(`${credit} ${currency}`) ?? 0) - Number(amount));
  }
  return {
    sum: balances.reduce((sum, { balance }) => sum + balance, 0),
    differing: balances
      .filter(({ account, currency, balance }) => moved.get(`${account} ${currency}`) !== balance)
      .map(({ account }) => account),
  };
}
