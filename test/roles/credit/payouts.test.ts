/** What malls are paid: once, after their customers, less refunds and fee; and the files that a bank pays by. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { expectOk, fail } from '#shared/result.ts';
import { balanceOf, checkLedger } from '#main/ledger/index.ts';
import { setOwnAccount } from '#main/roles/credit/billing-settings.ts';
import { takePaymentBack } from '#main/roles/credit/correct-payment.ts';
import { listPayees, savePayee } from '#main/roles/credit/payees.ts';
import { readCreditOverview } from '#main/roles/credit/overview.ts';
import { listRuns, readRun, undoRun } from '#main/roles/credit/pay-runs.ts';
import { assignPayment, listReceived, receivePayment } from '#main/roles/credit/payments.ts';
import { payoutFile } from '#main/roles/credit/payout-files.ts';
import { makePayouts, previewPayouts, sumPayout } from '#main/roles/credit/payouts.ts';
import { makeStatements } from '#main/roles/credit/statements.ts';
import { aBilling, MALLS, OWN_ACCOUNT, PAYEE, type TestBilling } from '../../builders/a-billing.ts';
import { sentEvents } from '../../builders/a-group.ts';

let billing: TestBilling;
let card: string;
const read = () => billing.credit.storage.read;
const balance = async (account: 'cash' | 'fees' | `mall:${string}`): Promise<number> =>
  (await balanceOf(read(), account, 'JPY')).value;
const rowOf = async (mall: string = MALLS[0]) =>
  (await previewPayouts(billing.credit)).find((row) => row.mall === mall);
const payOut = (malls: readonly string[] = MALLS) => makePayouts(billing.credit, 'mori', malls);
const take = async (run: string) => payoutFile(billing.credit, 'mori', { run, form: 'iso20022' });
const told = async () => (await sentEvents(billing.party, 'payout')).map(({ data }) => data as EventData<'payout'>);

/** Billed on the first, paid by the customer at once. */
async function billAndPay(share = 1): Promise<void> {
  const [year, month] = billing.clock().toISOString().split('-').map(Number) as [number, number];
  billing.clock.set(new Date(Date.UTC(year, month, 1, 3)).toISOString());
  expectOk(await makeStatements(billing.credit, 'mori'));
  for (const { reference, amount, paid } of await read()
    .selectFrom('statement')
    .selectAll()
    .where('state', '!=', 'paid')
    .execute()) {
    const date = billing.clock().toISOString().slice(0, 10);
    const payment = { reference, amount: yen(Math.floor((amount - paid) * share)), date };
    expectOk(await receivePayment(billing.credit, 'mori', payment));
  }
}

beforeEach(async () => {
  billing = await aBilling();
  card = await billing.card(await billing.customer());
  expectOk(await setOwnAccount(billing.credit, 'mori', OWN_ACCOUNT));
  expectOk(await savePayee(billing.credit, 'mori', { ...PAYEE, partner: MALLS[0], feeRate: 325 }));
});

