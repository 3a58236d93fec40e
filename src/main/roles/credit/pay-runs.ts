/**
 * Payouts that were made together: listed, told to the malls when their file is taken for the bank, and until then taken
 * back. What was booked is booked the other way round; nothing is deleted.
 */
import { sql } from 'kysely';
import type { PayRun, PayRunRow } from '#shared/desk/billing.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Money } from '#shared/domain/money.ts';
import { canMove, PAY_RUN, type PayRunState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { bookTransfer } from '#main/ledger/index.ts';
import { sendEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { PayRunHeadTable, PayRunTable } from './billing-tables.ts';
import type { Credit } from './credit.ts';
import type { CreditTables } from './tables.ts';

export async function listRuns(credit: Credit, asked: Input<'payouts.runs'>): Promise<ListPage<PayRunRow>> {
  const db = credit.storage.read;
  const payouts = () => db.selectFrom('pay_run').leftJoin('partner', 'partner.id', 'pay_run.mall');
  let runs = db.selectFrom('pay_run_head');
  const { partner } = asked;
  if (partner !== undefined) {
    runs = runs.where('pay_run_head.run', 'in', payouts().select('pay_run.run').where('pay_run.mall', '=', partner));
  }
  const shape: ListShape<CreditTables, 'pay_run_head'> = {
    time: 'pay_run_head.date',
    days: true,
    id: 'pay_run_head.run',
    state: 'pay_run_head.state',
    amount: 'pay_run_head.total',
    // A mall asks about its payout.
    also: (pattern) =>
      sql<boolean>`pay_run_head.run in ${payouts()
        .select('pay_run.run')
        .where(
          sql<boolean>`(pay_run.payout like ${pattern} escape '\\' or lower(partner.name) like ${pattern} escape '\\')`,
        )}`,
  };
  const page = await listRows(runs, shape, asked, (found) =>
    found.selectAll('pay_run_head').select(
      payouts()
        .select(sql<string>`min(coalesce(partner.name, pay_run.mall))`.as('first'))
        .whereRef('pay_run.run', '=', 'pay_run_head.run' as never)
        .as('mall_name'),
    ),
  );
  return mapPage(page, toRow);
}

const moneyOf = ({ currency }: { readonly currency: string }, value: number): Money => ({ value, currency });

function toRow(row: PayRunHeadTable & { readonly mall_name: string | null }): PayRunRow {
  const { run, date, state, malls, total, mall_name } = row;
  return { run, date, state, malls, total: moneyOf(row, total), mallName: mall_name ?? '' };
}

/** With every payout of it. */
export async function readRun(db: Readable<CreditTables>, run: string): Promise<Result<PayRun>> {
  const head = await db.selectFrom('pay_run_head').selectAll().where('run', '=', run).executeTakeFirst();
  if (!head) return fail('not-found');
  const payouts = await db
    .selectFrom('pay_run')
    .leftJoin('partner', 'partner.id', 'pay_run.mall')
    .selectAll('pay_run')
    .select((eb) => eb.fn.coalesce('partner.name', 'pay_run.mall').as('mall_name'))
    .where('pay_run.run', '=', run)
    .orderBy('pay_run.mall')
    .execute();
  const { owed } = await db
    .selectFrom('claim')
    .innerJoin('pay_run', 'pay_run.payout', 'claim.payout')
    .select(sql<number | null>`sum(claim.amount - claim.refunded - claim.covered)`.as('owed'))
    .where('pay_run.run', '=', run)
    .whereRef('claim.covered', '<', sql`claim.amount - claim.refunded`)
    .executeTakeFirstOrThrow();
  const names = payouts.map(({ mall_name }) => mall_name).sort();
  return ok({
    ...toRow({ ...head, mall_name: names[0] ?? null }),
    owedAgain: moneyOf(head, Number(owed ?? 0)),
    payouts: payouts.map((row) => ({
      payout: row.payout,
      mall: row.mall,
      mallName: row.mall_name,
      parts: row.parts,
      claims: moneyOf(row, row.claims),
      refunds: moneyOf(row, row.refunds),
      fee: moneyOf(row, row.fee),
      total: moneyOf(row, row.total),
    })),
  });
}

/** From here on it can't be taken back: the malls are told, claim by claim. Done before, it does nothing. */
export async function takeRun(
  credit: Credit,
  db: Writable<CreditTables>,
  { run, who, form }: { readonly run: string; readonly who: string; readonly form: string },
): Promise<Result<readonly PayRunTable[]>> {
  const head = await db.selectFrom('pay_run_head').select('state').where('run', '=', run).executeTakeFirst();
  if (!head) return fail('not-found');
  if (head.state === 'undone') return fail('wrong-state', head.state);
  const payouts = await db.selectFrom('pay_run').selectAll().where('run', '=', run).orderBy('mall').execute();
  if (canMove(PAY_RUN, head.state, 'taken')) {
    await move(credit, db, run, 'taken');
    for (const payout of payouts) await tellMall(credit, db, payout);
  }
  await recordDeed(db, { at: credit.clock(), who, action: 'payout.taken', subject: run, detail: form });
  return ok(payouts);
}

async function tellMall(credit: Credit, db: Writable<CreditTables>, row: PayRunTable): Promise<void> {
  const { payout, mall, date } = row;
  const claims = await db
    .selectFrom('claim')
    .select(['claim', 'amount'])
    .where('payout', '=', payout)
    .orderBy('date')
    .orderBy('claim')
    .execute();
  const refunds = await db
    .selectFrom('credit_refund')
    .select(['refund', 'given_back'])
    .where('payout', '=', payout)
    .where('mall', '=', mall)
    .orderBy('at')
    .orderBy('refund')
    .execute();
  await sendEvent(credit.post, db, {
    to: mall,
    type: 'payout',
    subject: payout,
    data: {
      payout,
      date,
      claims: claims.map(({ claim, amount }) => ({ claim, amount: moneyOf(row, amount) })),
      refunds: refunds.map(({ refund, given_back }) => ({ refund, amount: moneyOf(row, given_back) })),
      fee: moneyOf(row, row.fee),
      total: moneyOf(row, row.total),
    },
  });
}

/**
 * As if it had not been made: its claims and refunds go into the next payout. Fails with `wrong-state` once its file was
 * taken.
 */
export function undoRun(credit: Credit, who: string, run: string): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const head = await db.selectFrom('pay_run_head').selectAll().where('run', '=', run).executeTakeFirst();
    if (!head) return fail('not-found');
    if (!canMove(PAY_RUN, head.state, 'undone')) return fail('wrong-state', head.state);
    await move(credit, db, run, 'undone');
    const at = credit.clock();
    const payouts = await db.selectFrom('pay_run').selectAll().where('run', '=', run).execute();
    for (const row of payouts) {
      const { payout, mall, total, fee } = row;
      await db
        .updateTable('claim')
        // A payment of its customer's may have been taken back since.
        .set((eb) => ({
          payout: null,
          payable: eb
            .case()
            .when(eb('covered', '<', eb('amount', '-', eb.ref('refunded'))))
            .then(0)
            .else(1)
            .end(),
        }))
        .where('payout', '=', payout)
        .execute();
      await db.updateTable('credit_refund').set({ payout: null }).where('payout', '=', payout).execute();
      const back = { at, subject: payout, credit: `mall:${mall}` } as const;
      await bookTransfer(db, { ...back, kind: 'payout-undone', debit: 'cash', amount: moneyOf(row, total) });
      if (fee > 0) await bookTransfer(db, { ...back, kind: 'fee-undone', debit: 'fees', amount: moneyOf(row, fee) });
    }
    await recordDeed(db, { at, who, action: 'payout.undone', subject: run, detail: String(head.total) });
    credit.changes.announce('settlements');
    return ok();
  });
}

async function move(credit: Credit, db: Writable<CreditTables>, run: string, state: PayRunState): Promise<void> {
  await db.updateTable('pay_run_head').set({ state }).where('run', '=', run).execute();
  credit.changes.announce('billing');
}
