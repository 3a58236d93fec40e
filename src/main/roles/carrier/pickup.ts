/**
 * Pick-ups: what a mall says it hands over, answered parcel by parcel by the scans that accept it. It makes no
 * difference whether a scan comes before its manifest, after it, or late from a station that was cut off.
 */
import { manifestNumber } from '#shared/domain/manifest.ts';
import type { PickupRow } from '#shared/desk/handover.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { findExtras, readPickupRow } from './pickup-lists.ts';
import type { PickupTable } from './pickup-tables.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';

/** Rows in one statement. */
const ROWS = 500;

/** A mall's manifest. Of another mall's parcels it tells nothing: they are never taken under it. */
export async function acceptManifest(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { partner, subject, data }: IncomingEvent<'handover.manifest'>,
): Promise<Result<void>> {
  const { manifest, date, parcels } = data;
  if (subject !== manifest) return fail('event-invalid', 'manifest');
  if (new Set(parcels.map(({ shipping }) => shipping)).size !== parcels.length)
    return fail('event-invalid', 'shipping');
  const inserted = await db
    .insertInto('pickup')
    .values({
      manifest,
      number: manifestNumber(manifest),
      mall: partner.id,
      date,
      received_at: carrier.clock().toISOString(),
      parcels: parcels.length,
      pieces: parcels.reduce((sum, { pieces }) => sum + pieces, 0),
      closed_at: null,
      closed_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return fail('event-conflict');
  for (let at = 0; at < parcels.length; at += ROWS) {
    const page = parcels.slice(at, at + ROWS);
    const accepted = await db
      .selectFrom('piece')
      .innerJoin('parcel', 'parcel.number', 'piece.number')
      .select(({ fn }) => ['piece.number', fn.countAll<number>().as('taken')])
      .where('parcel.mall', '=', partner.id)
      .where(
        'piece.number',
        'in',
        page.map(({ shipping }) => shipping),
      )
      .groupBy('piece.number')
      .execute();
    const taken = new Map(accepted.map((row) => [row.number, Number(row.taken)]));
    const rows = page.map(({ shipping, pieces, size }) => ({
      manifest,
      number: shipping,
      pieces,
      size,
      taken: taken.get(shipping) ?? 0,
    }));
    await db.insertInto('pickup_parcel').values(rows).execute();
  }
  carrier.changes.announce('handover');
  return ok();
}

/** A piece was accepted, in that unit of work. What changes an answer that was given is told at once. */
export async function notePickedUp(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { number, mall }: Pick<ParcelTable, 'number' | 'mall'>,
  at: Date,
): Promise<void> {
  const listed = await db
    .selectFrom('pickup_parcel')
    .innerJoin('pickup', 'pickup.manifest', 'pickup_parcel.manifest')
    .selectAll('pickup')
    .where('pickup_parcel.number', '=', number)
    .where('pickup.mall', '=', mall)
    .execute();
  for (const pickup of listed) {
    await db
      .updateTable('pickup_parcel')
      .set((eb) => ({ taken: eb('taken', '+', 1) }))
      .where('manifest', '=', pickup.manifest)
      .where('number', '=', number)
      .execute();
    if (pickup.closed_at !== null) await sendAnswer(carrier, db, pickup, { final: true, only: number });
  }
  if (listed.length === 0) await noteExtra(carrier, db, { number, mall }, at.toISOString());
  carrier.changes.announce('handover');
}

/** Belongs to the pick-up of that time: the newest of the mall's that had come and was not over. */
async function noteExtra(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { number, mall }: Pick<ParcelTable, 'number' | 'mall'>,
  at: string,
): Promise<void> {
  const pickup = await db
    .selectFrom('pickup')
    .selectAll()
    .where('mall', '=', mall)
    .where('received_at', '<=', at)
    .where((eb) => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', at)]))
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!pickup) return;
  const { manifest } = pickup;
  const inserted = await db
    .insertInto('pickup_extra')
    .values({ manifest, number })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const isNew = inserted.numInsertedOrUpdatedRows !== 0n;
  if (isNew && pickup.closed_at !== null) await sendAnswer(carrier, db, pickup, { final: true, only: number });
}

/** Tells the mall what came so far; `final` ends the pick-up. Fails with `wrong-state` once it is over. */
export async function answerPickup(
  carrier: Carrier,
  who: string,
  { manifest, final }: { readonly manifest: string; readonly final: boolean },
): Promise<Result<PickupRow>> {
  const answered = await writeResult(carrier.storage, async (db) => {
    const pickup = await db.selectFrom('pickup').selectAll().where('manifest', '=', manifest).executeTakeFirst();
    if (!pickup) return fail('not-found');
    if (pickup.closed_at !== null) return fail('wrong-state', 'closed');
    const now = carrier.clock();
    if (final) {
      await db
        .updateTable('pickup')
        .set({ closed_at: now.toISOString(), closed_by: who })
        .where('manifest', '=', manifest)
        .execute();
    }
    const { taken, missing, extra } = await sendAnswer(carrier, db, pickup, { final });
    const detail = `${taken.length} / ${missing.length} / ${extra.length}${final ? '' : ' …'}`;
    await recordDeed(db, { at: now, who, action: 'pickup.answered', subject: pickup.number, detail });
    carrier.changes.announce('handover');
    return ok();
  });
  return answered.ok ? readPickupRow(carrier, manifest) : answered;
}

/** @param answer `only`: what came after the pick-up was over; everything else was told then */
async function sendAnswer(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { manifest, mall }: Pick<PickupTable, 'manifest' | 'mall'>,
  { final, only }: { readonly final: boolean; readonly only?: string },
) {
  const parcels = await db
    .selectFrom('pickup_parcel')
    .select(['number', 'taken'])
    .where('manifest', '=', manifest)
    .orderBy('number')
    .execute();
  const extras = await findExtras(db, manifest);
  const isTold = (number: string): boolean => only === undefined || number === only;
  const answer = {
    taken: parcels
      .filter(({ number, taken }) => taken > 0 && isTold(number))
      .map(({ number, taken }) => ({ shipping: number, pieces: taken })),
    missing: parcels.filter(({ taken }) => taken === 0).map(({ number }) => number),
    extra: extras.filter(isTold),
  };
  const date = carrier.clock().toISOString().slice(0, 10);
  await sendEvent(carrier.post, db, {
    to: mall,
    type: 'handover.answer',
    subject: manifest,
    data: { manifest, date, ...answer, final },
  });
  return answer;
}
