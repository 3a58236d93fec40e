import type { CustomerRow } from '#shared/desk/credit.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Account } from '#main/ledger/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import type { CreditTables, CustomerTable } from './tables.ts';

const MOST_FOUND = 100;

/** Width, case, kind of kana and spaces don't matter to whoever searches. */
function fold(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      // Hiragana and katakana stand in the same order.
      .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
      .replace(/[\s%_\\]/g, '')
  );
}

/** What a customer is found by; a space keeps one field's end from joining the next one's beginning. */
export function searchText({ name, kana, email }: Pick<CustomerTable, 'name' | 'kana' | 'email'>): string {
  return [name, kana, email].map(fold).join(' ');
}

/** In the unit of work that writes the customer. */
export async function keepFindable(
  db: Writable<CreditTables>,
  row: Pick<CustomerTable, 'id' | 'name' | 'kana' | 'email'>,
): Promise<void> {
  const text = searchText(row);
  await db
    .insertInto('customer_search')
    .values({ customer: row.id, text })
    .onConflict((conflict) => conflict.column('customer').doUpdateSet({ text }))
    .execute();
}

/** Staff look customers up, newest first; every look is in the trail, without what was asked. */
export async function findCustomers(credit: Credit, who: string, wanted: string): Promise<CustomerRow[]> {
  const ids = await search(credit.storage.read, wanted);
  await credit.storage.write((db) =>
    recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'customers.found',
      subject: credit.self,
      detail: String(ids.length),
    }),
  );
  return readCustomerRows(credit.storage.read, ids);
}

async function search(db: Readable<CreditTables>, wanted: string): Promise<string[]> {
  const text = fold(wanted);
  const newest = db.selectFrom('customer_search').select(['id', 'customer']).orderBy('id', 'desc').limit(MOST_FOUND);
  const named = await (text === '' ? newest : newest.where('text', 'like', `%${text}%`)).execute();
  const carded = /^\d{4}$/.test(text)
    ? await db
        .selectFrom('card')
        .innerJoin('customer_search', 'customer_search.customer', 'card.customer')
        .select(['customer_search.id', 'customer_search.customer'])
        .where('card.last_four', '=', text)
        .orderBy('customer_search.id', 'desc')
        .limit(MOST_FOUND)
        .execute()
    : [];
  const found = [...named, ...carded].toSorted((a, b) => b.id - a.id).map(({ customer }) => customer);
  return [...new Set(found)].slice(0, MOST_FOUND);
}

/** In the order asked for, with three queries however many they are. */
export async function readCustomerRows(db: Readable<CreditTables>, ids: readonly string[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('customer').select(['id', 'name', 'kana', 'email']).where('id', 'in', ids).execute();
  const cards = await db
    .selectFrom('card')
    .select(['customer', 'last_four'])
    .where('customer', 'in', ids)
    .orderBy('last_four')
    .execute();
  const balances = await db
    .selectFrom('account_balance')
    .select(['account', 'balance'])
    .where(
      'account',
      'in',
      ids.map((id): Account => `customer:${id}`),
    )
    .where('currency', '=', 'JPY')
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const owed = new Map(balances.map(({ account, balance }) => [account, balance]));
  const lastFours = Map.groupBy(cards, ({ customer }) => customer);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    return {
      ...row,
      lastFours: (lastFours.get(id) ?? []).map(({ last_four }) => last_four),
      owed: { value: owed.get(`customer:${id}`) ?? 0, currency: 'JPY' },
    };
  });
}
