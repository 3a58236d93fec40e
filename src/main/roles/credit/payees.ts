/** Where each mall is paid, and what we keep. */
import type { Payee, PayeeRow } from '#shared/desk/billing.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import type { PayeeTable } from './billing-tables.ts';
import type { Credit } from './credit.ts';
import type { CreditTables } from './tables.ts';

export async function listPayees(credit: Credit): Promise<PayeeRow[]> {
  const db = credit.storage.read;
  const malls = await db
    .selectFrom('partner')
    .select(['id', 'name'])
    .where('role', '=', 'mall')
    .orderBy('name')
    .execute();
  const payees = await readPayees(db);
  return malls.map(({ id, name }) => {
    const payee = payees.get(id);
    return { partner: id, name, ...(payee && { payee }) };
  });
}

export async function readPayees(db: Readable<CreditTables>): Promise<ReadonlyMap<string, Payee>> {
  const rows = await db.selectFrom('payee').selectAll().execute();
  return new Map(rows.map((row) => [row.partner, toPayee(row)]));
}

function toPayee(row: PayeeTable): Payee {
  return {
    partner: row.partner,
    holder: row.holder,
    bankCode: row.bank_code,
    bankName: row.bank_name,
    branchCode: row.branch_code,
    branchName: row.branch_name,
    accountType: row.account_type,
    accountNumber: row.account_number,
    feeRate: row.fee_rate,
    ...(row.iban !== null && { iban: row.iban }),
    ...(row.bic !== null && { bic: row.bic }),
  };
}

/** From the next payout on; files of earlier ones stay as they were. */
export function savePayee(
  credit: Credit,
  who: string,
  payee: Omit<Payee, 'iban' | 'bic'> & { readonly iban?: string | undefined; readonly bic?: string | undefined },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const { partner } = payee;
    const known = await db
      .selectFrom('partner')
      .select('id')
      .where('id', '=', partner)
      .where('role', '=', 'mall')
      .executeTakeFirst();
    if (!known) return fail('partner-unknown');
    const row: PayeeTable = {
      partner,
      holder: payee.holder,
      bank_code: payee.bankCode,
      bank_name: payee.bankName,
      branch_code: payee.branchCode,
      branch_name: payee.branchName,
      account_type: payee.accountType,
      account_number: payee.accountNumber,
      iban: payee.iban ?? null,
      bic: payee.bic ?? null,
      fee_rate: payee.feeRate,
    };
    await db
      .insertInto('payee')
      .values(row)
      .onConflict((conflict) => conflict.column('partner').doUpdateSet(row))
      .execute();
    const detail = String(payee.feeRate);
    await recordDeed(db, { at: credit.clock(), who, action: 'payee.saved', subject: partner, detail });
    credit.changes.announce('billing');
    return ok();
  });
}
