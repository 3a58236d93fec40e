/** What stands to a customer's credit – paid twice, or given back after it was paid – goes back to them through the bank. */
import type { Input } from '#shared/desk/contract.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { balanceOf, bookTransfer } from '#main/ledger/index.ts';
import { writeResult } from '#main/storage/index.ts';
import { followAccount } from './account.ts';
import type { Credit } from './credit.ts';
import { checkEntered, isBooked } from './payments.ts';

/**
 * Entered once the transfer is on its way: it stands among the payments with its amount below zero. Resolves to the credit that
 * is left. Fails with `field-invalid` for more than stands to the customer's credit, with `already-booked` for an entry
 * that was booked.
 */
export async function payCreditBack(
  credit: Credit,
  who: string,
  order: Input<'payments.pay-back'>,
): Promise<Result<Money>> {
  const entered = checkEntered(credit, order);
  if (!entered.ok) return entered;
  const { customer, date, reason, entry: id } = order;
  const { value: amount, currency } = order.amount;
  return writeResult(credit.storage, async (db) => {
    const holder = await db.selectFrom('customer').select('kana').where('id', '=', customer).executeTakeFirst();
    if (!holder) return fail('not-found');
    if (await isBooked(db, id)) return fail('already-booked', 'payment');
    const account = `customer:${customer}` as const;
    const most = -(await balanceOf(db, account, currency)).value;
    if (amount > most) return fail('field-invalid', 'amount');
    const at = credit.clock();
    await db
      .insertInto('bank_payment')
      .values({
        id,
        statement: null,
        customer,
        date,
        amount: -amount,
        currency,
        source: 'desk',
        bank_ref: id,
        text: holder.kana,
        state: 'paid-back',
        booked_at: at.toISOString(),
      })
      .execute();
    await bookTransfer(db, {
      at,
      kind: 'credit-paid-back',
      subject: id,
      debit: account,
      credit: 'cash',
      amount: order.amount,
    });
    await followAccount(db, customer, currency);
    const detail = `${amount} ${reason}`;
    await recordDeed(db, { at, who, action: 'payment.paid-back', subject: customer, detail });
    for (const topic of ['billing', 'customers', 'settlements'] as const) credit.changes.announce(topic);
    return ok({ value: most - amount, currency });
  });
}
