/**
 * What goes out from a depot on a tour on a day: what is there or on the van, wished for by then and not held. The list
 * knows numbers only; the order of postal codes comes about when a sheet is printed, and is kept for the screen.
 */
import type { ExpressionBuilder } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Tour, TourRow, TourStop } from '#shared/desk/tours.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import { slotPlace } from '#shared/domain/delivery-slot.ts';
import type { Money } from '#shared/domain/money.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { cashDue } from './cash-due.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';

/** One tour on one day. */
export interface TourKey {
  readonly depot: string;
  readonly route: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

export interface TourParcel extends ParcelTable {
  readonly pieces: number;
}

const ON_TOUR: readonly ParcelState[] = ['at-depot', 'out-for-delivery'];

/** A station sees its own depot alone, and one of no depot none. */
export function isOwnDepot({ station }: DeskCaller, depot: string): boolean {
  return station === undefined || station.depot === depot;
}

function wantedOn(db: Readable<CarrierTables>, date: string) {
  return db
    .selectFrom('parcel')
    .where('state', 'in', ON_TOUR)
    .where('hold_depot', 'is', null)
    .where('depot', 'is not', null)
    .where('route', 'is not', null)
    .where((where) => where.or([where('wish_day', 'is', null), where('wish_day', '<=', date)]));
}

const countPieces = ({ selectFrom, fn }: ExpressionBuilder<CarrierTables, 'parcel'>) =>
  selectFrom('piece').select(fn.countAll<number>().as('pieces')).whereRef('piece.number', '=', 'parcel.number');

async function findWanted(
  db: Readable<CarrierTables>,
  { depot, route, date }: TourKey,
): Promise<readonly TourParcel[]> {
  const rows = await wantedOn(db, date)
    .selectAll('parcel')
    .select((eb) => countPieces(eb).as('pieces'))
    .where('depot', '=', depot)
    .where('route', '=', route)
    .execute();
  return rows.map((row) => ({ ...row, pieces: Number(row.pieces ?? 1) }));
}

export async function listTours(
  { storage }: Pick<Carrier, 'storage'>,
  { station }: DeskCaller,
  asked: Input<'tours.list'>,
): Promise<ListPage<TourRow>> {
  const db = storage.read;
  const all = wantedOn(db, asked.date);
  // One of no depot has no tours.
  const own = station ? all.where('depot', '=', station.depot ?? '') : all;
  const tours = db.selectFrom(
    own
      .select((eb) => [
        eb.ref('depot').$notNull().as('depot'),
        eb.ref('route').$notNull().as('route'),
        eb.fn.countAll<number>().as('stops'),
        eb.fn.sum<number>(countPieces(eb)).as('pieces'),
        eb.fn.sum<number>(amountDue(eb)).as('due'),
      ])
      .groupBy(['depot', 'route'])
      .as('tour'),
  );
  const shape = {
    time: 'tour.depot',
    id: 'tour.route',
    amount: 'tour.due',
    names: ['tour.depot', 'tour.route'],
  } as const;
  const page = await listRows(tours, shape, asked, (found) => found.selectAll('tour'));
  const sums = await own
    .select((eb) => ['depot', 'route', 'currency', eb.fn.sum<number>(amountDue(eb)).as('due')])
    .where(
      'depot',
      'in',
      page.rows.map(({ depot }) => depot),
    )
    .groupBy(['depot', 'route', 'currency'])
    .orderBy('currency')
    .execute();
  const sumsOf = Map.groupBy(sums, keyOf);
  return mapPage(page, ({ depot, route, stops, pieces }) => ({
    depot,
    route,
    stops: Number(stops),
    pieces: Number(pieces),
    due: (sumsOf.get(keyOf({ depot, route })) ?? [])
      .map(({ due, currency }): Money => ({ value: Number(due), currency }))
      .filter(({ value }) => value > 0),
  }));
}

const keyOf = ({ depot, route }: { depot: string | null; route: string | null }): string => `${depot} ${route}`;

const amountDue = (eb: ExpressionBuilder<CarrierTables, 'parcel'>) =>
  eb(eb.fn.coalesce('amount', eb.lit(0)), '+', eb.ref('surcharge'));

export async function readTour(carrier: Carrier, caller: DeskCaller, key: TourKey): Promise<Result<Tour>> {
  if (!isOwnDepot(caller, key.depot)) return fail('not-found');
  const { parcels, arranged } = await findTour(carrier.storage.read, key);
  return ok({ stops: parcels.map(describeStop), arranged });
}

/** The tour in the order in which it is kept; what came since stands behind, by time of day and number. */
export async function findTour(
  db: Readable<CarrierTables>,
  key: TourKey,
): Promise<{ readonly parcels: readonly TourParcel[]; readonly arranged: boolean }> {
  const { depot, route, date } = key;
  const kept = await db
    .selectFrom('tour_order')
    .select(['number', 'position'])
    .where('depot', '=', depot)
    .where('route', '=', route)
    .where('date', '=', date)
    .execute();
  const places = new Map(kept.map(({ number, position }) => [number, position]));
  const placeOf = ({ number }: TourParcel): number => places.get(number) ?? kept.length;
  const parcels = [...(await findWanted(db, key))].sort(
    (a, b) => placeOf(a) - placeOf(b) || slotOf(a) - slotOf(b) || compare(a.number, b.number),
  );
  return { parcels, arranged: kept.length > 0 };
}

export function slotOf({ wish_slot: slot }: Pick<ParcelTable, 'wish_slot'>): number {
  return slotPlace(slot ?? undefined);
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export async function arrangeTour(
  carrier: Carrier,
  caller: DeskCaller,
  { numbers, ...key }: TourKey & { readonly numbers: readonly string[] },
): Promise<Result<void>> {
  if (!isOwnDepot(caller, key.depot)) return fail('not-found');
  return writeResult(carrier.storage, async (db) => {
    const { parcels } = await findTour(db, key);
    const known = new Set(parcels.map(({ number }) => number));
    await keepOrder(
      carrier,
      db,
      key,
      [...new Set(numbers)].filter((number) => known.has(number)),
    );
    const subject = `${key.depot} ${key.route}`;
    await recordDeed(db, { at: carrier.clock(), who: caller.who, action: 'tour.arranged', subject, detail: key.date });
    carrier.changes.announce('parcels');
    return ok();
  });
}

/** In place of the order that was kept; those of days that are over go. */
export async function keepOrder(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { depot, route, date }: TourKey,
  numbers: readonly string[],
): Promise<void> {
  await db.deleteFrom('tour_order').where('date', '<', dayInJapan(carrier.clock())).execute();
  await db
    .deleteFrom('tour_order')
    .where('depot', '=', depot)
    .where('route', '=', route)
    .where('date', '=', date)
    .execute();
  for (let at = 0; at < numbers.length; at += ROWS_AT_ONCE) {
    const rows = numbers
      .slice(at, at + ROWS_AT_ONCE)
      .map((number, row) => ({ depot, route, date, number, position: at + row }));
    await db.insertInto('tour_order').values(rows).execute();
  }
}

const ROWS_AT_ONCE = 500;

function describeStop(parcel: TourParcel): TourStop {
  const { number, state, pieces, wish_slot: slot, currency } = parcel;
  const due = cashDue(parcel);
  return {
    number,
    state,
    pieces,
    ...(due > 0 && { due: { value: due, currency } }),
    ...(slot !== null && { slot }),
  };
}
