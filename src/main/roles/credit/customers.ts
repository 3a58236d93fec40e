import type { CustomerFile } from '#shared/desk/credit.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomToken } from '#main/vault/index.ts';
import { issueCard, readCards, readyCard } from './cards.ts';
import { openMoney } from './closing.ts';
import type { Credit } from './credit.ts';
import { type CardEntry, type Contact, CONTACT_COLUMNS, enterCard, enterContact } from './customer-entry.ts';
import { readRecords } from './customer-records.ts';
import { keepFindable, readCustomerRows } from './customer-search.ts';
import type { CreditTables, CustomerTable } from './tables.ts';

// Named where customers are, for whoever pays or is asked for a word.
export { cardId, plainWord } from './cards.ts';

/** A new customer, or the known one with the same name and address of mail; fails with `email-known`. */
export async function keepCustomer(
  credit: Credit,
  db: Writable<CreditTables>,
  contact: Contact,
): Promise<Result<string>> {
  const same = await findByEmail(db, contact.email);
  if (same) return same.name === contact.name ? ok(same.id) : fail('email-known', 'email');
  const row: CustomerTable = {
    id: randomToken(),
    name: contact.name,
    kana: contact.kana,
    postal_code: contact.postalCode,
    address: contact.address,
    phone: contact.phone,
    email: contact.email,
    employer: contact.employer,
    created_at: credit.clock().toISOString(),
    billing: 'mail',
    language: 'ja',
  };
  await db.insertInto('customer').values(row).execute();
  await keepFindable(db, row);
  return ok(row.id);
}

function findByEmail(
  db: Readable<CreditTables>,
  email: string,
): Promise<Pick<CustomerTable, 'id' | 'name'> | undefined> {
  return db.selectFrom('customer').select(['id', 'name']).where('email', '=', email).executeTakeFirst();
}

/** By hand, with a first card. Somebody with the same address of mail is another customer: `email-known`. */
export async function addCustomer(
  credit: Credit,
  who: string,
  order: Contact & { card: CardEntry },
): Promise<Result<{ id: string }>> {
  const contact = enterContact(order);
  if (!contact.ok) return contact;
  const entered = enterCard(order.card, credit.clock());
  if (!entered.ok) return entered;
  const ready = await readyCard(credit, entered.value);
  return writeResult(credit.storage, async (db) => {
    if (await findByEmail(db, contact.value.email)) return fail('email-known', 'email');
    const kept = await keepCustomer(credit, db, contact.value);
    if (!kept.ok) return kept;
    const issued = await issueCard(db, kept.value, ready);
    if (!issued.ok) return issued;
    await recordDeed(db, { at: credit.clock(), who, action: 'customer.added', subject: kept.value });
    credit.changes.announce('customers');
    return ok({ id: kept.value });
  });
}

/** The trail says which fields changed, never what stood or stands in them. */
export async function editCustomer(
  credit: Credit,
  who: string,
  order: { id: string; changes: { readonly [Field in keyof Contact]?: string | undefined } },
): Promise<Result<void>> {
  const entered = enterContact(order.changes);
  if (!entered.ok) return entered;
  return writeResult(credit.storage, async (db) => {
    const row = await db.selectFrom('customer').selectAll().where('id', '=', order.id).executeTakeFirst();
    if (!row) return fail('not-found');
    const changed = (Object.keys(CONTACT_COLUMNS) as (keyof Contact)[]).filter(
      (field) => entered.value[field] !== undefined && entered.value[field] !== row[CONTACT_COLUMNS[field]],
    );
    if (changed.length === 0) return ok();
    if (changed.includes('email') && (await findByEmail(db, entered.value.email!))) return fail('email-known', 'email');
    const columns = Object.fromEntries(changed.map((field) => [CONTACT_COLUMNS[field], entered.value[field]!]));
    await db.updateTable('customer').set(columns).where('id', '=', order.id).execute();
    await keepFindable(db, { ...row, ...columns });
    await recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'customer.edited',
      subject: order.id,
      detail: changed.join(' '),
    });
    credit.changes.announce('customers');
    return ok();
  });
}

/** A customer's file with all cards and the newest of everything; recorded in the trail. */
export async function openCustomer(credit: Credit, who: string, id: string): Promise<Result<CustomerFile>> {
  const db = credit.storage.read;
  const row = await db.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirst();
  const [shown] = await readCustomerRows(db, [id]);
  if (!row || !shown) return fail('not-found');
  const cards = await readCards(db, id);
  const open = await openMoney(db, id);
  const records = await readRecords(db, id);
  await credit.storage.write((unit) =>
    recordDeed(unit, { at: credit.clock(), who, action: 'customer.opened', subject: id }),
  );
  return ok({
    ...shown,
    postalCode: row.postal_code,
    address: row.address,
    phone: row.phone,
    employer: row.employer,
    billing: row.billing,
    language: row.language,
    cards,
    open,
    records,
  });
}
