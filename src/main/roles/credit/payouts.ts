/** What malls get: claims that their customers have paid, less what went back to customers, less our fee. */
import type { ExpressionBuilder } from 'kysely';
import type { PayableRow, PayableState, Payee, PayRun } from '#shared/desk/billing.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { yen } from '#shared/domain/money.ts';
import { PAY_RUN, UNDECIDED } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { bookTransfer } from '#main/ledger/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { readOwnAccount } from './billing-settings.ts';
import type { PayRunTable } from './billing-tables.ts';
import type { Credit } from './credit.ts';
import { readRun } from './pay-runs.ts';
import { readPayees } from './payees.ts';
import type { CreditTables } from './tables.ts';

/** Settlements are in this currency only. */
const CURRENCY = 'JPY';
/** Claims, and refunds, of one payout, as its message holds them. The rest is paid next time. */
const MOST = 10_000;
/** Ten digits of a Zengin record. */
const MOST_TOTAL = 9_999_999_999;

interface Parts {
  readonly claims: readonly { readonly id: string; readonly amount: number }[];
  readonly refunds: readonly { readonly id: string; readonly amount: number }[];
}

/** Of one mall: what its customers have paid, and what went back to them since; oldest first. */
async function readParts(db: Readable<CreditTables>, mall: string): Promise<Parts> {
  const claims = await db
    .selectFrom('claim')
    .select(['claim as id', 'amount'])
    .where('mall', '=', mall)
    .where('payable', '=', 1)
    .where('payout', 'is', null)
    .where('currency', '=', CURRENCY)
    .where('receipt', 'not in', contestedReceipts(db))
    .orderBy('date')
    .orderBy('claim')
    .limit(MOST)
    .execute();
  const refunds = await dueRefunds(db)
    .select(['credit_refund.refund as id', 'credit_refund.given_back as amount'])
    .where('credit_refund.mall', '=', mall)
    .orderBy('credit_refund.at')
    .orderBy('credit_refund.refund')
    .limit(MOST)
    .execute();
  return { claims, refunds };
}

/**
 * A refund is charged as soon as anything of its settlement is paid out or can be: what the customer does not owe any
 * more makes its claim payable, so charging later would pay for it.
 */
function dueRefunds(db: Readable<CreditTables>) {
  return db
    .selectFrom('credit_refund')
    .where('credit_refund.payout', 'is', null)
    .where('credit_refund.given_back', '>', 0)
    .where('credit_refund.currency', '=', CURRENCY)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('claim')
          .select('claim.claim')
          .whereRef('claim.receipt', '=', 'credit_refund.receipt')
          .where('claim.payable', '=', 1)
          .where((eb) =>
            eb.or([eb('claim.payout', 'is not', null), eb('claim.receipt', 'not in', contestedReceipts(db))]),
          ),
      ),
    );
}

/** What a customer contests is not paid out before it is decided. */
function contestedReceipts(db: Readable<CreditTables>) {
  return db.selectFrom('dispute').select('dispute.receipt').where('dispute.state', 'in', UNDECIDED);
}

interface Sums {
  readonly claims: number;
  readonly refunds: number;
  readonly fee: number;
  readonly total: number;
}

/** The fee is on what is left after refunds, rounded down: goods that came back cost the mall nothing. */
export function sumPayout(claims: number, refunds: number, feeRate: number): Sums {
  const net = claims - refunds;
  const fee = net > 0 ? Math.floor((net * feeRate) / 10_000) : 0;
  return { claims, refunds, fee, total: net - fee };
}

/** Every mall that has claims here, with what it would be paid now, or why it would not. */
export async function previewPayouts(credit: Credit): Promise<PayableRow[]> {
  const db = credit.storage.read;
  const claimed = await db
    .selectFrom('claim')
    .leftJoin('partner', 'partner.id', 'claim.mall')
    .select((eb) => ['claim.mall', 'partner.name', isPayable(db, eb).as('payable')])
    .select((eb) => [eb.fn.sum<number>('claim.amount').as('amount'), eb.fn.countAll<number>().as('parts')])
    .where('claim.payout', 'is', null)
    .where('claim.currency', '=', CURRENCY)
    .groupBy((eb) => ['claim.mall', 'partner.name', isPayable(db, eb)])
    .execute();
  const refunded = await dueRefunds(db)
    .select((eb) => ['credit_refund.mall', eb.fn.sum<number>('credit_refund.given_back').as('amount')])
    .groupBy('credit_refund.mall')
    .execute();
  const payees = await readPayees(db);
  const malls = [...new Set([...claimed, ...refunded].map(({ mall }) => mall))].sort();
  return malls.map((mall): PayableRow => {
    const own = claimed.filter((row) => row.mall === mall);
    const payable = own.find(({ payable }) => payable === 1);
    const waiting = own.find(({ payable }) => payable === 0);
    const refunds = Number(refunded.find((row) => row.mall === mall)?.amount ?? 0);
    const payee = payees.get(mall);
    const sums = sumPayout(Number(payable?.amount ?? 0), refunds, payee?.feeRate ?? 0);
    return {
      mall,
      mallName: own[0]?.name ?? mall,
      state: stateOf(sums, payee),
      parts: Number(payable?.parts ?? 0),
      claims: yen(sums.claims),
      refunds: yen(sums.refunds),
      fee: yen(sums.fee),
      total: yen(sums.total),
      waiting: yen(Number(waiting?.amount ?? 0)),
    };
  });
}

