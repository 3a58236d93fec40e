/** Statements as the desk looks at them. */
import type { BillingWay, StatementFile, StatementRow, StatementsNow } from '#shared/desk/billing.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { type ListAsked, type ListPage, mapPage } from '#shared/desk/list.ts';
import { parseReference } from '#shared/domain/statement-reference.ts';
import type { StatementState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows, type Readable, writeResult } from '#main/storage/index.ts';
import { lastClosedMonth, readBillingDays } from './billing-settings.ts';
import type { StatementTable } from './billing-tables.ts';
import type { Credit } from './credit.ts';
import { nextStep } from './dunning.ts';
import { longWork, progressOf } from './long-work.ts';
import { bring } from './statements.ts';
import type { CreditTables } from './tables.ts';

export async function statementsNow(credit: Credit): Promise<StatementsNow> {
  const db = credit.storage.read;
  const running = progressOf(credit, 'statements');
  const drawing = progressOf(credit, 'letters');
  const month =
    longWork(credit, 'statements')?.about ?? lastClosedMonth(calendarDay(credit.clock()), await readBillingDays(db));
  const { made } = await db
    .selectFrom('statement')
    .select((eb) => eb.fn.countAll<number>().as('made'))
    .where('month', '=', month)
    .executeTakeFirstOrThrow();
  const { letters } = await db
    .selectFrom('statement_letter')
    .select((eb) => eb.fn.countAll<number>().as('letters'))
    .where('printed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    month,
    made: Number(made),
    letters: Number(letters),
    ...(running && { running }),
    ...(drawing && { drawing }),
  };
}

export async function listStatements(
  credit: Credit,
  asked: ListAsked<StatementState>,
): Promise<ListPage<StatementRow>> {
  const shape = {
    time: 'statement.month',
    id: 'statement.reference',
    state: 'statement.state',
    amount: 'statement.amount',
    numbers: ['statement.reference'],
  } as const;
  const page = await listRows(credit.storage.read.selectFrom('statement'), shape, asked, (found) =>
    found.selectAll('statement'),
  );
  return mapPage(page, toRow);
}

function toRow(row: StatementTable): StatementRow {
  const next = nextStep(row);
  return {
    reference: row.reference,
    month: row.month,
    amount: { value: row.amount, currency: row.currency },
    paid: { value: row.paid, currency: row.currency },
    dueOn: row.due_on,
    state: row.state,
    way: row.way,
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(next && { next: { state: next.to, on: next.on } }),
  };
}

/** With the customer's name and what was paid by it; recorded in the trail. */
export async function openStatement(credit: Credit, who: string, typed: string): Promise<Result<StatementFile>> {
  const reference = parseReference(typed);
  if (!reference.ok) return reference;
  const db = credit.storage.read;
  const row = await db.selectFrom('statement').selectAll().where('reference', '=', reference.value).executeTakeFirst();
  if (!row) return fail('statement-unknown');
  const customer = await db
    .selectFrom('customer')
    .select(['id', 'name', 'billing', 'language'])
    .where('id', '=', row.customer)
    .executeTakeFirstOrThrow();
  const lines = await db
    .selectFrom('statement_line')
    .leftJoin('partner', 'partner.id', 'statement_line.mall')
    .selectAll('statement_line')
    .select('partner.name as mall_name')
    .where('statement', '=', reference.value)
    .orderBy('position')
    .execute();
  const payments = await db
    .selectFrom('bank_payment')
    .select(['date', 'amount', 'currency'])
    .where('statement', '=', reference.value)
    .orderBy('date')
    .execute();
  await credit.storage.write((unit) =>
    recordDeed(unit, { at: credit.clock(), who, action: 'statement.opened', subject: reference.value }),
  );
  const money = (value: number) => ({ value, currency: row.currency });
  return ok({
    ...toRow(row),
    language: row.language,
    customer,
    lines: lines.map(({ kind, date, mall, mall_name, receipt, amount }) => ({
      kind,
      date,
      ...(mall !== null && { mall: mall_name ?? mall }),
      ...(receipt !== null && { receipt }),
      amount: money(amount),
    })),
    payments: payments.map(({ date, amount, currency }) => ({ date, amount: { value: amount, currency } })),
  });
}

/** Once more, by mail or as a letter for the printer. */
export function sendAgain(
  credit: Credit,
  who: string,
  order: { reference: string; by: BillingWay },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const reference = parseReference(order.reference);
    if (!reference.ok) return reference;
    const row = await db
      .selectFrom('statement')
      .select(['reference', 'customer'])
      .where('reference', '=', reference.value)
      .executeTakeFirst();
    if (!row) return fail('statement-unknown');
    // A button pressed twice: the customer gets it once.
    if (await isOnItsWay(db, reference.value, order.by)) return ok();
    await bring(credit, db, { ...row, way: order.by });
    const entry = { action: 'statement.sent', subject: reference.value, detail: order.by } as const;
    await recordDeed(db, { at: credit.clock(), who, ...entry });
    credit.changes.announce('billing');
    return ok();
  });
}

/** In the queue of mails, or in the pile for the printer, as a statement and not as a reminder. */
async function isOnItsWay(db: Readable<CreditTables>, reference: string, by: BillingWay): Promise<boolean> {
  const found =
    by === 'mail'
      ? await db
          .selectFrom('mail')
          .select('id')
          .where('kind', '=', 'statement')
          .where('subject', '=', reference)
          .where('state', '=', 'waiting')
          .executeTakeFirst()
      : await db
          .selectFrom('statement_letter')
          .select('id')
          .where('kind', '=', 'statement')
          .where('statement', '=', reference)
          .where('printed_at', 'is', null)
          .executeTakeFirst();
  return found !== undefined;
}

/** How a customer gets statements from the next one on. */
export function setPreference(
  credit: Credit,
  who: string,
  wish: { customer: string; by: BillingWay; language: 'ja' | 'en' },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const changed = await db
      .updateTable('customer')
      .set({ billing: wish.by, language: wish.language })
      .where('id', '=', wish.customer)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return fail('not-found');
    const detail = `${wish.by} ${wish.language}`;
    await recordDeed(db, { at: credit.clock(), who, action: 'billing.preference', subject: wish.customer, detail });
    credit.changes.announce('customers');
    return ok();
  });
}
