import type { CarriedReturnState, ReturnParcelRow } from '#shared/desk/carrier.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import { type ListShape, listRows, type Readable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { readMallDepots } from './returns.ts';
import type { CarrierTables } from './tables.ts';

/** What customers brought; a number that was only minted with its parcel is none of it. */
export const carriedReturns = (db: Readable<CarrierTables>) =>
  db.selectFrom('return_parcel').where('return_parcel.accepted_at', 'is not', null);

/** Numbers, times and depots: nobody is a return's addressee. */
export async function listReturnParcels(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'return-parcels.list'>,
): Promise<ListPage<ReturnParcelRow>> {
  const db = storage.read;
  const { depot } = asked;
  const all = carriedReturns(db);
  const shape: ListShape<CarrierTables, 'return_parcel'> = {
    time: 'return_parcel.accepted_at',
    id: 'return_parcel.number',
    state: 'return_parcel.state',
    partner: 'return_parcel.mall',
    numbers: ['return_parcel.number', 'return_parcel.parcel'],
  };
  const page = await listRows(
    depot === undefined ? all : all.where('return_parcel.depot', '=', depot),
    shape,
    asked,
    (found) =>
      found
        .leftJoin('partner', 'partner.id', 'return_parcel.mall')
        .selectAll('return_parcel')
        .select('partner.name as mall_name'),
  );
  const depots = await readMallDepots(db);
  return mapPage(page, (row) => ({
    number: row.number,
    parcel: row.parcel,
    mall: row.mall_name ?? row.mall,
    state: row.state as CarriedReturnState,
    acceptedAt: row.accepted_at!,
    ...(row.arrived_at !== null && { arrivedAt: row.arrived_at }),
    ...(row.handed_at !== null && { handedAt: row.handed_at }),
    ...(row.depot !== null && { depot: row.depot }),
    ...(depots[row.mall] !== undefined && { goesTo: depots[row.mall]! }),
    billed: row.invoice !== null,
  }));
}
