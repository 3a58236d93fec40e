/** What customers pay: by hand, from a bank's file, and money that nobody could assign yet. */
import { sql } from 'kysely';
import {
  BANK_LINE_STATES,
  type BankFile,
  type BankLine,
  type BankLineState,
  type BookedFile,
  type BookedPayment,
  type ReceivedPayment,
} from '#shared/desk/billing.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { type Money, yen } from '#shared/domain/money.ts';
import { parseReference } from '#shared/domain/statement-reference.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { balanceOf, bookTransfer } from '#main/ledger/index.ts';
import { type ListShape, listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { followAccount } from './account.ts';
import { type BankFileLine, readBankFile } from './bank-file.ts';
import type { BankPaymentTable } from './billing-tables.ts';
import type { Credit } from './credit.ts';
import { doLongWork } from './long-work.ts';
import type { CreditTables } from './tables.ts';

/** Settlements, and so statements, are in this currency only. */
const CURRENCY = 'JPY';
/** Names and references asked for in one query. */
const IN_ONE = 500;
/** Payments that are booked at once, each in a unit of work of its own. */
const AT_ONCE = 100;
/** Lines of a file that are shown. */
const SHOWN = 500;

type Incoming = Pick<BankPaymentTable, 'date' | 'amount' | 'source' | 'bank_ref' | 'text'>;

/**
 * A payment by hand. Fails with `statement-unknown`: who sees the money can look for its statement; with `already-booked`
 * for an entry that was booked.
 */
export async function receivePayment(
  credit: Credit,
  who: string,
  payment: { reference: string; amount: Money; date: string; entry?: string | undefined },
): Promise<Result<BookedPayment>> {
  const reference = parseReference(payment.reference);
  if (!reference.ok) return reference;
  const entered = checkEntered(credit, payment);
  if (!entered.ok) return entered;
  const { value: amount } = payment.amount;
  return writeResult(credit.storage, async (db) => {
    const id = payment.entry ?? randomUuid();
    if (await isBooked(db, id)) return fail('already-booked', 'payment');
    const incoming: Incoming = { date: payment.date, amount, source: 'desk', bank_ref: id, text: '' };
    const booked = await bookPayment(credit, db, reference.value, incoming, id);
    if (!booked) return fail('statement-unknown');
    const entry = { action: 'payment.received', subject: reference.value, detail: String(amount) } as const;
    await recordDeed(db, { at: credit.clock(), who, ...entry });
    credit.changes.announce('billing');
    return ok(booked);
  });
}

/** What somebody types of money that a bank has moved. Fails with `field-invalid` (`amount`, or `date` to come). */
export function checkEntered(
  { clock }: Pick<Credit, 'clock'>,
  { amount, date }: { readonly amount: Money; readonly date: string },
): Result<void> {
  if (amount.value < 1 || amount.currency !== CURRENCY) return fail('field-invalid', 'amount');
  // A day more, where the day has begun elsewhere.
  return date > calendarDay(new Date(clock().getTime() + 86_400_000)) ? fail('field-invalid', 'date') : ok();
}

/** Whether what somebody typed was booked: it is sent again after a lost answer. */
export async function isBooked(db: Readable<CreditTables>, entry: string): Promise<boolean> {
  return (await db.selectFrom('bank_payment').select('id').where('id', '=', entry).executeTakeFirst()) !== undefined;
}

/** Books money for a statement's customer; `undefined`, and nothing done, where there is no such statement. */
async function bookPayment(
  credit: Credit,
  db: Writable<CreditTables>,
  reference: string,
  incoming: Incoming,
  id: string,
): Promise<BookedPayment | undefined> {
  const statement = await findStatement(db, reference);
  if (!statement) return undefined;
  const { amount } = incoming;
  await db
    .insertInto('bank_payment')
    .values({
      ...incoming,
      id,
      statement: reference,
      customer: statement.customer,
      currency: CURRENCY,
      state: amount > statement.owed ? 'over' : 'booked',
      booked_at: credit.clock().toISOString(),
    })
    .execute();
  return credited(credit, db, {
    reference,
    customer: statement.customer,
    amount,
    from: 'cash',
    id,
    owed: statement.owed,
  });
}

/** The books, the claims, the cards and the statements: what every payment does once its row stands. */
async function credited(
  credit: Credit,
  db: Writable<CreditTables>,
  payment: {
    readonly reference: string;
    readonly customer: string;
    readonly amount: number;
    readonly from: 'cash' | 'suspense';
    readonly id: string;
    readonly owed: number;
  },
): Promise<BookedPayment> {
  const { reference, customer, amount, from, id, owed } = payment;
  await bookTransfer(db, {
    at: credit.clock(),
    kind: 'payment',
    subject: id,
    debit: from,
    credit: `customer:${customer}`,
    amount: { value: amount, currency: CURRENCY },
  });
  await followAccount(db, customer, CURRENCY);
  const after = await findStatement(db, reference);
  const balance = await balanceOf(db, `customer:${customer}`, CURRENCY);
  credit.changes.announce('billing');
  credit.changes.announce('customers');
  credit.changes.announce('settlements');
  return {
    state: stateOf(amount, owed) as BookedPayment['state'],
    rest: yen(after?.owed ?? 0),
    credit: yen(Math.max(0, -balance.value)),
  };
}

async function findStatement(
  db: Readable<CreditTables>,
  reference: string,
): Promise<{ customer: string; owed: number } | undefined> {
  const row = await db
    .selectFrom('statement')
    .select(['customer', 'amount', 'paid'])
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row && { customer: row.customer, owed: Math.max(0, row.amount - row.paid) };
}

function stateOf(amount: number, owed: number): BankLineState {
  if (amount === owed) return 'exact';
  return amount < owed ? 'part' : 'over';
}

// From a bank's file

/** What a bank's file would book; nothing is written. */
export async function previewBankFile(credit: Credit, file: Uint8Array): Promise<Result<BankFile>> {
  const read = readBankFile(file);
  if (!read.ok) return read;
  const db = credit.storage.read;
  const known = await findKnown(db, read.value.lines);
  const owed = await findOwed(db, read.value.lines);
  const lines = read.value.lines.map((line): BankLine => {
    if (known.has(line.bankRef)) return toBankLine(line, 'known');
    const statement = line.reference === undefined ? undefined : owed.get(line.reference);
    if (statement === undefined) return toBankLine(line, 'unknown');
    // Several lines may pay one statement.
    owed.set(line.reference!, Math.max(0, statement - line.amount));
    return toBankLine(line, stateOf(line.amount, statement), statement);
  });
  return ok({ ...read.value, ...inSight(lines) });
}

/** Of a long file those that somebody should look at. */
const URGENCY: readonly BankLineState[] = ['unknown', 'over', 'part', 'exact', 'known'];

function inSight(lines: readonly BankLine[]): Pick<BankFile, 'counts' | 'lines'> {
  const of = Map.groupBy(lines, ({ state }) => state);
  const counts = Object.fromEntries(BANK_LINE_STATES.map((state) => [state, of.get(state)?.length ?? 0]));
  const shown = lines.length <= SHOWN ? lines : URGENCY.flatMap((state) => of.get(state) ?? []).slice(0, SHOWN);
  return { counts: counts as BankFile['counts'], lines: shown };
}

/**
 * Books a bank's file: every line once, however often it comes, each in a unit of work of its own. Money whose
 * statement is not known is kept in `suspense` until somebody assigns it. Stopped, the same file books the rest later.
 */
export async function importBankFile(credit: Credit, who: string, file: Uint8Array): Promise<Result<BookedFile>> {
  const read = readBankFile(file);
  if (!read.ok) return read;
  return doLongWork(credit, 'bank-file', 'payments', async (work) => {
    const lines: BankLine[] = [];
    work.of = read.value.lines.length;
    for (let at = 0; at < work.of && !work.stop; at += AT_ONCE) {
      const some = read.value.lines.slice(at, at + AT_ONCE);
      const booked = await Promise.all(some.map((line) => bookLine(credit, line)));
      for (const line of booked) {
        if (!line.ok) return line;
        lines.push(line.value);
      }
      work.done = lines.length;
      credit.changes.announce('billing');
    }
    const count = lines.filter(({ state }) => state !== 'known').length;
    const detail = `${count}/${work.of}`;
    const deed = { at: credit.clock(), who, action: 'payments.imported', subject: credit.self, detail } as const;
    await credit.storage.write((db) => recordDeed(db, deed));
    return ok({ ...read.value, ...inSight(lines), stopped: lines.length < work.of });
  });
}

function bookLine(credit: Credit, line: BankFileLine): Promise<Result<BankLine>> {
  const { date, amount, bankRef, text, reference } = line;
  return writeResult(credit.storage, async (db) => {
    const earlier = await db.selectFrom('bank_payment').select('id').where('bank_ref', '=', bankRef).executeTakeFirst();
    if (earlier) return ok(toBankLine(line, 'known'));
    const id = randomUuid();
    const incoming: Incoming = { date, amount, source: 'bank', bank_ref: bankRef, text };
    const owed = reference === undefined ? undefined : (await findStatement(db, reference))?.owed;
    if (reference !== undefined && owed !== undefined) {
      await bookPayment(credit, db, reference, incoming, id);
      return ok(toBankLine(line, stateOf(amount, owed), owed));
    }
    await keepUnknown(credit, db, incoming, id);
    return ok(toBankLine(line, 'unknown'));
  });
}

async function keepUnknown(credit: Credit, db: Writable<CreditTables>, incoming: Incoming, id: string): Promise<void> {
  const at = credit.clock();
  await db
    .insertInto('bank_payment')
    .values({
      ...incoming,
      id,
      statement: null,
      customer: null,
      currency: CURRENCY,
      state: 'unknown',
      booked_at: at.toISOString(),
    })
    .execute();
  await bookTransfer(db, {
    at,
    kind: 'payment',
    subject: id,
    debit: 'cash',
    credit: 'suspense',
    amount: yen(incoming.amount),
  });
}

function toBankLine(line: BankFileLine, state: BankLineState, owed?: number): BankLine {
  return {
    line: line.line,
    date: line.date,
    amount: yen(line.amount),
    text: line.text,
    state,
    ...(line.reference !== undefined && { reference: line.reference }),
    ...(owed !== undefined && { owed: yen(owed) }),
  };
}

async function findKnown(db: Readable<CreditTables>, lines: readonly BankFileLine[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let at = 0; at < lines.length; at += IN_ONE) {
    const some = lines.slice(at, at + IN_ONE).map(({ bankRef }) => bankRef);
    const rows = await db.selectFrom('bank_payment').select('bank_ref').where('bank_ref', 'in', some).execute();
    for (const { bank_ref } of rows) known.add(bank_ref);
  }
  return known;
}

async function findOwed(db: Readable<CreditTables>, lines: readonly BankFileLine[]): Promise<Map<string, number>> {
  const owed = new Map<string, number>();
  const references = [...new Set(lines.flatMap(({ reference }) => reference ?? []))];
  for (let at = 0; at < references.length; at += IN_ONE) {
    const rows = await db
      .selectFrom('statement')
      .select(['reference', 'amount', 'paid'])
      .where('reference', 'in', references.slice(at, at + IN_ONE))
      .execute();
    for (const { reference, amount, paid } of rows) owed.set(reference, Math.max(0, amount - paid));
  }
  return owed;
}

// What came in

export async function listReceived(
  credit: Pick<Credit, 'storage'>,
  asked: Input<'payments.received'>,
): Promise<ListPage<ReceivedPayment>> {
  const payments = credit.storage.read.selectFrom('bank_payment');
  const shape: ListShape<CreditTables, 'bank_payment'> = {
    time: 'bank_payment.date',
    days: true,
    id: 'bank_payment.id',
    state: sql<string>`case when bank_payment.state in ('unknown', 'paid-back', 'struck') then bank_payment.state else 'assigned' end`,
    amount: 'bank_payment.amount',
    numbers: ['bank_payment.statement'],
    names: ['bank_payment.text'],
  };
  return mapPage(await listRows(payments, shape, asked, (found) => found.selectAll()), toReceived);
}

function toReceived(row: BankPaymentTable): ReceivedPayment {
  const { id, date, amount, currency, statement, text, source, state, booked_at } = row;
  return {
    id,
    date,
    amount: { value: amount, currency },
    text,
    source,
    state,
    bookedAt: booked_at,
    ...(statement !== null && { reference: statement }),
  };
}

/** A clerk found whose money it is. Once: fails with `already-decided` afterwards. */
export function assignPayment(
  credit: Credit,
  who: string,
  order: { payment: string; reference: string },
): Promise<Result<BookedPayment>> {
  return writeResult(credit.storage, async (db) => {
    const reference = parseReference(order.reference);
    if (!reference.ok) return reference;
    const payment = await db.selectFrom('bank_payment').selectAll().where('id', '=', order.payment).executeTakeFirst();
    if (!payment) return fail('not-found');
    if (payment.state !== 'unknown') return fail('already-decided');
    const statement = await findStatement(db, reference.value);
    if (!statement) return fail('statement-unknown');
    const { id, amount } = payment;
    const { customer, owed } = statement;
    await db
      .updateTable('bank_payment')
      .set({ statement: reference.value, customer, state: amount > owed ? 'over' : 'booked' })
      .where('id', '=', id)
      .execute();
    const booked = await credited(credit, db, {
      reference: reference.value,
      customer,
      amount,
      from: 'suspense',
      id,
      owed,
    });
    const entry = { action: 'payment.assigned', subject: reference.value, detail: String(amount) } as const;
    await recordDeed(db, { at: credit.clock(), who, ...entry });
    return ok(booked);
  });
}
