import { sql } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { PickupDetail, PickupRow } from '#shared/desk/handover.ts';
import { MOST_ROWS } from '#shared/desk/handover.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { listRows, type Readable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import type { CarrierTables } from './tables.ts';

function pickupRows(db: Readable<CarrierTables>) {
  return db
    .selectFrom('pickup')
    .leftJoin('partner', 'partner.id', 'pickup.mall')
    .selectAll('pickup')
    .select((eb) => [
      'partner.name as mall_name',
      eb
        .selectFrom('pickup_parcel')
        .select((row) => row.fn.countAll<number>().as('whole'))
        .whereRef('pickup_parcel.manifest', '=', 'pickup.manifest')
        .whereRef('pickup_parcel.taken', '>=', 'pickup_parcel.pieces')
        .as('whole'),
      eb
        .selectFrom('pickup_parcel')
        .select((row) => row.fn.sum<number>('pickup_parcel.taken').as('taken'))
        .whereRef('pickup_parcel.manifest', '=', 'pickup.manifest')
        .as('taken'),
      eb
        .selectFrom('pickup_extra')
        .select((row) => row.fn.countAll<number>().as('extra'))
        .whereRef('pickup_extra.manifest', '=', 'pickup.manifest')
        .as('extra'),
    ]);
}

type Joined = Awaited<ReturnType<ReturnType<typeof pickupRows>['execute']>>[number];

function toRow(row: Joined): PickupRow {
  const takenParcels = Number(row.whole);
  const extra = Number(row.extra);
  const agrees = takenParcels === row.parcels && extra === 0;
  return {
    manifest: row.manifest,
    number: row.number,
    mallName: row.mall_name ?? row.mall,
    date: row.date,
    receivedAt: row.received_at,
    parcels: row.parcels,
    pieces: row.pieces,
    takenParcels,
    takenPieces: Number(row.taken ?? 0),
    extra,
    state: row.closed_at === null ? 'open' : agrees ? 'agreed' : 'differs',
    ...(row.closed_at !== null && { closedAt: row.closed_at }),
    ...(row.closed_by !== null && { who: row.closed_by }),
  };
}

export async function listPickups(carrier: Carrier, asked: Input<'pickups.list'>): Promise<ListPage<PickupRow>> {
  const page = await listRows(
    pickupRows(carrier.storage.read),
    {
      time: 'pickup.received_at',
      id: 'pickup.manifest',
      partner: 'pickup.mall',
      numbers: ['pickup.number'],
      state: sql`case when pickup.closed_at is null then 'open' else 'closed' end`,
    },
    asked,
  );
  return mapPage(page, toRow);
}

export async function readPickupRow(carrier: Carrier, manifest: string): Promise<Result<PickupRow>> {
  const row = await pickupRows(carrier.storage.read).where('pickup.manifest', '=', manifest).executeTakeFirst();
  return row ? ok(toRow(row)) : fail('not-found');
}

export async function readPickup(carrier: Carrier, manifest: string): Promise<Result<PickupDetail>> {
  const row = await readPickupRow(carrier, manifest);
  if (!row.ok) return row;
  const db = carrier.storage.read;
  const open = db.selectFrom('pickup_parcel').where('manifest', '=', manifest).whereRef('taken', '<', 'pieces');
  const { gapCount } = await open.select(({ fn }) => fn.countAll<number>().as('gapCount')).executeTakeFirstOrThrow();
  const gaps = await open
    .select(['number as shipping', 'pieces', 'taken'])
    .orderBy('number')
    .limit(MOST_ROWS)
    .execute();
  return ok({ ...row.value, gaps, gapCount: Number(gapCount), extras: await findExtras(db, manifest) });
}

/** Numbers that came and stand on no manifest. */
export async function findExtras(db: Readable<CarrierTables>, manifest: string): Promise<string[]> {
  const rows = await db
    .selectFrom('pickup_extra')
    .select('number')
    .where('manifest', '=', manifest)
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
}
