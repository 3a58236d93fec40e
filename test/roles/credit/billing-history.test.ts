/** Over any history of charges, refunds, statements, payments and payouts: no yen is made, lost or paid out too early. */
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { balanceOf, checkLedger } from '#main/ledger/index.ts';
import { setOwnAccount } from '#main/roles/credit/billing-settings.ts';
import { savePayee } from '#main/roles/credit/payees.ts';
import { payCreditBack } from '#main/roles/credit/pay-back.ts';
import { listRuns, undoRun } from '#main/roles/credit/pay-runs.ts';
import { payoutFile } from '#main/roles/credit/payout-files.ts';
import { assignPayment, importBankFile, listReceived, receivePayment } from '#main/roles/credit/payments.ts';
import { strikePayment, takePaymentBack } from '#main/roles/credit/correct-payment.ts';
import { makePayouts, previewPayouts } from '#main/roles/credit/payouts.ts';
import { endHolds } from '#main/roles/credit/settle.ts';
import { replaceCard } from '#main/roles/credit/replace-card.ts';
import { makeStatements } from '#main/roles/credit/statements.ts';
import { randomUuid } from '#main/vault/index.ts';
import { aBilling, type Charge, MALLS, OWN_ACCOUNT, PAYEE, type TestBilling } from '../../builders/a-billing.ts';
import { aCardNumber } from '../../builders/a-payment.ts';
import { START } from '../../builders/a-clock.ts';
import { sentEvents } from '../../builders/a-group.ts';

type Step =
  | { readonly does: 'hold'; readonly card: number; readonly mall: number; readonly amount: number }
  | { readonly does: 'claim' | 'refund' | 'cancel'; readonly of: number; readonly share: number }
  | { readonly does: 'wait'; readonly days: number }
  | { readonly does: 'bill' }
  | { readonly does: 'pay'; readonly statement: number; readonly share: number }
  | { readonly does: 'unknown'; readonly amount: number }
  | { readonly does: 'assign'; readonly statement: number }
  | { readonly does: 'take-back'; readonly payment: number }
  | { readonly does: 'strike' }
  | { readonly does: 'pay-back'; readonly customer: number; readonly share: number }
  | { readonly does: 'replace'; readonly card: number }
  | { readonly does: 'pay-out'; readonly malls: number }
  | { readonly does: 'undo' | 'take-file' };

const amount = fc.integer({ min: 1, max: 12_000 });
const of = fc.nat({ max: 3 });
const statement = fc.nat({ max: 1 });
/** Of what is left; sometimes more than that. */
const share = fc.constantFrom(0.4, 1, 1, 1, 1.5);
const mall = fc.nat({ max: 1 });
const one = <T extends string>(name: T): fc.Arbitrary<T> => fc.constant(name);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: one('hold'), card: fc.nat({ max: 2 }), mall, amount }) },
  { weight: 6, arbitrary: fc.record({ does: one('claim'), of, share }) },
  { weight: 2, arbitrary: fc.record({ does: one('refund'), of, share }) },
  { weight: 1, arbitrary: fc.record({ does: one('cancel'), of, share }) },
  { weight: 1, arbitrary: fc.record({ does: one('wait'), days: fc.integer({ min: 1, max: 16 }) }) },
  { weight: 3, arbitrary: fc.record({ does: one('bill') }) },
  { weight: 5, arbitrary: fc.record({ does: one('pay'), statement, share }) },
  { weight: 1, arbitrary: fc.record({ does: one('unknown'), amount }) },
  { weight: 1, arbitrary: fc.record({ does: one('assign'), statement }) },
  { weight: 1, arbitrary: fc.record({ does: one('take-back'), payment: of }) },
  { weight: 1, arbitrary: fc.record({ does: one('strike') }) },
  { weight: 2, arbitrary: fc.record({ does: one('pay-back'), customer: fc.nat({ max: 1 }), share }) },
  { weight: 1, arbitrary: fc.record({ does: one('replace'), card: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('undo' as const, 'take-file' as const) }) },
  { weight: 3, arbitrary: fc.record({ does: one('pay-out'), malls: fc.constantFrom(0, 1, 2, 2, 2) }) },
);

