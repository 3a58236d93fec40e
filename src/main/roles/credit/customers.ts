import { z } from 'zod';
import type { CardRow, CustomerFile, CustomerImport, CustomerRow } from '#shared/desk/credit.ts';
import { parseCardNumber } from '#shared/domain/card.ts';
import { enterText } from '#shared/domain/entry.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { balanceOf } from '#main/ledger/index.ts';
import { readCsvRows, type Readable, writeResult } from '#main/storage/index.ts';
import { hashSecret, randomToken } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';
import type { CardTable, CheckWordTable, CreditTables, CustomerTable } from './tables.ts';

const COLUMNS = [
  'name',
  'kana',
  'postal_code',
  'address',
  'phone',
  'email',
  'employer',
  'card_number',
  'expiry',
  'limit',
  'available',
  'currency',
  'password',
  'check_words',
  'blocked',
] as const;

const text = (most: number, required = true) =>
  z.string().transform((value, context) => {
    const entered = enterText('', value, { most, required });
    if (entered.ok) return entered.value;
    context.addIssue({ code: 'custom', message: entered.error.code });
    return z.NEVER;
  });
const whole = z
  .string()
  .trim()
  .regex(/^\d{1,12}$/)
  .transform(Number);

const rowSchema = z.object({
  name: text(80),
  kana: text(80, false),
  postal_code: text(16, false),
  address: text(200, false),
  phone: text(24, false),
  email: z.email().max(254),
  employer: text(80, false),
  card_number: z.string().transform((value, context) => {
    const number = parseCardNumber(value);
    if (number.ok) return number.value;
    context.addIssue({ code: 'custom', message: 'bad-number' });
    return z.NEVER;
  }),
  expiry: z
    .string()
    .trim()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  limit: whole,
  available: whole,
  currency: z.literal('JPY'),
  password: z.string().min(1).max(128),
  check_words: z
    .string()
    .transform((words) =>
      words
        .split('|')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    )
    .pipe(z.array(z.string().max(64)).max(20)),
  blocked: z.enum(['yes', 'no']),
});
type Row = z.infer<typeof rowSchema>;

/** How a card is looked up: its number is never kept. */
export function cardId(credit: Credit, number: string): Promise<string> {
  return credit.vault.keyedHash('card', number);
}

/** How a check word is compared: width and case of letters don't matter. */
export function plainWord(word: string): string {
  return word.normalize('NFKC').trim().toLowerCase();
}

/**
 * Takes in customers and their cards as CSV. Rows that can't stand are named by line and field, never by value; a card
 * that is known already is refused, not replaced.
 */
export async function importCustomers(credit: Credit, who: string, csv: string): Promise<Result<CustomerImport>> {
  const read = readCsvRows(csv, COLUMNS);
  if (!read.ok) return read;
  const { rows, broken } = read.value;
  const refused: CustomerImport['refused'][number][] = [];
  let imported = 0;
  for (const { line, record } of rows) {
    const parsed = rowSchema.safeParse(record);
    if (!parsed.success) {
      const field = String(parsed.error.issues[0]?.path[0] ?? 'row');
      refused.push({ line, code: record[field]?.trim() ? 'field-invalid' : 'field-missing', field });
      continue;
    }
    const added = await addCustomer(credit, parsed.data);
    if (added.ok) imported++;
    else refused.push({ line, code: added.error.code, field: added.error.about ?? 'card_number' });
  }
  if (broken !== undefined) refused.push({ line: broken, code: 'field-invalid', field: 'row' });
  await credit.storage.write((db) =>
    recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'customers.imported',
      subject: credit.self,
      detail: `${imported}/${imported + refused.length}`,
    }),
  );
  return ok({ imported, refused });
}

/** Hashes first, for that takes a fifth of a second each; then one unit of work. */
async function addCustomer(credit: Credit, row: Row): Promise<Result<void>> {
  const id = randomToken();
  const card = await cardId(credit, row.card_number);
  const [password, ...words] = await Promise.all(
    [row.password, ...row.check_words.map(plainWord)].map((secret) => hashSecret(secret, credit.scrypt)),
  );
  const customer: CustomerTable = {
    id,
    name: row.name,
    kana: row.kana,
    postal_code: row.postal_code,
    address: row.address,
    phone: row.phone,
    email: row.email.toLowerCase(),
    employer: row.employer,
    created_at: credit.clock().toISOString(),
  };
  const cardRow: CardTable = {
    id: card,
    customer: id,
    last_four: row.card_number.slice(-4),
    expiry: row.expiry,
    card_limit: row.limit,
    available: Math.min(row.available, row.limit),
    currency: row.currency,
    password: password!,
    blocked: row.blocked === 'yes' ? 1 : 0,
  };
  return writeResult(credit.storage, async (db) => {
    const known = await db.selectFrom('card').select('id').where('id', '=', card).executeTakeFirst();
    if (known) return fail('already-decided', 'card_number');
    const same = await db
      .selectFrom('customer')
      .select(['id', 'name'])
      .where('email', '=', customer.email)
      .executeTakeFirst();
    if (same && same.name !== customer.name) return fail('field-invalid', 'email');
    if (!same) await db.insertInto('customer').values(customer).execute();
    await db
      .insertInto('card')
      .values({ ...cardRow, customer: same?.id ?? id })
      .execute();
    const rows: CheckWordTable[] = words.map((word, position) => ({ card, position, word }));
    if (rows.length > 0) await db.insertInto('check_word').values(rows).execute();
    credit.changes.announce('customers');
    return ok();
  });
}

