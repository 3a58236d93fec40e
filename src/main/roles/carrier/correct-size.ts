/** The size class as somebody measured it: at the mall's bench, or at a depot. */
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { noteParcelChange } from './station-copy-tables.ts';
import type { CarrierTables } from './tables.ts';
import { readTariff } from './tariff.ts';

/**
 * Measured at the depot: the mall is told, and billed by it. Fails with `parcel-unknown`, `parcel-too-big` where this
 * carrier has no rate for the class, and `wrong-state` once the parcel is on a bill.
 */
export async function correctSize(
  carrier: Carrier,
  who: string,
  measured: { readonly number: string; readonly size: SizeClass },
): Promise<Result<void>> {
  const { size } = measured;
  const number = normalizeNumber(measured.number).toUpperCase();
  const tariff = await readTariff(carrier.storage.read, carrier.clock());
  if (tariff.fees[size] === undefined) return fail('parcel-too-big');
  return writeResult(carrier.storage, async (db) => {
    const parcel = await db
      .selectFrom('parcel')
      .select(['mall', 'size', 'state', 'invoice'])
      .where('number', '=', number)
      .executeTakeFirst();
    if (!parcel) return fail('parcel-unknown');
    if (parcel.invoice !== null || parcel.state === 'cancelled') return fail('wrong-state', parcel.state);
    if (parcel.size === size) return ok();
    const at = carrier.clock();
    await db.updateTable('parcel').set({ size }).where('number', '=', number).execute();
    await noteParcelChange(db, number);
    await sendEvent(carrier.post, db, {
      to: parcel.mall,
      type: 'parcel.corrected',
      subject: number,
      data: { size, date: at.toISOString().slice(0, 10) },
    });
    await recordDeed(db, { at, who, action: 'parcel.corrected', subject: number, detail: String(size) });
    carrier.changes.announce('parcels');
    return ok();
  });
}

/** Measured at the mall's bench, before it was handed over; what the depot measured itself stays. */
export async function acceptCorrection(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  event: IncomingEvent<'parcel.corrected'>,
): Promise<Result<void>> {
  const parcel = await db
    .selectFrom('parcel')
    .select(['state', 'size'])
    .where('mall', '=', event.partner.id)
    .where('number', '=', event.subject)
    .executeTakeFirst();
  if (!parcel) return fail('event-unknown-number');
  if (parcel.state !== 'expected') return ok();
  await db.updateTable('parcel').set({ size: event.data.size }).where('number', '=', event.subject).execute();
  await noteParcelChange(db, event.subject);
  carrier.changes.announce('parcels');
  return ok();
}
