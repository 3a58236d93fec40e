/** What a clerk needs of a customer on the telephone: the newest of everything, with a fixed number of queries. */
import type { CustomerRecords, Recent } from '#shared/desk/credit.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Readable } from '#main/storage/index.ts';
import { PAID_WITH, toSettlementRow } from './lists.ts';
import type { CreditTables } from './tables.ts';

/** Of each kind; the rest stands in its list. */
const SHOWN = 20;

const money = (value: number, currency: string): Money => ({ value, currency });

export async function readRecords(db: Readable<CreditTables>, customer: string): Promise<CustomerRecords> {
  const [settlements, statements, payments, disputes, mails] = await Promise.all([
    recentSettlements(db, customer),
    recentStatements(db, customer),
    recentPayments(db, customer),
    recentDisputes(db, customer),
    recentMails(db, customer),
  ]);
  return { settlements, statements, payments, disputes, mails };
}

async function recent<T>(
  rows: Promise<readonly T[]>,
  counted: { executeTakeFirstOrThrow(): Promise<{ readonly count: number }> },
): Promise<Recent<T>> {
  const found = await rows;
  return {
    rows: found,
    total: found.length < SHOWN ? found.length : Number((await counted.executeTakeFirstOrThrow()).count),
  };
}

function recentSettlements(db: Readable<CreditTables>, customer: string): Promise<CustomerRecords['settlements']> {
  const own = db.selectFrom('settlement').where('settlement.customer', '=', customer);
  const rows = own
    .innerJoin('card', (join) => join.on('card.id', '=', PAID_WITH))
    .leftJoin('partner', 'partner.id', 'settlement.mall')
    .selectAll('settlement')
    .select(['card.last_four', 'partner.name as mall_name'])
    .orderBy('settlement.held_at', 'desc')
    .orderBy('settlement.receipt', 'desc')
    .limit(SHOWN)
    .execute();
  return recent(
    rows.then((found) => found.map(toSettlementRow)),
    own.select((eb) => eb.fn.countAll<number>().as('count')),
  );
}

function recentStatements(db: Readable<CreditTables>, customer: string): Promise<CustomerRecords['statements']> {
  const own = db.selectFrom('statement').where('customer', '=', customer);
  const rows = own
    .select(['reference', 'month', 'amount', 'paid', 'currency', 'due_on', 'state'])
    .orderBy('month', 'desc')
    .limit(SHOWN)
    .execute();
  return recent(
    rows.then((found) =>
      found.map(({ reference, month, amount, paid, currency, due_on, state }) => ({
        reference,
        month,
        amount: money(amount, currency),
        paid: money(paid, currency),
        dueOn: due_on,
        state,
      })),
    ),
    own.select((eb) => eb.fn.countAll<number>().as('count')),
  );
}

function recentPayments(db: Readable<CreditTables>, customer: string): Promise<CustomerRecords['payments']> {
  const own = db.selectFrom('bank_payment').where('customer', '=', customer);
  const rows = own
    .select(['id', 'date', 'amount', 'currency', 'source', 'state', 'statement'])
    .orderBy('date', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return recent(
    rows.then((found) =>
      found.map(({ id, date, amount, currency, source, state, statement }) => ({
        id,
        date,
        amount: money(amount, currency),
        source,
        state,
        ...(statement !== null && { reference: statement }),
      })),
    ),
    own.select((eb) => eb.fn.countAll<number>().as('count')),
  );
}

function recentDisputes(db: Readable<CreditTables>, customer: string): Promise<CustomerRecords['disputes']> {
  const own = db
    .selectFrom('dispute')
    .innerJoin('settlement', 'settlement.receipt', 'dispute.receipt')
    .where('settlement.customer', '=', customer);
  const rows = own
    .leftJoin('partner', 'partner.id', 'dispute.mall')
    .select(['dispute.dispute', 'dispute.receipt', 'dispute.mall', 'dispute.amount', 'dispute.currency'])
    .select(['dispute.about', 'dispute.state', 'dispute.opened_at', 'partner.name as mall_name'])
    .orderBy('dispute.opened_at', 'desc')
    .orderBy('dispute.dispute', 'desc')
    .limit(SHOWN)
    .execute();
  return recent(
    rows.then((found) =>
      found.map(({ dispute, receipt, mall, mall_name, amount, currency, about, state, opened_at }) => ({
        dispute,
        receipt,
        mall: mall_name ?? mall,
        amount: money(amount, currency),
        about,
        state,
        openedAt: opened_at,
      })),
    ),
    own.select((eb) => eb.fn.countAll<number>().as('count')),
  );
}

function recentMails(db: Readable<CreditTables>, customer: string): Promise<CustomerRecords['mails']> {
  const own = db.selectFrom('mail').where('customer', '=', customer);
  const rows = own
    .select(['id', 'kind', 'subject', 'state', 'created_at', 'sent_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return recent(
    rows.then((found) =>
      found.map(({ id, kind, subject, state, created_at, sent_at }) => ({
        id,
        kind,
        subject,
        state,
        createdAt: created_at,
        ...(sent_at !== null && { sentAt: sent_at }),
      })),
    ),
    own.select((eb) => eb.fn.countAll<number>().as('count')),
  );
}
