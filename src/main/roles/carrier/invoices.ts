/**
 * Malls are billed once a month: a flat rate per size class for the parcels that the carrier took, returns too, and the cash that it
 * gave back for them. No number and no zone stands on a bill: a zone is half an address.
 */
import type { BillLine, DueBill, SentInvoice, SentInvoiceDetail } from '#shared/desk/carrier-money.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Money } from '#shared/domain/money.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { sendEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Readable, type Writable } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import type { CarrierTables } from './tables.ts';
import { tariffOn } from './tariff.ts';

/** Refunds on one invoice at most; what is left goes with the next. */
const MOST_REFUNDS = 10_000;

/** Bills every mall for the month that has ended, once; what was scanned too late goes with the next. */
export async function sendInvoices(carrier: Carrier): Promise<void> {
  const now = carrier.clock();
  const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const month = new Date(end.getTime() - 1).toISOString().slice(0, 7);
  const malls = await mallsToBill(carrier.storage.read, end.toISOString());
  if (malls.length === 0) return;
  const tariff = await tariffOn(carrier.storage.read, firstDay(month));
  for (const mall of malls) {
    await carrier.storage.write((db) => sendInvoice(carrier, db, { mall, month, end: end.toISOString(), tariff }));
  }
}

/** A month is billed at one rate per size class: that of its first day. */
const firstDay = (month: string): string => `${month}-01`;

async function mallsToBill(db: Readable<CarrierTables>, end: string): Promise<string[]> {
  const parcels = await unbilled(db, end).select('parcel.mall').distinct().execute();
  const returns = await unbilledReturns(db, end).select('return_parcel.mall').distinct().execute();
  const refunds = await unchargedRefunds(db, end).select('mall').distinct().execute();
  return [...new Set([...parcels, ...returns, ...refunds].map(({ mall }) => mall))].sort();
}

/** Parcels that were taken before `end` and stand on no invoice. */
function unbilled(db: Readable<CarrierTables>, end: string) {
  return db
    .selectFrom('parcel')
    .where('parcel.invoice', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('piece')
          .select('piece')
          .whereRef('piece.number', '=', 'parcel.number')
          .where('accepted_at', '<', end),
      ),
    );
}

/** What customers sent back: carried like a parcel of the size that it came in. */
function unbilledReturns(db: Readable<CarrierTables>, end: string) {
  return db
    .selectFrom('return_parcel')
    .innerJoin('parcel', 'parcel.number', 'return_parcel.parcel')
    .where('return_parcel.invoice', 'is', null)
    .where('return_parcel.accepted_at', '<', end);
}

function unchargedRefunds(db: Readable<CarrierTables>, end: string) {
  return db
    .selectFrom('cash_refund')
    .where('state', '=', 'done')
    .where('invoice', 'is', null)
    .where('done_at', '<', end);
}

async function sendInvoice(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  bill: { mall: string; month: string; end: string; tariff: Tariff },
): Promise<void> {
  const { mall, month, end, tariff } = bill;
  const earlier = await db
    .selectFrom('invoice')
    .select('invoice')
    .where('mall', '=', mall)
    .where('month', '=', month)
    .executeTakeFirst();
  if (earlier) return;
  const lines = await billLines(db, mall, end, tariff);
  const { currency } = tariff;
  const refunds = await unchargedRefunds(db, end)
    .select(['refund', 'amount'])
    .where('mall', '=', mall)
    .orderBy('done_at')
    .limit(MOST_REFUNDS)
    .execute();
  if (lines.length === 0 && refunds.length === 0) return;
  const invoice = randomUuid();
  const date = carrier.clock().toISOString().slice(0, 10);
  const refunded = refunds.reduce((sum, { amount }) => sum + amount, 0);
  const total = { value: lines.reduce((sum, { amount }) => sum + amount.value, refunded), currency };
  const parcels = lines.reduce((sum, line) => sum + line.parcels, 0);
  await db
    .insertInto('invoice')
    .values({ invoice, mall, month, date, parcels, refunded, total: total.value, currency })
    .execute();
  for (const { size, parcels: count, rate } of lines) {
    await db.insertInto('invoice_line').values({ invoice, size, parcels: count, rate: rate.value }).execute();
  }
  await db
    .updateTable('parcel')
    .set({ invoice })
    .where('number', 'in', unbilled(db, end).select('parcel.number').where('parcel.mall', '=', mall))
    .execute();
  await db
    .updateTable('return_parcel')
    .set({ invoice })
    .where('mall', '=', mall)
    .where('invoice', 'is', null)
    .where('accepted_at', '<', end)
    .execute();
  for (const { refund } of refunds) {
    await db.updateTable('cash_refund').set({ invoice }).where('refund', '=', refund).execute();
  }
  await sendEvent(carrier.post, db, {
    to: mall,
    type: 'invoice',
    subject: invoice,
    data: {
      invoice,
      month,
      date,
      lines,
      refunds: refunds.map(({ refund, amount }) => ({ refund, amount: { value: amount, currency } })),
      total,
    },
  });
  carrier.changes.announce('money');
}

