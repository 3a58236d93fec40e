import type { CustomerRow } from '#shared/desk/credit.ts';
import type { Account } from '#main/ledger/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import type { CreditTables, CustomerTable } from './tables.ts';

/** Width, case, kind of kana and spaces don't matter to whoever searches. */
export function fold(text: string): string {
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

/** In the order asked for, with four queries however many they are. */
export async function readCustomerRows(db: Readable<CreditTables>, ids: readonly string[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'name', 'kana', 'email', 'created_at'])
    .where('id', 'in', ids)
    .execute();
  const cards = await db
    .selectFrom('card')
    .select(['customer', 'last_four', 'blocked'])
    .where('customer', 'in', ids)
    .orderBy('last_four')
    .execute();
  const closed = await db.selectFrom('closed_account').selectAll().where('customer', 'in', ids).execute();
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
  const cardsOf = Map.groupBy(cards, ({ customer }) => customer);
  const closedAt = new Map(closed.map(({ customer, closed_at }) => [customer, closed_at]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { created_at: since, ...person } = row;
    const own = cardsOf.get(id) ?? [];
    const closing = closedAt.get(id);
    const isBlocked = own.length > 0 && own.every(({ blocked }) => blocked === 1);
    return {
      ...person,
      since,
      state: closing !== undefined ? 'closed' : isBlocked ? 'blocked' : 'active',
      ...(closing !== undefined && { closedAt: closing }),
      lastFours: own.map(({ last_four }) => last_four),
      owed: { value: owed.get(`customer:${id}`) ?? 0, currency: 'JPY' },
    };
  });
}
