/** Cash that was collected for a mall goes back to the addressee, who is known here alone. */
import { sql } from 'kysely';
import type { CashRefundRow } from '#shared/desk/carrier-money.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Writable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import type { CashRefundTable } from './refund-tables.ts';
import type { CarrierTables } from './tables.ts';

/**
 * A mall asks to give cash back: of one of its parcels, whose cash was counted, and never more than was collected for
 * the mall. The same refund again has no effect.
 */
export async function acceptCashRefund(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  event: IncomingEvent<'cod.refund'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const { refund, shipping: number, reason } = data;
  const { value: amount, currency } = data.amount;
  if (event.subject !== refund) return fail('event-invalid', 'subject');
  const earlier = await findCashRefund(db, refund);
  if (earlier) {
    const isSame =
      earlier.mall === partner.id &&
      earlier.number === number &&
      earlier.amount === amount &&
      earlier.currency === currency &&
      earlier.reason === reason;
    return isSame ? ok() : fail('event-conflict');
  }
  const parcel = await db
    .selectFrom('parcel')
    .selectAll()
    .where('mall', '=', partner.id)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!parcel) return fail('event-unknown-number');
  if (parcel.amount === null || parcel.collected === null) return fail('wrong-state', parcel.state);
  if (amount < 1 || currency !== parcel.currency) return fail('event-invalid', 'amount');
  const { asked } = await db
    .selectFrom('cash_refund')
    .select((eb) => eb.fn.sum<number | null>('amount').as('asked'))
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  if (Number(asked ?? 0) + amount > parcel.amount) return fail('refund-too-high');
  await db
    .insertInto('cash_refund')
    .values({
      refund,
      number,
      mall: partner.id,
      amount,
      currency,
      reason,
      state: 'open',
      asked_at: carrier.clock().toISOString(),
      done_at: null,
      who: null,
      invoice: null,
    })
    .execute();
  carrier.changes.announce('refunds');
  return ok();
}

async function findCashRefund(db: Writable<CarrierTables>, refund: string): Promise<CashRefundTable | undefined> {
  return db.selectFrom('cash_refund').selectAll().where('refund', '=', refund).executeTakeFirst();
}

/** No addresses. */
export async function listCashRefunds(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'cash-refunds.list'>,
): Promise<ListPage<CashRefundRow>> {
  const shape: ListShape<CarrierTables, 'cash_refund'> = {
    time: ({ fn }) => fn.coalesce('cash_refund.done_at', 'cash_refund.asked_at'),
    id: 'cash_refund.refund',
    state: sql<string>`case cash_refund.state when 'open' then 'asked' else 'done' end`,
    partner: 'cash_refund.mall',
    amount: 'cash_refund.amount',
    numbers: ['cash_refund.number'],
  };
  const page = await listRows(storage.read.selectFrom('cash_refund'), shape, asked, (found) =>
    found
      .leftJoin('partner', 'partner.id', 'cash_refund.mall')
      .selectAll('cash_refund')
      .select('partner.name as mall_name'),
  );
  return mapPage(page, (row) => ({
    refund: row.refund,
    number: row.number,
    mall: row.mall_name ?? row.mall,
    amount: { value: row.amount, currency: row.currency },
    reason: row.reason,
    state: row.state === 'open' ? 'asked' : 'done',
    askedAt: row.asked_at,
    ...(row.done_at !== null && { doneAt: row.done_at }),
    ...(row.who !== null && { who: row.who }),
    billed: row.invoice !== null,
  }));
}

/** To whom the cash goes: the table's addressee, opened for as long as it is open. Recorded in the trail. */
export async function openCashRefund(
  carrier: Carrier,
  who: string,
  refund: string,
): Promise<Result<{ addressee: Addressee }>> {
  const found = await carrier.storage.read
    .selectFrom('cash_refund')
    .innerJoin('parcel', 'parcel.number', 'cash_refund.number')
    .select(['cash_refund.number', 'cash_refund.state', 'parcel.addressee'])
    .where('refund', '=', refund)
    .executeTakeFirst();
  if (!found) return fail('not-found');
  if (found.state !== 'open') return fail('wrong-state', found.state);
  const { number } = found;
  const opened = await carrier.vault.open(found.addressee, { kind: 'addressee', recipient: carrier.self, number });
  if (!opened.ok) return opened;
  const addressee = decodeAddressee(opened.value);
  if (!addressee.ok) return addressee;
  await carrier.storage.write((db) =>
    recordDeed(db, { at: carrier.clock(), who, action: 'address.opened', subject: number, detail: 'refund' }),
  );
  return ok({ addressee: addressee.value });
}

/** The customer has the cash back. Two clerks can't give it back twice: the second fails with `wrong-state`. */
export async function finishCashRefund(carrier: Carrier, who: string, refund: string): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const found = await findCashRefund(db, refund);
    if (!found) return fail('not-found');
    if (found.state !== 'open') return fail('wrong-state', found.state);
    const now = carrier.clock();
    const { number, amount, currency, mall } = found;
    await db
      .updateTable('cash_refund')
      .set({ state: 'done', done_at: now.toISOString(), who })
      .where('refund', '=', refund)
      .execute();
    await sendEvent(carrier.post, db, {
      to: mall,
      type: 'cod.refunded',
      subject: refund,
      data: { refund, shipping: number, amount: { value: amount, currency }, date: now.toISOString().slice(0, 10) },
    });
    await recordDeed(db, { at: now, who, action: 'cash.given-back', subject: number, detail: refund });
    carrier.changes.announce('refunds');
    carrier.changes.announce('money');
    return ok();
  });
}