let billing: TestBilling;
let customers: string[];
let cards: string[];
beforeAll(async () => {
  billing = await aBilling();
  customers = [await billing.customer(), await billing.customer()];
  // One of them has two cards.
  cards = [
    await billing.card(customers[0]!, { card_limit: 60_000 }),
    await billing.card(customers[0]!, { card_limit: 30_000 }),
    await billing.card(customers[1]!, { card_limit: 80_000 }),
  ];
  expectOk(await setOwnAccount(billing.credit, 'mori', OWN_ACCOUNT));
  expectOk(await savePayee(billing.credit, 'mori', { ...PAYEE, partner: MALLS[0], feeRate: 250 }));
  expectOk(await savePayee(billing.credit, 'mori', { ...PAYEE, partner: MALLS[1], feeRate: 0 }));
});

test('the books sum to zero, cards have what is left of their limits, and no mall is paid before its customers paid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40, size: 'max' }), async (steps) => {
      await beginAnew();
      const charges: Charge[] = [];
      for (const each of steps) {
        await take(each, charges);
        await holds();
      }
    }),
    { numRuns: 60 },
  );
  expect(paidBack).toBeGreaterThan(0);
}, 120_000);

let payments = 0;
let paidBack = 0;
let replaced = 0;
/** What was bought since stands below zero then, and malls may have been paid too early. */
let takenBack = false;

async function take(step: Step, charges: Charge[]): Promise<void> {
  const { credit, clock } = billing;
  switch (step.does) {
    case 'hold': {
      const charge = await billing.hold(cards[step.card]!, step.amount, MALLS[step.mall]!);
      if (charge) charges.unshift(charge);
      return;
    }
    case 'claim':
    case 'refund':
    case 'cancel': {
      const charge = charges[step.of];
      if (!charge) return;
      const { amount, captured, released, refunded } = await credit.storage.read
        .selectFrom('settlement')
        .selectAll()
        .where('receipt', '=', charge.receipt)
        .executeTakeFirstOrThrow();
      const left = step.does === 'refund' ? captured - refunded : amount - captured - released;
      const value = Math.ceil(left * step.share);
      if (step.does === 'claim') await billing.claim(charge, value);
      else await billing.refund(charge, value, step.does === 'refund' ? 'returned' : 'cancelled');
      return;
    }
    case 'wait':
      clock.advance({ days: step.days });
      return endHolds(credit);
    case 'bill':
      // The month is over the day after its last.
      clock.set(nextMonth(clock().toISOString()));
      await endHolds(credit);
      expectOk(await makeStatements(credit, 'mori'));
      return;
    case 'pay': {
      const row = await openStatement(step.statement);
      const rest = row ? row.amount - row.paid : 0;
      const value = Math.floor(rest * step.share);
      const date = clock().toISOString().slice(0, 10);
      if (row && value > 0)
        expectOk(await receivePayment(credit, 'mori', { reference: row.reference, amount: yen(value), date }));
      return;
    }
    case 'unknown': {
      const csv = `date,amount,reference\n2026-11-21,${step.amount},nobody ${++payments}\n`;
      for (const _ of ['once', 'again']) expectOk(await importBankFile(credit, 'mori', Buffer.from(csv)));
      return;
    }
    case 'assign': {
      const {
        rows: [unknown],
      } = await listReceived(credit, { states: ['unknown'], order: 'oldest', limit: 1 });
      const row = await openStatement(step.statement);
      if (unknown && row)
        expectOk(await assignPayment(credit, 'mori', { payment: unknown.id, reference: row.reference }));
      return;
    }
    case 'take-back': {
      const { rows } = await listReceived(credit, { states: ['assigned'], limit: 5 });
      const payment = rows[step.payment]?.id;
      if (payment === undefined) return;
      expectOk(await takePaymentBack(credit, 'mori', { payment, reason: 'another’s' }));
      takenBack = true;
      return;
    }
    case 'strike': {
      const { rows } = await listReceived(credit, { states: ['unknown', 'paid-back'], limit: 5 });
      const payment = rows.find(({ source }) => source === 'desk')?.id;
      if (payment !== undefined) expectOk(await strikePayment(credit, 'mori', { payment, reason: 'never came' }));
      return;
    }
    case 'pay-back': {
      const customer = customers[step.customer]!;
      const most = -(await balanceOf(credit.storage.read, `customer:${customer}`, 'JPY')).value;
      const value = Math.ceil(most * step.share);
      if (value < 1) return;
      const date = clock().toISOString().slice(0, 10);
      const order = { customer, amount: yen(value), date, reason: 'asked for', entry: randomUuid() };
      const left = await payCreditBack(credit, 'mori', order);
      expect(left).toEqual(value > most ? fail('field-invalid', 'amount') : ok(yen(most - value)));
      if (left.ok) paidBack++;
      return;
    }
    case 'replace': {
      const order = {
        card: cards[step.card]!,
        number: aCardNumber(++replaced),
        expiry: '2033-12',
        why: 'lost',
      } as const;
      cards[step.card] = expectOk(await replaceCard(credit, 'mori', order)).card;
      return;
    }
    case 'undo':
    case 'take-file': {
      const [made] = (await listRuns(credit, { states: ['made'], limit: 1 })).rows;
      if (!made) return;
      if (step.does === 'undo') expectOk(await undoRun(credit, 'mori', made.run));
      else expectOk(await payoutFile(credit, 'mori', { run: made.run, form: 'iso20022' }));
      return;
    }
    case 'pay-out':
      await makePayouts(credit, 'mori', step.malls === 2 ? [...MALLS] : [MALLS[step.malls]!]);
  }
}

