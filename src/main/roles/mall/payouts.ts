/** What credit companies pay out, held against what was claimed and given back. */
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { BreakLine, MoneyBreak, OpenClaimRow, PayoutRow } from '#shared/desk/mall-money.ts';
import { canMove, PAYMENT } from '#shared/domain/states.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Writable } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import { matching, type MoneyBreakTable } from './money-tables.ts';
import type { MallTables, RefundTable } from './tables.ts';

/** How a line was booked, or why it was not. */
type Booked = { readonly reason?: MoneyBreak; readonly expected?: number; readonly number?: string };

/**
 * A credit company has paid. A claim counts once, when it is ours with this company and the amount is what we claimed;
 * a refund is charged once, likewise. All others are breaks for staff to look at.
 */
export async function acceptPayout(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'payout'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const { payout, date, claims, refunds, fee, total } = data;
  if (partner.role !== 'credit') return fail('event-foreign');
  if (event.subject !== payout) return fail('event-invalid', 'subject');
  const amounts = [...claims, ...refunds].map(({ amount }) => amount);
  if ([...amounts, fee].some(({ currency }) => currency !== total.currency)) return fail('event-invalid', 'total');
  const claimed = sum(claims);
  const refunded = sum(refunds);
  if (claimed - refunded - fee.value !== total.value || fee.value < 0) return fail('event-invalid', 'total');
  const earlier = await db.selectFrom('payout').select('payout').where('payout', '=', payout).executeTakeFirst();
  if (earlier) return fail('event-conflict', 'payout');
  const breaks: MoneyBreakTable[] = [];
  const note = (
    kind: 'claim' | 'refund',
    subject: string,
    amount: Money,
    { reason, expected, number }: Booked,
  ): void => {
    if (reason === undefined) return;
    breaks.push({
      document: payout,
      line: breaks.length + 1,
      kind,
      subject,
      amount: amount.value,
      currency: amount.currency,
      reason,
      expected: expected ?? null,
      number: number ?? null,
    });
  };
  for (const { claim, amount } of claims) {
    note('claim', claim, amount, await bookClaim(mall, db, { payout, credit: partner.id, claim, amount }));
  }
  for (const { refund, amount } of refunds) {
    const charge = { document: payout, refund, amount, way: 'settlement', partner: partner.id } as const;
    note('refund', refund, amount, await chargeRefund(db, charge));
  }
  await db
    .insertInto('payout')
    .values({
      payout,
      credit: partner.id,
      date,
      claims: claims.length,
      claimed,
      refunded,
      fee: fee.value,
      total: total.value,
      currency: total.currency,
      breaks: breaks.length,
    })
    .execute();
  for (const found of breaks) await db.insertInto('money_break').values(found).execute();
  mall.changes.announce('money');
  return ok();
}

const sum = (lines: readonly { amount: Money }[]): number =>
  lines.reduce((total, { amount }) => total + amount.value, 0);

async function bookClaim(
  mall: Mall,
  db: Writable<MallTables>,
  line: { payout: string; credit: string; claim: string; amount: Money },
): Promise<Booked> {
  const { payout, credit, amount } = line;
  const claim = await db
    .selectFrom('claim')
    .innerJoin('settlement', 'settlement.number', 'claim.payment')
    .selectAll('claim')
    .select(['settlement.state', 'settlement.number'])
    .where('claim.claim', '=', line.claim)
    .where('settlement.counterparty', '=', credit)
    .executeTakeFirst();
  if (!claim) return { reason: 'unknown' };
  const { number, state } = claim;
  const expected = claim.currency === amount.currency ? claim.amount : undefined;
  const known = { number, ...(expected !== undefined && { expected }) };
  if (claim.payout !== null) return { ...known, reason: 'already-booked' };
  if (claim.lapsed === 1) return { ...known, reason: 'lapsed' };
  if (expected !== amount.value) return { ...known, reason: 'amount-differs' };
  await db.updateTable('claim').set({ payout }).where('claim', '=', claim.claim).execute();
  const open = await db
    .selectFrom('claim')
    .select('claim')
    .where('payment', '=', number)
    .where('payout', 'is', null)
    .where('lapsed', '=', 0)
    .executeTakeFirst();
  if (!open && canMove(PAYMENT, state, 'paid')) {
    const changed_at = mall.clock().toISOString();
    await db.updateTable('settlement').set({ state: 'paid', changed_at }).where('number', '=', number).execute();
  }
  return {};
}