function isPayable(db: Readable<CreditTables>, eb: ExpressionBuilder<CreditTables, 'claim'>) {
  return eb
    .case()
    .when(eb('claim.receipt', 'in', contestedReceipts(db)))
    .then(0)
    .else(eb.ref('claim.payable'))
    .end();
}

function stateOf({ claims, refunds, total }: Sums, payee: Payee | undefined): PayableState {
  if (claims === 0 && refunds === 0) return 'waiting';
  if (total <= 0) return 'carried';
  return payee ? 'ready' : 'no-account';
}

/**
 * Pays these malls what can be paid, each in a unit of work of its own: claims and refunds are marked and the books
 * written. A mall hears of it with the file for the bank (`takePayoutFile`). One without an account, or with nothing left
 * after refunds, is left out. Fails with `account-missing` while our own account is not entered, and with `not-found`
 * where nobody could be paid.
 */
export async function makePayouts(credit: Credit, who: string, malls: readonly string[]): Promise<Result<PayRun>> {
  if (!(await readOwnAccount(credit.storage.read))) return fail('account-missing');
  const run = randomUuid();
  const date = calendarDay(credit.clock());
  for (const mall of new Set(malls)) {
    const paid = await writeResult(credit.storage, (db) => payMall(credit, db, { who, run, date, mall }));
    if (paid.ok || paid.error.code === 'not-found') continue;
    // Somebody was quicker with its file, or took it back: the others are paid next time.
    if (paid.error.code === 'wrong-state') break;
    return paid;
  }
  return readRun(credit.storage.read, run);
}

async function payMall(
  credit: Credit,
  db: Writable<CreditTables>,
  order: { readonly who: string; readonly run: string; readonly date: string; readonly mall: string },
): Promise<Result<void>> {
  const { who, run, date, mall } = order;
  const payee = (await readPayees(db)).get(mall);
  if (!payee) return fail('not-found');
  const { feeRate, partner: _, ...account } = payee;
  const { claims, refunds } = await readParts(db, mall);
  const sum = (parts: Parts['claims']): number => parts.reduce((total, { amount }) => total + amount, 0);
  const sums = sumPayout(sum(claims), sum(refunds), feeRate);
  if (sums.total <= 0 || sums.total > MOST_TOTAL) return fail('not-found');
  const begun = await addToRun(db, { run, date, total: sums.total });
  if (!begun.ok) return begun;
  const payout = randomUuid();
  await mark(db, payout, { claims, refunds });
  const at = credit.clock();
  const row: PayRunTable = {
    payout,
    run,
    mall,
    date,
    ...sums,
    currency: CURRENCY,
    parts: claims.length,
    account: JSON.stringify(account),
  };
  await db.insertInto('pay_run').values(row).execute();
  const from = { at, subject: payout, debit: `mall:${mall}` } as const;
  await bookTransfer(db, { ...from, kind: 'payout', credit: 'cash', amount: yen(sums.total) });
  if (sums.fee > 0) await bookTransfer(db, { ...from, kind: 'fee', credit: 'fees', amount: yen(sums.fee) });
  await recordDeed(db, { at, who, action: 'payout.made', subject: run, detail: `${mall} ${sums.total}` });
  credit.changes.announce('billing');
  credit.changes.announce('settlements');
  return ok();
}

/** Its head first: fails with `wrong-state` where the run has left its start. */
async function addToRun(
  db: Writable<CreditTables>,
  { run, date, total }: { readonly run: string; readonly date: string; readonly total: number },
): Promise<Result<void>> {
  const head = await db.selectFrom('pay_run_head').select('state').where('run', '=', run).executeTakeFirst();
  if (head && head.state !== PAY_RUN.start) return fail('wrong-state', head.state);
  await db
    .insertInto('pay_run_head')
    .values({ run, date, state: PAY_RUN.start, malls: 1, total, currency: CURRENCY })
    .onConflict((conflict) =>
      conflict.column('run').doUpdateSet((eb) => ({
        malls: eb('pay_run_head.malls', '+', 1),
        total: eb('pay_run_head.total', '+', total),
      })),
    )
    .execute();
  return ok();
}

async function mark(db: Writable<CreditTables>, payout: string, { claims, refunds }: Parts): Promise<void> {
  const ids = (parts: Parts['claims']): string[] => parts.map(({ id }) => id);
  await db.updateTable('claim').set({ payout }).where('claim', 'in', ids(claims)).execute();
  if (refunds.length === 0) return;
  await db.updateTable('credit_refund').set({ payout }).where('refund', 'in', ids(refunds)).execute();
}
