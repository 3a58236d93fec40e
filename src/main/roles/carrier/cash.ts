import type { CashRow, SentRemittance } from '#shared/desk/carrier.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { sendEvent } from '#main/post/index.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';

/** Parcels of one remittance at most; what is left goes with the next. */
const MOST_PARCELS = 10_000;

/** Cash collected for each mall and not yet remitted. The surcharge is the carrier's own and not part of it. */
export async function cashDueToMalls(carrier: Carrier): Promise<CashRow[]> {
  const rows = await carrier.storage.read
    .selectFrom('parcel')
    .leftJoin('partner', 'partner.id', 'parcel.mall')
    .select((eb) => [
      'parcel.mall',
      'partner.name',
      'parcel.currency',
      eb.fn.countAll<number>().as('parcels'),
      eb.fn.sum<number>('parcel.amount').as('total'),
    ])
    .where('parcel.state', '=', 'delivered')
    .where('parcel.amount', 'is not', null)
    .where('parcel.remittance', 'is', null)
    .groupBy(['parcel.mall', 'partner.name', 'parcel.currency'])
    .orderBy('parcel.mall')
    .execute();
  return rows.map(({ mall, name, currency, parcels, total }) => ({
    mall,
    mallName: name ?? mall,
    parcels: Number(parcels),
    total: { value: Number(total), currency },
  }));
}

/** Remits everything collected for a mall: exactly the amounts, parcel by parcel, each once. */
export async function remitCash(carrier: Carrier, who: string, mall: string): Promise<Result<SentRemittance>> {
  return writeResult(carrier.storage, async (db) => {
    const parcels = await db
      .selectFrom('parcel')
      .select(['number', 'amount', 'currency'])
      .where('mall', '=', mall)
      .where('state', '=', 'delivered')
      .where('amount', 'is not', null)
      .where('remittance', 'is', null)
      .orderBy('changed_at')
      .limit(MOST_PARCELS)
      .execute();
    const currency = parcels[0]?.currency;
    if (currency === undefined) return fail('not-found');
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

export async function listSentRemittances(carrier: Carrier): Promise<SentRemittance[]> {
  const rows = await carrier.storage.read
    .selectFrom('remittance')
    .selectAll()
    .orderBy('date', 'desc')
    .limit(500)
    .execute();
  return rows.map(({ total, currency, ...row }) => ({ ...row, total: { value: total, currency } }));
}
