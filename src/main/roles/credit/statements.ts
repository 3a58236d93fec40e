/** Monthly statements: for every customer what was claimed and given back since the last one, and what is still owed. */
import { calendarDay } from '#shared/domain/day.ts';
import { mintReference } from '#shared/domain/statement-reference.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { queueMail } from '#main/post/mail/index.ts';
import { reserveNumber, type Writable } from '#main/storage/index.ts';
import { randomDigit } from '#main/vault/index.ts';
import { type BillingDays, closingOf, dueOf, lastClosedMonth, readBillingDays } from './billing-settings.ts';
import type { StatementLineTable, StatementTable } from './billing-tables.ts';
import { clearAccount } from './clearing.ts';
import type { Credit } from './credit.ts';
import { doLongWork } from './long-work.ts';
import type { CreditTables } from './tables.ts';

/** Settlements are in this currency only. */
const CURRENCY = 'JPY';
/** Customers of one unit of work: other writers get their turn in between. */
const BATCH = 200;
/** Rows of one insert: a statement of SQL takes so many values only. */
const ROWS = 1000;

/**
 * Makes the statements of a month that has closed, one for each customer, once: those that are there stay as they are.
 * A customer gets one for what was claimed and given back until the closing day and for what is still owed; credit alone
 * waits for the next purchase. Fails with `month-open`, and with `import-running` while another making goes on.
 */
export async function makeStatements(
  credit: Credit,
  who: string,
  wanted?: string,
): Promise<Result<{ made: number; stopped: boolean }>> {
  const days = await readBillingDays(credit.storage.read);
  const today = calendarDay(credit.clock());
  const month = wanted ?? lastClosedMonth(today, days);
  if (closingOf(month, days) >= today) return fail('month-open', month);
  return doLongWork(credit, 'statements', month, async (work) => {
    const customers = await findBilled(credit, closingOf(month, days), month);
    work.of = customers.length;
    let made = 0;
    for (let at = 0; at < customers.length && !work.stop; at += BATCH) {
      const batch = customers.slice(at, at + BATCH);
      made += await credit.storage.write((db) => makeBatch(credit, db, batch, { month, today, days }));
      work.done = at + batch.length;
      credit.changes.announce('billing');
    }
    if (made > 0) {
      const at = credit.clock();
      await credit.storage.write((db) =>
        recordDeed(db, { at, who, action: 'statements.made', subject: month, detail: String(made) }),
      );
    }
    return ok({ made, stopped: work.stop });
  });
}

/** Customers with something to bill who have no statement of that month. */
async function findBilled(credit: Credit, until: string, month: string): Promise<string[]> {
  const db = credit.storage.read;
  const claimed = await db
    .selectFrom('claim')
    .innerJoin('settlement', 'settlement.receipt', 'claim.receipt')
    .select('settlement.customer')
    .distinct()
    .where('claim.statement', 'is', null)
    .where('claim.date', '<=', until)
    .execute();
  const refunded = await db
    .selectFrom('credit_refund')
    .innerJoin('settlement', 'settlement.receipt', 'credit_refund.receipt')
    .select('settlement.customer')
    .distinct()
    .where('credit_refund.statement', 'is', null)
    .where('credit_refund.given_back', '>', 0)
    .where('credit_refund.at', '<', `${until}T24`)
    .execute();
  const owing = await db
    .selectFrom('statement')
    .select('customer')
    .distinct()
    .where('state', '!=', 'paid')
    .where('month', '<', month)
    .execute();
  const billed = await db.selectFrom('statement').select('customer').where('month', '>=', month).execute();
  const done = new Set(billed.map(({ customer }) => customer));
  const wanted = new Set([...claimed, ...refunded, ...owing].map(({ customer }) => customer));
  return [...wanted].filter((customer) => !done.has(customer)).sort();
}

type Line = Omit<StatementLineTable, 'statement' | 'position'>;

/** In the unit of work nothing is asked customer by customer but a fresh reference. */
async function makeBatch(
  credit: Credit,
  db: Writable<CreditTables>,
  customers: readonly string[],
  { month, today, days }: { readonly month: string; readonly today: string; readonly days: BillingDays },
): Promise<number> {
  const until = closingOf(month, days);
  const billed = await db
    .selectFrom('statement')
    .select('customer')
    .where('customer', 'in', customers)
    .where('month', '>=', month)
    .execute();
  const done = new Set(billed.map(({ customer }) => customer));
  const people = await db
    .selectFrom('customer')
    .select(['id', 'language', 'billing'])
    .where('id', 'in', customers)
    .execute();
  const lines = await readLines(db, customers);
  const balances = await readBalances(db, customers);
  const statements: StatementTable[] = [];
  const rows: StatementLineTable[] = [];
  const settled: string[] = [];
  for (const { id, language, billing } of people.filter(({ id }) => !done.has(id))) {
    const own = lines.get(id) ?? [];
    const carried = (balances.get(id) ?? 0) - own.reduce((sum, { amount }) => sum + amount, 0);
    const fresh = own.filter(({ date }) => date <= until);
    if (fresh.length === 0 && carried <= 0) continue;
    const stated = carried === 0 ? fresh : [carriedLine(carried, until), ...fresh];
    const reference = await claimReference(db);
    const amount = stated.reduce((sum, line) => sum + line.amount, 0);
    if (own.length > fresh.length) settled.push(id);
    statements.push({
      reference,
      customer: id,
      month,
      language,
      amount,
      currency: CURRENCY,
      issued_at: today,
      due_on: dueOf(month, days),
      paid: 0,
      state: amount > 0 ? 'open' : 'paid',
      paid_from: null,
      dunned_at: null,
      rests_until: null,
      way: billing,
      sent_at: null,
    });
    stated.forEach((line, position) => rows.push({ statement: reference, position, ...line }));
  }
  await keep(db, statements, rows);
  for (const statement of statements) await bring(credit, db, statement);
  // Money that went back after the closing day stands on the next one, but it is not owed any more.
  for (const customer of settled) await clearAccount(db, customer, CURRENCY);
  return statements.length;
}

