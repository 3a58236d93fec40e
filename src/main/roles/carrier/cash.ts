import { sql } from 'kysely';
import type { CashRow, SentRemittance } from '#shared/desk/carrier.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { sendEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Readable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import type { CarrierTables } from './tables.ts';

/** Parcels of one remittance at most; what is left goes with the next. */
const MOST_PARCELS = 10_000;

/** Cash collected for each mall and not yet remitted. The surcharge is the carrier's own and not part of it. */
function dueByMall(db: Readable<CarrierTables>) {
  return db.selectFrom((from) =>
    from
      .selectFrom('parcel')
      .select(({ fn }) => [
        'parcel.mall',
        'parcel.currency',
        fn.min<string>('parcel.changed_at').as('since'),
        fn.countAll<number>().as('parcels'),
        fn.sum<number>('parcel.amount').as('total'),
      ])
      .where('parcel.state', '=', 'delivered')
      .where('parcel.amount', 'is not', null)
      .where('parcel.remittance', 'is', null)
      .groupBy(['parcel.mall', 'parcel.currency'])
      .as('due'),
  );
}

interface DueByMall {
  mall: string;
  currency: string;
  since: string;
  parcels: number;
  total: number;
}

export async function listCashDue(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'cash.due'>,
): Promise<ListPage<CashRow>> {
  const shape: ListShape<CarrierTables & { due: DueByMall }, 'due'> = {
    time: 'due.since',
    // Two currencies of one mall are two rows.
    id: sql`due.mall || ' ' || due.currency`,
    partner: 'due.mall',
    amount: 'due.total',
  };
  const page = await listRows(dueByMall(storage.read), shape, asked, (found) =>
    found.leftJoin('partner', 'partner.id', 'due.mall').selectAll('due').select('partner.name'),
  );
  return mapPage(page, ({ mall, name, since, currency, parcels, total }) => ({
    mall,
    mallName: name ?? mall,
    since,
    parcels: Number(parcels),
    total: { value: Number(total), currency },
  }));
}

/** How many malls are to be sent cash, and how much in all of each currency. */
export async function countCashDue(
  db: Readable<CarrierTables>,
): Promise<{ readonly malls: number; readonly totals: readonly Money[] }> {
  const { malls } = await dueByMall(db)
    .select(({ fn }) => fn.count<number>('due.mall').distinct().as('malls'))
    .executeTakeFirstOrThrow();
  const totals = await dueByMall(db)
    .select(({ fn }) => ['due.currency', fn.sum<number>('due.total').as('total')])
    .groupBy('due.currency')
    .execute();
  return {
    malls: Number(malls),
    totals: totals.map(({ total, currency }) => ({ value: Number(total), currency })),
  };
}

/**
 * Remits everything collected for a mall in one currency: exactly the amounts, parcel by parcel, each once. Where none is
 * named, in that of the first that was collected: one remittance is of one currency.
 */
export async function remitCash(
  carrier: Carrier,
  who: string,
  { mall, currency: wanted }: Input<'cash.remit'>,
): Promise<Result<SentRemittance>> {
  return writeResult(carrier.storage, async (db) => {
    const due = db
      .selectFrom('parcel')
      .select(['number', 'amount', 'currency'])
      .where('mall', '=', mall)
      .where('state', '=', 'delivered')
      .where('amount', 'is not', null)
      .where('remittance', 'is', null)
      .orderBy('changed_at');
    const currency = wanted ?? (await due.limit(1).executeTakeFirst())?.currency;
    if (currency === undefined) return fail('not-found');
    const parcels = await due.where('currency', '=', currency).limit(MOST_PARCELS).execute();
    if (parcels.length === 0) return fail('not-found');
    const remittance = randomUuid();
    const now = carrier.clock();
    const date = now.toISOString().slice(0, 10);
    const total = { value: parcels.reduce((sum, parcel) => sum + parcel.amount!, 0), currency };
    await db
      .updateTable('parcel')
      .set({ remittance })
      .where(
        'number',
        'in',
        parcels.map((parcel) => parcel.number),
      )
      .execute();
    await db
      .insertInto('remittance')
      .values({ remittance, mall, date, parcels: parcels.length, total: total.value, currency })
      .execute();
    await sendEvent(carrier.post, db, {
      to: mall,
      type: 'cod.remittance',
      subject: remittance,
      data: {
        remittance,
        date,
        parcels: parcels.map(({ number, amount }) => ({ shipping: number, amount: { value: amount!, currency } })),
        total,
      },
    });
    await recordDeed(db, {
      at: now,
      who,
      action: 'cash.remitted',
      subject: remittance,
      detail: String(parcels.length),
    });
    carrier.changes.announce('money');
    return ok({ remittance, mall, date, parcels: parcels.length, total });
  });
}

export async function listSentRemittances(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'cash.sent'>,
): Promise<ListPage<SentRemittance>> {
  const shape: ListShape<CarrierTables, 'remittance'> = {
    time: 'date',
    days: true,
    id: 'remittance',
    partner: 'mall',
    amount: 'total',
    names: ['remittance'],
  };
  const page = await listRows(storage.read.selectFrom('remittance').selectAll(), shape, asked);
  return mapPage(page, ({ total, currency, ...row }) => ({ ...row, total: { value: total, currency } }));
}