/** Staff look customers up; every look is in the trail, without what was asked. */
export async function findCustomers(credit: Credit, who: string, wanted: string): Promise<CustomerRow[]> {
  const like = `%${wanted.trim().replace(/[%_\\]/g, '')}%`;
  const rows = await credit.storage.read
    .selectFrom('customer')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('name', 'like', like),
        eb('kana', 'like', like),
        eb('email', 'like', like),
        eb('id', 'in', eb.selectFrom('card').select('customer').where('last_four', '=', wanted.trim())),
      ]),
    )
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
  await credit.storage.write((db) =>
    recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'customers.found',
      subject: credit.self,
      detail: String(rows.length),
    }),
  );
  return Promise.all(rows.map((row) => toCustomerRow(credit.storage.read, row)));
}

async function toCustomerRow(db: Readable<CreditTables>, row: CustomerTable): Promise<CustomerRow> {
  const { cards } = await db
    .selectFrom('card')
    .select((eb) => eb.fn.countAll<number>().as('cards'))
    .where('customer', '=', row.id)
    .executeTakeFirstOrThrow();
  const { id, name, kana, email } = row;
  return { id, name, kana, email, cards: Number(cards), owed: await balanceOf(db, `customer:${id}`, 'JPY') };
}

/** A customer's file with all cards; recorded in the trail. */
export async function openCustomer(credit: Credit, who: string, id: string): Promise<Result<CustomerFile>> {
  const db = credit.storage.read;
  const row = await db.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return fail('not-found');
  const cards = await db.selectFrom('card').selectAll().where('customer', '=', id).orderBy('last_four').execute();
  const words = await db
    .selectFrom('check_word')
    .innerJoin('card', 'card.id', 'check_word.card')
    .select((eb) => ['check_word.card', eb.fn.countAll<number>().as('count')])
    .where('card.customer', '=', id)
    .groupBy('check_word.card')
    .execute();
  await credit.storage.write((unit) =>
    recordDeed(unit, { at: credit.clock(), who, action: 'customer.opened', subject: id }),
  );
  return ok({
    ...(await toCustomerRow(db, row)),
    postalCode: row.postal_code,
    address: row.address,
    phone: row.phone,
    employer: row.employer,
    cardList: cards.map((card) => toCardRow(card, Number(words.find((word) => word.card === card.id)?.count ?? 0))),
  });
}

function toCardRow(card: CardTable, checkWords: number): CardRow {
  const money = (value: number): Money => ({ value, currency: card.currency });
  return {
    id: card.id,
    lastFour: card.last_four,
    expiry: card.expiry,
    limit: money(card.card_limit),
    available: money(card.available),
    blocked: card.blocked === 1,
    checkWords,
  };
}

export async function blockCard(
  credit: Credit,
  who: string,
  order: { card: string; blocked: boolean; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const changed = await db
      .updateTable('card')
      .set({ blocked: order.blocked ? 1 : 0 })
      .where('id', '=', order.card)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return fail('not-found');
    const action = order.blocked ? 'card.blocked' : 'card.unblocked';
    await recordDeed(db, { at: credit.clock(), who, action, subject: order.card, detail: order.reason });
    credit.changes.announce('customers');
    return ok();
  });
}

/** Moves the limit and, by as much, what is available; never below what is already used. */
export async function changeLimit(
  credit: Credit,
  who: string,
  order: { card: string; limit: Money; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const card = await db.selectFrom('card').selectAll().where('id', '=', order.card).executeTakeFirst();
    if (!card || card.currency !== order.limit.currency) return fail('not-found');
    const available = card.available + order.limit.value - card.card_limit;
    if (order.limit.value < 0 || available < 0) return fail('field-invalid', 'limit');
    await db
      .updateTable('card')
      .set({ card_limit: order.limit.value, available })
      .where('id', '=', order.card)
      .execute();
    await recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'card.limit',
      subject: order.card,
      detail: order.reason,
    });
    credit.changes.announce('customers');
    return ok();
  });
}
