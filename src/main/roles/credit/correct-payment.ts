/** Payments that turn out to be another's, or that never came or went: booked the other way round, never deleted. */
import { sql } from 'kysely';
import type { TakenBackPayment } from '#shared/desk/billing.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { balanceOf, bookTransfer } from '#main/ledger/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import { followAccount } from './account.ts';
import { addDays } from './billing-settings.ts';
import type { Credit } from './credit.ts';
import type { CreditTables } from './tables.ts';

/** Settlements, and so statements, are in this currency only. */
const CURRENCY = 'JPY';
/** Nobody is pressed for money so soon after a payment of theirs was taken back. */
const REST_DAYS = 7;

/**
 * It was another's: the money is unknown again, and its customer owes what it paid – statements, claims and cards go back,
 * reminders rest for a week. Whatever the malls were paid meanwhile stays paid. Fails with `wrong-state` where nobody had
 * been found for it.
 */
export function takePaymentBack(
  credit: Credit,
  who: string,
  order: { payment: string; reason: string },
): Promise<Result<TakenBackPayment>> {
  return writeResult(credit.storage, async (db) => {
    const payment = await db.selectFrom('bank_payment').selectAll().where('id', '=', order.payment).executeTakeFirst();
    if (!payment) return fail('not-found');
    const { id, amount, statement, customer, state } = payment;
    if (statement === null || customer === null) return fail('wrong-state', state);
    const at = credit.clock();
    await bookTransfer(db, {
      at,
      kind: 'payment-taken-back',
      subject: id,
      debit: `customer:${customer}`,
      credit: 'suspense',
      amount: yen(amount),
    });
    await db
      .updateTable('bank_payment')
      .set({ statement: null, customer: null, state: 'unknown' })
      .where('id', '=', id)
      .execute();
    await followAccount(db, customer, CURRENCY);
    const rests = addDays(calendarDay(at), REST_DAYS);
    await db
      .updateTable('statement')
      .set({ rests_until: rests })
      .where('customer', '=', customer)
      .where('state', '!=', 'paid')
      .where((eb) => eb.or([eb('rests_until', 'is', null), eb('rests_until', '<', rests)]))
      .execute();
    const detail = `${amount} ${order.reason}`;
    await recordDeed(db, { at, who, action: 'payment.taken-back', subject: statement, detail });
    for (const topic of ['billing', 'customers', 'settlements'] as const) credit.changes.announce(topic);
    const balance = await balanceOf(db, `customer:${customer}`, CURRENCY);
    return ok({ owed: yen(Math.max(0, balance.value)), paidOut: yen(await paidTooEarly(db, customer)) });
  });
}

/**
 * It was typed by hand and never came, or never went: out of the books. Fails with `wrong-state` while what came is somebody's,
 * and for what stands in a bank's file: that came.
 */
export function strikePayment(
  credit: Credit,
  who: string,
  order: { payment: string; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const payment = await db.selectFrom('bank_payment').selectAll().where('id', '=', order.payment).executeTakeFirst();
    if (!payment) return fail('not-found');
    const { id, amount, state, source, customer } = payment;
    if (source !== 'desk') return fail('wrong-state', source);
    if (state !== 'unknown' && state !== 'paid-back') return fail('wrong-state', state);
    const at = credit.clock();
    const transfer = { at, kind: 'payment-struck', subject: id, amount: yen(Math.abs(amount)) } as const;
    if (state === 'unknown') {
      await bookTransfer(db, { ...transfer, debit: 'suspense', credit: 'cash' });
    } else {
      await bookTransfer(db, { ...transfer, debit: 'cash', credit: `customer:${customer}` });
      await followAccount(db, customer!, CURRENCY);
      for (const topic of ['customers', 'settlements'] as const) credit.changes.announce(topic);
    }
    await db.updateTable('bank_payment').set({ state: 'struck' }).where('id', '=', id).execute();
    const detail = `${amount} ${order.reason}`;
    await recordDeed(db, { at, who, action: 'payment.struck', subject: id, detail });
    credit.changes.announce('billing');
    return ok();
  });
}

/** What malls were paid of claims that the customer owes; a run whose file was not taken yet has paid nobody. */
async function paidTooEarly(db: Readable<CreditTables>, customer: string): Promise<number> {
  const { amount } = await db
    .selectFrom('settlement')
    .innerJoin('claim', 'claim.receipt', 'settlement.receipt')
    .innerJoin('pay_run', 'pay_run.payout', 'claim.payout')
    .innerJoin('pay_run_head', 'pay_run_head.run', 'pay_run.run')
    .select(sql<number | null>`sum(claim.amount - claim.refunded - claim.covered)`.as('amount'))
    .where('settlement.customer', '=', customer)
    .where('pay_run_head.state', '=', 'taken')
    .executeTakeFirstOrThrow();
  return Number(amount ?? 0);
}
