/** The end of a customer's account, and its reopening: money that is open on either side keeps it from being closed. */
import type { OpenMoney } from '#shared/desk/credit.ts';
import { UNDECIDED } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { balanceOf } from '#main/ledger/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { isClosed } from './card-in-use.ts';
import type { Credit } from './credit.ts';
import { dropPasskeys } from './passkeys.ts';
import type { CreditTables } from './tables.ts';

/** Blocks every card and ends every link to a new password. What was settled, billed and paid stays as it is. */
export function closeAccount(
  credit: Credit,
  who: string,
  { id, reason }: { id: string; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const known = await db.selectFrom('customer').select('id').where('id', '=', id).executeTakeFirst();
    if (!known) return fail('not-found');
    if (await isClosed(db, id)) return fail('customer-closed');
    const open = await openMoney(db, id);
    const kinds = (Object.keys(open) as (keyof OpenMoney)[]).filter((kind) => open[kind] > 0);
    if (kinds.length > 0) return fail('money-open', kinds.join(' '));
    const at = credit.clock();
    await db.insertInto('closed_account').values({ customer: id, closed_at: at.toISOString() }).execute();
    const cards = await db.selectFrom('card').select('id').where('customer', '=', id).execute();
    await db.updateTable('card').set({ blocked: 1 }).where('customer', '=', id).execute();
    for (const { id: card } of cards) await endAccess(db, card);
    await recordDeed(db, { at, who, action: 'customer.closed', subject: id, detail: reason });
    credit.changes.announce('customers');
    return ok();
  });
}

/** Its cards stay blocked: each is unblocked, or replaced, by itself. */
export function reopenAccount(
  credit: Credit,
  who: string,
  { id, reason }: { id: string; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const reopened = await db.deleteFrom('closed_account').where('customer', '=', id).executeTakeFirst();
    if (reopened.numDeletedRows === 0n) return fail('not-found');
    await recordDeed(db, { at: credit.clock(), who, action: 'customer.reopened', subject: id, detail: reason });
    credit.changes.announce('customers');
    return ok();
  });
}

/** Whoever has a device or a link that belongs to a card gets nowhere with it. */
export async function endAccess(db: Writable<CreditTables>, card: string): Promise<void> {
  await dropPasskeys(db, card);
  await db.deleteFrom('card_reset').where('card', '=', card).where('used_at', 'is', null).execute();
}

/** What stands between an account and its end. */
export async function openMoney(db: Readable<CreditTables>, customer: string): Promise<OpenMoney> {
  const { value: balance } = await balanceOf(db, `customer:${customer}`, 'JPY');
  const statements = await db
    .selectFrom('statement')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('customer', '=', customer)
    .where('state', '!=', 'paid')
    .executeTakeFirstOrThrow();
  const holds = await db
    .selectFrom('settlement')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('customer', '=', customer)
    .where((eb) => eb('amount', '>', eb('captured', '+', eb.ref('released'))))
    .executeTakeFirstOrThrow();
  const disputes = await db
    .selectFrom('dispute')
    .innerJoin('settlement', 'settlement.receipt', 'dispute.receipt')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('settlement.customer', '=', customer)
    .where('dispute.state', 'in', UNDECIDED)
    .executeTakeFirstOrThrow();
  return {
    statements: Number(statements.count),
    holds: Number(holds.count),
    disputes: Number(disputes.count),
    owed: Math.max(0, balance),
    credit: Math.max(0, -balance),
  };
}