async function billLines(
  db: Readable<CarrierTables>,
  mall: string,
  end: string,
  tariff: Tariff,
): Promise<(BillLine & { size: SizeClass })[]> {
  const out = await unbilled(db, end)
    .select((eb) => ['parcel.size', eb.fn.countAll<number>().as('parcels')])
    .where('parcel.mall', '=', mall)
    .groupBy('parcel.size')
    .execute();
  const back = await unbilledReturns(db, end)
    .select((eb) => ['parcel.size', eb.fn.countAll<number>().as('parcels')])
    .where('return_parcel.mall', '=', mall)
    .groupBy('parcel.size')
    .execute();
  const counts = new Map<SizeClass, number>();
  for (const { size, parcels } of [...out, ...back]) counts.set(size, (counts.get(size) ?? 0) + Number(parcels));
  return [...counts.entries()]
    .sort(([a], [b]) => a - b)
    .map(([size, parcels]) => {
      // A class that is not carried any more was taken at no known rate.
      const rate = tariff.fees[size] ?? 0;
      return {
        size,
        parcels,
        rate: { value: rate, currency: tariff.currency },
        amount: { value: rate * parcels, currency: tariff.currency },
      };
    });
}

/** What stands on the next invoices already. */
export async function listDueBills(carrier: Carrier): Promise<DueBill[]> {
  const db = carrier.storage.read;
  const end = new Date(carrier.clock().getTime() + 1).toISOString();
  const tariff = await tariffOn(db, firstDay(carrier.clock().toISOString().slice(0, 7)));
  const { currency } = tariff;
  const names = await db.selectFrom('partner').select(['id', 'name']).execute();
  const bills: DueBill[] = [];
  for (const mall of await mallsToBill(db, end)) {
    const lines = await billLines(db, mall, end, tariff);
    const { sum } = await unchargedRefunds(db, end)
      .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('amount'), eb.lit(0)).as('sum'))
      .where('mall', '=', mall)
      .executeTakeFirstOrThrow();
    const refunded = { value: Number(sum), currency };
    const total = { value: lines.reduce((all, { amount }) => all + amount.value, refunded.value), currency };
    bills.push({ mall, mallName: names.find(({ id }) => id === mall)?.name ?? mall, lines, refunded, total });
  }
  return bills;
}

export async function listSentInvoices(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'invoices.sent'>,
): Promise<ListPage<SentInvoice>> {
  const shape: ListShape<CarrierTables, 'invoice'> = {
    time: 'date',
    days: true,
    id: 'invoice',
    partner: 'mall',
    amount: 'total',
    names: ['invoice', 'month'],
  };
  const page = await listRows(storage.read.selectFrom('invoice').selectAll(), shape, asked);
  return mapPage(page, ({ invoice, mall, month, date, parcels, total, currency }) => ({
    invoice,
    mall,
    month,
    date,
    parcels,
    total: { value: total, currency },
  }));
}

export async function openSentInvoice(carrier: Carrier, invoice: string): Promise<Result<SentInvoiceDetail>> {
  const db = carrier.storage.read;
  const found = await db
    .selectFrom('invoice')
    .select(['refunded', 'currency'])
    .where('invoice', '=', invoice)
    .executeTakeFirst();
  if (!found) return fail('not-found');
  const money = (value: number): Money => ({ value, currency: found.currency });
  const lines = await db
    .selectFrom('invoice_line')
    .selectAll()
    .where('invoice', '=', invoice)
    .orderBy('size')
    .execute();
  return ok({
    lines: lines.map(({ size, parcels, rate }) => ({
      size,
      parcels,
      rate: money(rate),
      amount: money(rate * parcels),
    })),
    refunded: money(found.refunded),
  });
}