/** Unpaid ones, oldest first. */
async function openStatement(at: number) {
  const db = billing.credit.storage.read;
  const rows = await db
    .selectFrom('statement')
    .selectAll()
    .where('state', '!=', 'paid')
    .orderBy('month')
    .orderBy('customer')
    .execute();
  return rows[at];
}

function nextMonth(iso: string): string {
  const [year, month] = iso.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1, 3)).toISOString();
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

async function holds(): Promise<void> {
  const db = billing.credit.storage.read;
  expect(await checkLedger(db)).toEqual({ sum: 0, differing: [] });
  const settlements = await db.selectFrom('settlement').selectAll().execute();
  const claims = await db.selectFrom('claim').selectAll().execute();
  const refunds = await db.selectFrom('credit_refund').selectAll().execute();
  const heads = await db.selectFrom('pay_run_head').selectAll().execute();
  const stateOf = ({ run }: { readonly run: string }) => heads.find((head) => head.run === run)!.state;
  const runs = (await db.selectFrom('pay_run').selectAll().execute()).filter((row) => stateOf(row) !== 'undone');
  const statements = await db.selectFrom('statement').selectAll().execute();
  const lines = await db.selectFrom('statement_line').selectAll().execute();

  for (const customer of customers) {
    const { value: balance } = await balanceOf(db, `customer:${customer}`, 'JPY');
    const rows = await db.selectFrom('card').selectAll().where('customer', '=', customer).execute();
    const heldOn = (card: string): number =>
      sum(
        settlements
          .filter((row) => row.card === card)
          .map(({ amount, captured, released }) => amount - captured - released),
      );
    // What the limits leave above what is held and owed is available, on all cards together.
    const limits = sum(rows.map(({ card_limit }) => card_limit));
    const held = sum(rows.map(({ id }) => heldOn(id)));
    expect(sum(rows.map(({ available }) => available))).toBe(limits - held - Math.max(0, balance));
    for (const { id, card_limit, available } of rows) {
      if (!takenBack) expect(available).toBeGreaterThanOrEqual(0);
      expect(available).toBeLessThanOrEqual(card_limit - heldOn(id));
    }
    // What is not covered of the claims is what the customer owes.
    const own = settlements.filter((row) => row.customer === customer);
    const open = own.map(({ receipt, captured, refunded }) => {
      const covered = sum(claims.filter((claim) => claim.receipt === receipt).map((claim) => claim.covered));
      expect(covered).toBeLessThanOrEqual(captured - refunded);
      return captured - refunded - covered;
    });
    expect(sum(open)).toBe(Math.max(0, balance));
    // The newest statement and what came after it are what is owed.
    const [newest] = statements
      .filter((row) => row.customer === customer)
      .sort((a, b) => b.month.localeCompare(a.month));
    const unstated = sum(
      claims
        .filter((claim) => claim.statement === null && own.some(({ receipt }) => receipt === claim.receipt))
        .map(({ amount, refunded }) => amount - refunded),
    );
    const rest = newest ? Math.max(0, newest.amount - newest.paid) : 0;
    expect(rest).toBe(newest ? Math.min(Math.max(0, newest.amount), Math.max(0, balance - unstated)) : 0);
  }
  for (const { amount, paid, state, reference } of statements) {
    expect(sum(lines.filter(({ statement }) => statement === reference).map((line) => line.amount))).toBe(amount);
    expect(state === 'paid').toBe(amount <= paid || amount <= 0);
  }

  for (const mall of MALLS) {
    const own = claims.filter((claim) => claim.mall === mall);
    const ownRefunds = refunds.filter((refund) => refund.mall === mall);
    // Its account is what was claimed and not paid out, less what went back and was not charged.
    const { value } = await balanceOf(db, `mall:${mall}`, 'JPY');
    const due = sum(own.filter(({ payout }) => payout === null).map(({ amount }) => amount));
    const owes = sum(ownRefunds.filter(({ payout }) => payout === null).map(({ given_back }) => given_back));
    expect(0 - value).toBe(due - owes);
    for (const claim of own) if (claim.payout !== null) expect(claim.payable).toBe(1);
    // Whatever was paid out beyond what customers have paid is refunds that were made afterwards and are charged next.
    const paidOut = sum(runs.filter((run) => run.mall === mall).map(({ claims, refunds }) => claims - refunds));
    const early = sum(
      own.filter(({ payout }) => payout !== null).map(({ amount, refunded, covered }) => amount - refunded - covered),
    );
    if (!takenBack) expect(early).toBe(0);
    expect(paidOut).toBeLessThanOrEqual(sum(own.map(({ covered }) => covered)) + early + owes);
  }
  for (const run of runs) {
    expect(sum(claims.filter(({ payout }) => payout === run.payout).map(({ amount }) => amount))).toBe(run.claims);
    expect(sum(refunds.filter(({ payout }) => payout === run.payout).map((refund) => refund.given_back))).toBe(
      run.refunds,
    );
    expect(run.claims - run.refunds - run.fee).toBe(run.total);
    expect(run.total).toBeGreaterThan(0);
  }
  // Each claim was told paid once.
  const told = (await sentEvents(billing.party, 'payout')).flatMap(({ data }) => data['claims'] as { claim: string }[]);
  expect(new Set(told.map(({ claim }) => claim)).size).toBe(told.length);
  const taken = new Set(runs.filter((row) => stateOf(row) === 'taken').map(({ payout }) => payout));
  expect(told).toHaveLength(claims.filter(({ payout }) => payout !== null && taken.has(payout)).length);
  // What could be paid now is covered by customers.
  for (const row of await previewPayouts(billing.credit)) {
    const own = claims.filter((claim) => claim.mall === row.mall && claim.payable === 1 && claim.payout === null);
    const covered = sum(own.map((claim) => claim.covered));
    expect(row.claims.value - row.refunds.value).toBeLessThanOrEqual(covered);
  }
}

async function beginAnew(): Promise<void> {
  takenBack = false;
  billing.clock.set(START);
  await billing.credit.storage.write(async (db) => {
    for (const table of [
      'bank_payment',
      'statement_letter',
      'statement_line',
      'statement',
      'pay_run',
      'pay_run_head',
      'credit_refund',
      'claim',
      'settlement',
      'transfer',
      'account_balance',
      'outbox',
      'mail',
      'trail',
    ] as const) {
      await db.deleteFrom(table).execute();
    }
    await db
      .updateTable('card')
      .set((eb) => ({ available: eb.ref('card_limit'), blocked: 0 }))
      .execute();
  });
}
