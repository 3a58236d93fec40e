/**
 * The files that a bank pays a run by, written anew from its rows whenever somebody asks. With the first of them the run
 * is the bank's: the malls are told.
 */
import type { BankAccount } from '#shared/domain/bank-account.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { writeResult } from '#main/storage/index.ts';
import { readOwnAccount } from './billing-settings.ts';
import type { Credit } from './credit.ts';
import { takeRun } from './pay-runs.ts';
import { writePain001 } from './pain001.ts';
import { writeZengin } from './zengin.ts';

/** Base64, with a name that tells nothing but day and form. */
export async function payoutFile(
  credit: Credit,
  who: string,
  order: { run: string; form: 'iso20022' | 'zengin' | 'zengin-unbroken' },
): Promise<Result<{ name: string; file: string }>> {
  const own = await readOwnAccount(credit.storage.read);
  if (!own) return fail('account-missing');
  const taken = await writeResult(credit.storage, (db) => takeRun(credit, db, { ...order, who }));
  if (!taken.ok) return taken;
  const [first] = taken.value;
  if (!first) return fail('not-found');
  const { date, currency } = first;
  const transfers = taken.value.map(({ payout, total, account }) => ({
    payout,
    amount: total,
    account: JSON.parse(account) as BankAccount,
  }));
  const name = `payouts-${date}-${order.run.slice(0, 8)}`;
  if (order.form === 'iso20022') {
    const xml = writePain001({ run: order.run, initiator: credit.name, date, currency, own, transfers });
    return ok({ name: `${name}.xml`, file: Buffer.from(xml, 'utf8').toString('base64') });
  }
  const records = writeZengin(own, date, transfers, order.form === 'zengin');
  return ok({ name: `${name}.txt`, file: Buffer.from(records).toString('base64') });
}