/**
 * A partner charges us for money it gave back to a customer, in a payout or an invoice: once, and the amount that we
 * know of.
 */
export async function chargeRefund(
  db: Writable<MallTables>,
  charge: { document: string; refund: string; amount: Money; way: RefundTable['way']; partner: string },
): Promise<Booked> {
  const { document, amount, way, partner } = charge;
  const refund = await db
    .selectFrom('refund')
    .selectAll()
    .where('refund', '=', charge.refund)
    .where('way', '=', way)
    .where(({ exists, selectFrom }) =>
      way === 'cash'
        ? exists(
            selectFrom('purchase')
              .select('number')
              .whereRef('purchase.order_id', '=', 'refund.order_id')
              .where('counterparty', '=', partner),
          )
        : exists(
            selectFrom('settlement')
              .select('number')
              .whereRef('settlement.order_id', '=', 'refund.order_id')
              .where('counterparty', '=', partner),
          ),
    )
    .executeTakeFirst();
  if (!refund) return { reason: 'unknown' };
  const expected = refund.currency === amount.currency ? refund.amount - refund.released : undefined;
  const known = expected === undefined ? {} : { expected };
  if (refund.charged !== null) return { ...known, reason: 'already-booked' };
  if (expected !== amount.value) return { ...known, reason: 'amount-differs' };
  await db.updateTable('refund').set({ charged: document }).where('refund', '=', refund.refund).execute();
  return {};
}

export async function listPayouts(mall: Mall, asked: Input<'payouts.list'>): Promise<ListPage<PayoutRow>> {
  const shape: ListShape<MallTables, 'payout'> = {
    time: 'date',
    days: true,
    id: 'payout',
    state: matching,
    partner: 'credit',
    amount: 'total',
    names: ['payout'],
  };
  const page = await listRows(mall.storage.read.selectFrom('payout').selectAll(), shape, asked);
  return mapPage(page, ({ currency, claimed, refunded, fee, total, ...row }) => {
    const money = (value: number): Money => ({ value, currency });
    return { ...row, claimed: money(claimed), refunded: money(refunded), fee: money(fee), total: money(total) };
  });
}

/** What of a payout or an invoice was not booked, in the partner's order. */
export async function listMoneyBreaks(mall: Mall, document: string): Promise<BreakLine[]> {
  const rows = await mall.storage.read
    .selectFrom('money_break')
    .selectAll()
    .where('document', '=', document)
    .orderBy('line')
    .execute();
  return rows.map(({ kind, subject, amount, currency, reason, expected, number }) => ({
    kind,
    subject,
    amount: { value: amount, currency },
    reason,
    ...(expected !== null && { expected: { value: expected, currency } }),
    ...(number !== null && { number }),
  }));
}

/** Claims that nobody has paid yet. */
export async function listOpenClaims(mall: Mall, asked: Input<'payouts.open-claims'>): Promise<ListPage<OpenClaimRow>> {
  const claims = mall.storage.read
    .selectFrom('claim')
    .innerJoin('settlement', 'settlement.number', 'claim.payment')
    .selectAll('claim')
    .select(['settlement.counterparty', 'settlement.receipt', 'settlement.variant'])
    .where('claim.payout', 'is', null)
    .where('claim.lapsed', '=', 0);
  const shape: ListShape<MallTables, 'claim' | 'settlement'> = {
    time: 'claim.date',
    days: true,
    id: 'claim.claim',
    partner: 'settlement.counterparty',
    amount: 'claim.amount',
    numbers: ['claim.payment', 'settlement.receipt'],
  };
  return mapPage(await listRows(claims, shape, asked), (row) => ({
    claim: row.claim,
    credit: row.counterparty,
    purchase: row.payment,
    ...(row.receipt !== null && row.variant !== 'c' && { receipt: row.receipt }),
    part: row.part,
    amount: { value: row.amount, currency: row.currency },
    date: row.date,
  }));
}
