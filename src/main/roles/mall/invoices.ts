/** What carriers bill for a month, held against the parcels that they took from us. */
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { InvoiceDetail, InvoiceRow } from '#shared/desk/mall-money.ts';
import type { Money } from '#shared/domain/money.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Readable, type Writable } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import { type InvoiceLineTable, matching } from './money-tables.ts';
import { chargeRefund, listMoneyBreaks } from './payouts.ts';
import type { MallTables } from './tables.ts';

/** A carrier's bill for a month: one rate per size class. A month is billed once. */
export async function acceptInvoice(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'invoice'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const { invoice, month, date, lines, refunds, total } = data;
  if (partner.role !== 'carrier') return fail('event-foreign');
  if (event.subject !== invoice) return fail('event-invalid', 'subject');
  const money = [...lines.flatMap(({ rate, amount }) => [rate, amount]), ...refunds.map(({ amount }) => amount)];
  if (money.some(({ currency }) => currency !== total.currency)) return fail('event-invalid', 'total');
  if (new Set(lines.map(({ size }) => size)).size !== lines.length) return fail('event-invalid', 'lines');
  if (lines.some(({ parcels, rate, amount }) => parcels * rate.value !== amount.value)) {
    return fail('event-invalid', 'lines');
  }
  const refunded = sum(refunds);
  if (sum(lines) + refunded !== total.value) return fail('event-invalid', 'total');
  const earlier = await db
    .selectFrom('invoice')
    .select('invoice')
    .where((eb) => eb.or([eb('invoice', '=', invoice), eb.and({ carrier: partner.id, month })]))
    .executeTakeFirst();
  if (earlier) return fail('event-conflict', 'invoice');
  const taken = await parcelsTaken(db, partner.id, month);
  const before = await ratesBefore(db, partner.id, month);
  const rows = lines.map(({ size, parcels, rate }): InvoiceLineTable => ({
    invoice,
    size,
    parcels,
    expected: taken.get(size) ?? 0,
    rate: rate.value,
    rate_before: before.get(size) ?? null,
  }));
  let breaks = rows.filter((row) => isBreak(row)).length;
  const { currency } = total;
  for (const { refund, amount } of refunds) {
    const charge = { document: invoice, refund, amount, way: 'cash', partner: partner.id } as const;
    const { reason, expected, number } = await chargeRefund(db, charge);
    if (reason === undefined) continue;
    breaks++;
    await db
      .insertInto('money_break')
      .values({
        document: invoice,
        line: breaks,
        kind: 'refund',
        subject: refund,
        amount: amount.value,
        currency,
        reason,
        expected: expected ?? null,
        number: number ?? null,
      })
      .execute();
  }
  const parcels = lines.reduce((count, line) => count + line.parcels, 0);
  await db
    .insertInto('invoice')
    .values({ invoice, carrier: partner.id, month, date, parcels, refunded, total: total.value, currency, breaks })
    .execute();
  for (const row of rows) await db.insertInto('invoice_line').values(row).execute();
  mall.changes.announce('money');
  return ok();
}

const sum = (lines: readonly { amount: Money }[]): number =>
  lines.reduce((total, { amount }) => total + amount.value, 0);

/** More parcels than we handed over, or another rate than before. Fewer come with the next month. */
function isBreak({ parcels, expected, rate, rate_before }: InvoiceLineTable): boolean {
  return parcels > expected || (rate_before !== null && rate !== rate_before);
}

/** Parcels that may stand on a bill for this month: taken by its end, and not on an earlier one. */
async function parcelsTaken(db: Readable<MallTables>, carrier: string, month: string): Promise<Map<SizeClass, number>> {
  const taken = await db
    .selectFrom('purchase')
    .select((eb) => ['size', eb.fn.countAll<number>().as('parcels')])
    .where('counterparty', '=', carrier)
    .where('shipped_on', '<=', `${month}-31`)
    .groupBy('size')
    .execute();
  const billed = await db
    .selectFrom('invoice_line')
    .innerJoin('invoice', 'invoice.invoice', 'invoice_line.invoice')
    .select((eb) => ['invoice_line.size', eb.fn.sum<number>('invoice_line.parcels').as('parcels')])
    .where('invoice.carrier', '=', carrier)
    .where('invoice.month', '<', month)
    .groupBy('invoice_line.size')
    .execute();
  const before = new Map(billed.map(({ size, parcels }) => [size, Number(parcels)]));
  return new Map(taken.map(({ size, parcels }) => [size, Math.max(0, Number(parcels) - (before.get(size) ?? 0))]));
}

async function ratesBefore(db: Readable<MallTables>, carrier: string, month: string): Promise<Map<SizeClass, number>> {
  const rows = await db
    .selectFrom('invoice_line')
    .innerJoin('invoice', 'invoice.invoice', 'invoice_line.invoice')
    .select(['invoice_line.size', 'invoice_line.rate'])
    .where('invoice.carrier', '=', carrier)
    .where('invoice.month', '<', month)
    .orderBy('invoice.month')
    .execute();
  return new Map(rows.map(({ size, rate }) => [size, rate]));
}

export async function listInvoices(mall: Mall, asked: Input<'invoices.received'>): Promise<ListPage<InvoiceRow>> {
  const shape: ListShape<MallTables, 'invoice'> = {
    time: 'date',
    days: true,
    id: 'invoice',
    state: matching,
    partner: 'carrier',
    amount: 'total',
    names: ['invoice', 'month'],
  };
  const page = await listRows(mall.storage.read.selectFrom('invoice').selectAll(), shape, asked);
  return mapPage(page, ({ invoice, carrier, month, date, parcels, total, currency, breaks }) => ({
    invoice,
    carrier,
    month,
    date,
    parcels,
    total: { value: total, currency },
    breaks,
  }));
}

export async function openInvoice(mall: Mall, invoice: string): Promise<Result<InvoiceDetail>> {
  const db = mall.storage.read;
  const found = await db.selectFrom('invoice').selectAll().where('invoice', '=', invoice).executeTakeFirst();
  if (!found) return fail('not-found');
  const { currency } = found;
  const lines = await db
    .selectFrom('invoice_line')
    .selectAll()
    .where('invoice', '=', invoice)
    .orderBy('size')
    .execute();
  return ok({
    lines: lines.map(({ size, parcels, expected, rate, rate_before }) => ({
      size,
      parcels,
      expected,
      rate: { value: rate, currency },
      ...(rate_before !== null && rate_before !== rate && { rateBefore: { value: rate_before, currency } }),
      amount: { value: parcels * rate, currency },
    })),
    refunded: { value: found.refunded, currency },
    breaks: await listMoneyBreaks(mall, invoice),
  });
}
