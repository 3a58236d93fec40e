/** Size classes that bench or depot found to be wrong: either tells the other, and the carrier bills what was found. */
import type { SizeCorrection } from '#shared/desk/packing.ts';
import { calendarDay } from '#shared/domain/day.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import type { SizeCorrectionTable } from './packing-tables.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

const ON_BENCH: readonly PurchaseState[] = ['accepted', 'packed'];

/** The class that the parcel on the bench has. Fails with `wrong-state` once it left. */
export async function correctSize(
  mall: Mall,
  who: string,
  { purchase: number, size }: { readonly purchase: string; readonly size: SizeClass },
): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const purchase = await db.selectFrom('purchase').selectAll().where('number', '=', number).executeTakeFirst();
    if (!purchase) return fail('purchase-unknown');
    if (!ON_BENCH.includes(purchase.state) || purchase.shipping === null) return fail('wrong-state', purchase.state);
    if (purchase.size === size) return ok();
    const now = mall.clock();
    const date = calendarDay(now);
    await changeSize(mall, db, purchase, { size, by: 'bench', date });
    await sendEvent(mall.post, db, {
      to: purchase.counterparty,
      type: 'parcel.corrected',
      subject: purchase.shipping,
      data: { size, date },
    });
    const detail = `${purchase.size} → ${size}`;
    await recordDeed(db, { at: now, who, action: 'parcel.size-corrected', subject: number, detail });
    return ok();
  });
}

/** The class that the carrier's depot measured. Order of arrival is not order of sending: the later day counts. */
export async function noteCorrection(
  mall: Mall,
  db: Writable<MallTables>,
  { partner, subject, data }: IncomingEvent<'parcel.corrected'>,
): Promise<Result<void>> {
  const purchase = await db
    .selectFrom('purchase')
    .selectAll()
    .where('counterparty', '=', partner.id)
    .where('shipping', '=', subject)
    .executeTakeFirst();
  if (!purchase) return fail('event-unknown-number');
  const last = await lastCorrection(db, purchase.number);
  if (last?.by === 'carrier' && last.date > data.date) return ok();
  if (purchase.size === data.size) return ok();
  await changeSize(mall, db, purchase, { size: data.size, by: 'carrier', date: data.date });
  return ok();
}

async function changeSize(
  mall: Mall,
  db: Writable<MallTables>,
  purchase: PurchaseTable,
  correction: Pick<SizeCorrectionTable, 'size' | 'by' | 'date'>,
): Promise<void> {
  const last = await lastCorrection(db, purchase.number);
  const at = mall.clock().toISOString();
  await db
    .insertInto('size_correction')
    .values({ purchase: purchase.number, turn: (last?.turn ?? 0) + 1, was: purchase.size, at, ...correction })
    .execute();
  await db
    .updateTable('purchase')
    .set({ size: correction.size, changed_at: at })
    .where('number', '=', purchase.number)
    .execute();
  mall.changes.announce('packing');
}

async function lastCorrection(db: Readable<MallTables>, purchase: string): Promise<SizeCorrectionTable | undefined> {
  return db
    .selectFrom('size_correction')
    .selectAll()
    .where('purchase', '=', purchase)
    .orderBy('turn', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What the bench shows of it: the last one. */
export async function sizeCorrection(db: Readable<MallTables>, purchase: string): Promise<SizeCorrection | undefined> {
  const last = await lastCorrection(db, purchase);
  return last && { was: last.was, size: last.size, by: last.by, at: last.at };
}
