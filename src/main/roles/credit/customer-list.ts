/** Customers as a list: narrowed and counted by the database, found by what somebody says on the telephone. */
import { sql } from 'kysely';
import type { CustomerRow, CustomerState } from '#shared/desk/credit.ts';
import { type ListAsked, type ListPage, mapPage } from '#shared/desk/list.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows, type Readable } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { fold, readCustomerRows } from './customer-search.ts';
import type { CreditTables } from './tables.ts';

/** Blocked: no card is left that could pay. */
const STATE = sql<CustomerState>`case
  when exists (select 1 from closed_account where closed_account.customer = customer.id) then 'closed'
  when (select min(card.blocked) from card where card.customer = customer.id) = 1 then 'blocked'
  else 'active' end`;
const OWED = sql<number>`coalesce((select balance from account_balance
  where account = 'customer:' || customer.id and currency = 'JPY'), 0)`;
/** The same question again is one look, until the person comes back later. */
const SAME_LOOK_MS = 10 * 60_000;

export type ListCustomers = (who: string, asked: ListAsked<CustomerState>) => Promise<ListPage<CustomerRow>>;

/** Every look is in the trail, without what was asked; pages and renewals of one list are one look. */
export function openCustomerList(credit: Credit): ListCustomers {
  const looks = new Map<string, { readonly question: string; readonly at: number }>();

  async function note(who: string, asked: ListAsked, page: ListPage<unknown>): Promise<void> {
    const { before: _before, skip: _skip, limit: _limit, order: _order, ...narrowed } = asked;
    const question = JSON.stringify(narrowed);
    const at = credit.clock();
    const last = looks.get(who);
    if (last?.question === question && at.getTime() - last.at < SAME_LOOK_MS) return;
    looks.set(who, { question, at: at.getTime() });
    const detail = String(page.total ?? page.rows.length);
    await credit.storage.write((db) =>
      recordDeed(db, { at, who, action: 'customers.found', subject: credit.self, detail }),
    );
  }

  return async (who, asked) => {
    const page = await listCustomers(credit.storage.read, asked);
    await note(who, asked, page);
    return page;
  };
}

async function listCustomers(
  db: Readable<CreditTables>,
  { search = '', ...asked }: ListAsked<CustomerState>,
): Promise<ListPage<CustomerRow>> {
  const all = db.selectFrom('customer');
  const found = search.trim() === '' ? all : all.where('customer.id', 'in', foundBy(db, search.trim()));
  const shape = { time: 'customer.created_at', id: 'customer.id', state: STATE, amount: OWED } as const;
  const page = await listRows(found, shape, asked, (rows) => rows.select('customer.id'));
  const shown = await readCustomerRows(
    db,
    page.rows.map(({ id }) => id),
  );
  const byId = new Map(shown.map((row) => [row.id, row]));
  return mapPage(page, ({ id }) => byId.get(id)!);
}

/** By name, kana and e-mail; by the end of a card's number; by the number of a settlement, a statement or the account. */
function foundBy(db: Readable<CreditTables>, search: string) {
  const number = normalizeNumber(search);
  const named = db
    .selectFrom('customer_search')
    .select('customer')
    .where('text', 'like', `%${fold(search)}%`)
    .union(db.selectFrom('customer').select('id as customer').where('id', '=', search));
  if (!/^\d{4,20}$/.test(number)) return named;
  return named
    .union(db.selectFrom('card').select('customer').where('last_four', '=', number))
    .union(db.selectFrom('settlement').select('customer').where('receipt', '=', number))
    .union(db.selectFrom('statement').select('customer').where('reference', '=', number));
}