describe('a payout', () => {
  test('pays what customers have paid, less our fee, tells the mall claim by claim, and never twice', async () => {
    await billing.charge(card, 10_001);
    await billing.charge(card, 5000);
    expect(await payOut()).toEqual(fail('not-found'));
    await billAndPay();
    expect(await rowOf()).toMatchObject({
      state: 'ready',
      parts: 2,
      claims: yen(15_001),
      fee: yen(487),
      total: yen(14_514),
    });
    const run = expectOk(await payOut());
    expect(run).toMatchObject({ date: '2026-12-01', total: yen(14_514), state: 'made', malls: 1 });
    expect(await payOut()).toEqual(fail('not-found'));
    // The mall hears of it with the bank, once.
    expect(await told()).toEqual([]);
    for (const _ of ['once', 'again']) expectOk(await take(run.run));
    const [message] = await told();
    expect(message).toMatchObject({ total: yen(14_514), fee: yen(487), refunds: [] });
    expect(message!.claims.map(({ amount }) => amount.value).sort()).toEqual([10_001, 5000]);
    expect([await balance(`mall:${MALLS[0]}`), await balance('cash'), await balance('fees')]).toEqual([0, 487, -487]);
    const { payouts: _payouts, owedAgain: _owedAgain, ...row } = run;
    expect(await listRuns(billing.credit, { partner: MALLS[0], search: run.mallName, limit: 10 })).toEqual({
      rows: [{ ...row, state: 'taken' }],
      total: 1,
    });
    expect((await listRuns(billing.credit, { partner: MALLS[1], limit: 10 })).total).toBe(0);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('made at two desks at once pays once', async () => {
    await billing.charge(card, 10_000);
    await billAndPay();
    const both = await Promise.all([payOut(), payOut()]);
    const made = both.flatMap((each) => (each.ok ? [each.value] : []));
    expect(made).toHaveLength(1);
    expectOk(await take(made[0]!.run));
    expect(await told()).toHaveLength(1);
  });

  test('is undone until its file is taken: the books are turned round, and it is paid anew', async () => {
    const charge = await billing.charge(card, 10_000);
    await billing.charge(card, 5000);
    await billAndPay();
    expectOk(await billing.refund(charge, 4000));
    const before = await rowOf();
    const first = expectOk(await payOut());
    expectOk(await undoRun(billing.credit, 'mori', first.run));
    expect(await rowOf()).toEqual(before);
    expect([await balance('cash'), await balance('fees'), await told()]).toEqual([15_000, 0, []]);
    expect([await take(first.run), await undoRun(billing.credit, 'mori', first.run)]).toEqual([
      fail('wrong-state', 'undone'),
      fail('wrong-state', 'undone'),
    ]);
    const second = expectOk(await payOut());
    expect(second.total).toEqual(first.total);
    expectOk(await take(second.run));
    expect(await undoRun(billing.credit, 'mori', second.run)).toEqual(fail('wrong-state', 'taken'));
    expect(await undoRun(billing.credit, 'mori', 'x')).toEqual(fail('not-found'));
    expect((await told()).map(({ payout }) => payout)).toEqual([second.payouts[0]!.payout]);
    const { rows } = await listRuns(billing.credit, { states: ['undone'], limit: 10 });
    expect(rows.map(({ run }) => run)).toEqual([first.run]);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('of a claim whose payment turns out to be another’s stays; undone, it waits for its customer again', async () => {
    await billing.charge(card, 10_000);
    await billAndPay();
    const { run, owedAgain } = expectOk(await payOut());
    expect(owedAgain).toEqual(yen(0));
    const { rows } = await listReceived(billing.credit, { limit: 1 });
    const takeBack = () => takePaymentBack(billing.credit, 'mori', { payment: rows[0]!.id, reason: 'x' });
    expect(expectOk(await takeBack())).toEqual({ owed: yen(10_000), paidOut: yen(0) });
    expect(expectOk(await readRun(read(), run)).owedAgain).toEqual(yen(10_000));
    expectOk(await undoRun(billing.credit, 'mori', run));
    expect(await rowOf()).toMatchObject({ state: 'waiting', claims: yen(0), waiting: yen(10_000) });
    // With its file at the bank the mall has the money.
    const order = { payment: rows[0]!.id, reference: rows[0]!.reference! };
    expectOk(await assignPayment(billing.credit, 'mori', order));
    expectOk(await take(expectOk(await payOut()).run));
    expect(expectOk(await takeBack()).paidOut).toEqual(yen(10_000));
  });

  test('pays nothing that a customer has paid in part only', async () => {
    await billing.charge(card, 10_000);
    await billAndPay(0.9);
    expect(await rowOf()).toMatchObject({ state: 'waiting', claims: yen(0), waiting: yen(10_000) });
    const { figures } = await readCreditOverview(billing.credit, [
      '2026-11-30T00:00:00.000Z',
      '2026-12-01T00:00:00.000Z',
    ]);
    expect(figures.find(({ id }) => id === 'statements-open')).toMatchObject({ count: 1, amount: yen(1000) });
    expect(await payOut()).toEqual(fail('not-found'));
  });

  test('takes off what went back before it was paid out, in the same message', async () => {
    const charge = await billing.charge(card, 10_000);
    await billAndPay();
    expectOk(await billing.refund(charge, 4000));
    expect(await rowOf()).toMatchObject({ claims: yen(10_000), refunds: yen(4000), fee: yen(195), total: yen(5805) });
    expectOk(await take(expectOk(await payOut()).run));
    expect((await told())[0]).toMatchObject({ claims: [{ amount: yen(10_000) }], refunds: [{ amount: yen(4000) }] });
    expect(await balance(`mall:${MALLS[0]}`)).toBe(0);
  });

  test('charges what went back afterwards to the next one; what is below zero is carried over', async () => {
    const charge = await billing.charge(card, 10_000);
    await billAndPay();
    expectOk(await payOut());
    expectOk(await billing.refund(charge, 10_000));
    await billing.charge(card, 3000);
    await billAndPay();
    expect(await rowOf()).toMatchObject({ state: 'carried', total: yen(-7000), fee: yen(0) });
    expect(await payOut()).toEqual(fail('not-found'));
    await billing.charge(card, 20_000);
    await billAndPay();
    expect(await rowOf()).toMatchObject({
      state: 'ready',
      claims: yen(23_000),
      refunds: yen(10_000),
      total: yen(12_578),
    });
    expectOk(await take(expectOk(await payOut()).run));
    expect(await balance(`mall:${MALLS[0]}`)).toBe(0);
    expect((await told())[0]!.refunds).toHaveLength(1);
  });

  test('of a claim that went back whole nets to nothing: it is never paid out by itself', async () => {
    const charge = await billing.charge(card, 10_000);
    expectOk(await billing.refund(charge, 10_000));
    expect(await rowOf()).toMatchObject({ state: 'carried', claims: yen(10_000), refunds: yen(10_000), total: yen(0) });
    expect(await payOut()).toEqual(fail('not-found'));
  });

  test('names a mall without an account and leaves it out', async () => {
    await billing.charge(card, 1000);
    await billing.charge(card, 2000, { mall: MALLS[1] });
    await billAndPay();
    expect((await rowOf(MALLS[1]))!.state).toBe('no-account');
    const run = expectOk(await payOut());
    expect(run.payouts.map(({ mall }) => mall)).toEqual([MALLS[0]]);
    expect((await rowOf(MALLS[1]))!.claims).toEqual(yen(2000));
    expect(await savePayee(billing.credit, 'mori', { ...PAYEE, partner: 'nobody.example', feeRate: 0 })).toEqual(
      fail('partner-unknown'),
    );
    expect((await listPayees(billing.credit)).map(({ partner, payee }) => [partner, payee?.feeRate])).toEqual([
      [MALLS[1], undefined],
      [MALLS[0], 325],
    ]);
  });

  test('needs our own account', async () => {
    const other = await aBilling();
    expect(await makePayouts(other.credit, 'mori', MALLS)).toEqual(fail('account-missing'));
  });

  test('has a fee that is rounded down and never on what went back', () => {
    expect(sumPayout(999, 0, 100)).toEqual({ claims: 999, refunds: 0, fee: 9, total: 990 });
    expect(sumPayout(1000, 1000, 100)).toMatchObject({ fee: 0, total: 0 });
    expect(sumPayout(0, 50, 100)).toMatchObject({ fee: 0, total: -50 });
  });
});

describe('the bank’s files', () => {
  test('come out the same again, whatever became of the payee since', async () => {
    await billing.charge(card, 10_000);
    await billAndPay();
    const { run } = expectOk(await payOut());
    const forms = ['iso20022', 'zengin', 'zengin-unbroken'] as const;
    const files = async () =>
      Promise.all(forms.map(async (form) => expectOk(await payoutFile(billing.credit, 'mori', { run, form }))));
    const before = await files();
    expectOk(
      await savePayee(billing.credit, 'mori', { ...PAYEE, partner: MALLS[0], accountNumber: '7654321', feeRate: 0 }),
    );
    expect(await files()).toEqual(before);
    expect(before.map(({ name }) => name)).toEqual([
      `payouts-2026-12-01-${run.slice(0, 8)}.xml`,
      `payouts-2026-12-01-${run.slice(0, 8)}.txt`,
      `payouts-2026-12-01-${run.slice(0, 8)}.txt`,
    ]);
    const [xml, broken, unbroken] = before.map(({ file }) => Buffer.from(file, 'base64').toString('latin1'));
    expect(xml).toContain('<InstdAmt Ccy="JPY">9675</InstdAmt>');
    expect(broken!.replaceAll('\r\n', '')).toBe(unbroken);
    expect(unbroken).toHaveLength(480);
    expect(await payoutFile(billing.credit, 'mori', { run: 'x', form: 'zengin' })).toEqual(fail('not-found'));
  });
});