/** Everything of these customers that stands on no statement yet, oldest first. */
async function readLines(
  db: Writable<CreditTables>,
  customers: readonly string[],
): Promise<ReadonlyMap<string, readonly Line[]>> {
  const claims = await db
    .selectFrom('settlement')
    .innerJoin('claim', 'claim.receipt', 'settlement.receipt')
    .select(['settlement.customer', 'claim.claim', 'claim.receipt', 'claim.mall', 'claim.date', 'claim.amount'])
    .where('settlement.customer', 'in', customers)
    .where('claim.statement', 'is', null)
    .where('claim.currency', '=', CURRENCY)
    .execute();
  const refunds = await db
    .selectFrom('settlement')
    .innerJoin('credit_refund', 'credit_refund.receipt', 'settlement.receipt')
    .select(['settlement.customer', 'credit_refund.refund', 'credit_refund.receipt', 'credit_refund.mall'])
    .select(['credit_refund.at', 'credit_refund.given_back'])
    .where('settlement.customer', 'in', customers)
    .where('credit_refund.statement', 'is', null)
    .where('credit_refund.given_back', '>', 0)
    .where('credit_refund.currency', '=', CURRENCY)
    .execute();
  const lines = new Map<string, Line[]>(customers.map((customer) => [customer, []]));
  for (const { customer, claim, receipt, mall, date, amount } of claims) {
    lines.get(customer)!.push({ kind: 'claim', subject: claim, receipt, mall, date, amount });
  }
  for (const { customer, refund, receipt, mall, at, given_back } of refunds) {
    const date = at.slice(0, 10);
    lines.get(customer)!.push({ kind: 'refund', subject: refund, receipt, mall, date, amount: -given_back });
  }
  for (const own of lines.values()) {
    own.sort((a, b) => a.date.localeCompare(b.date) || a.subject!.localeCompare(b.subject!));
  }
  return lines;
}

async function readBalances(
  db: Writable<CreditTables>,
  customers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const accounts = customers.map((customer) => `customer:${customer}`);
  const rows = await db
    .selectFrom('account_balance')
    .select(['account', 'balance'])
    .where('account', 'in', accounts)
    .where('currency', '=', CURRENCY)
    .execute();
  return new Map(rows.map(({ account, balance }) => [account.slice('customer:'.length), balance]));
}

function carriedLine(amount: number, date: string): Line {
  return { kind: 'carried', subject: null, receipt: null, mall: null, date, amount };
}

async function claimReference(db: Writable<CreditTables>): Promise<string> {
  for (;;) {
    const reference = mintReference(randomDigit);
    if (await reserveNumber(db, reference)) return reference;
  }
}

async function keep(
  db: Writable<CreditTables>,
  statements: readonly StatementTable[],
  rows: readonly StatementLineTable[],
): Promise<void> {
  if (statements.length === 0) return;
  await db.insertInto('statement').values(statements).execute();
  for (let at = 0; at < rows.length; at += ROWS) {
    await db
      .insertInto('statement_line')
      .values(rows.slice(at, at + ROWS))
      .execute();
  }
  const references = statements.map(({ reference }) => reference);
  const onStatement = (kind: 'claim' | 'refund') =>
    db
      .selectFrom('statement_line')
      .select('subject')
      .where('statement', 'in', references)
      .where('kind', '=', kind)
      .where('subject', 'is not', null);
  await db
    .updateTable('claim')
    .set(({ selectFrom }) => ({
      statement: selectFrom('statement_line').select('statement').whereRef('subject', '=', 'claim.claim'),
    }))
    .where('claim', 'in', onStatement('claim') as never)
    .execute();
  await db
    .updateTable('credit_refund')
    .set(({ selectFrom }) => ({
      statement: selectFrom('statement_line').select('statement').whereRef('subject', '=', 'credit_refund.refund'),
    }))
    .where('refund', 'in', onStatement('refund') as never)
    .execute();
}

/** By mail, or into the pile for the printer. */
export async function bring(
  credit: Credit,
  db: Writable<CreditTables>,
  { reference, customer, way }: Pick<StatementTable, 'reference' | 'customer' | 'way'>,
  kind: 'statement' | 'reminder' | 'warning' = 'statement',
): Promise<void> {
  if (way === 'mail') {
    const mail = kind === 'statement' ? 'statement' : 'reminder';
    await queueMail(credit.mailroom, db, { kind: mail, subject: reference, customer });
    return;
  }
  await db
    .insertInto('statement_letter')
    .values({ statement: reference, kind, made_at: credit.clock().toISOString(), printed_at: null })
    .execute();
}
