/**
 * What a paired gate or van takes along to work cut off, page by page: only what changed since it last asked. A station
 * gets the last sealing keys, and no addressee.
 */
import { sql } from 'kysely';
import { toBase64Url } from '#shared/bytes.ts';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import type {
  AddressTables,
  ExpectedParcel,
  ExpectedPiece,
  StationCopy,
  stationCopyCommands,
  ZoneTable,
} from '#shared/desk/station-copy.ts';
import { calendarDay } from '#shared/domain/day.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { databaseId } from '#main/backup/index.ts';
import { stationStaff, type StaffTables } from '#main/staff/index.ts';
import { stationSealingKey } from '#main/stations/index.ts';
import type { Readable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { LABEL_NUMBER } from './station-copy-tables.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';
import { readTariff, tariffOn, tariffsBegun } from './tariff.ts';
import type { WishColumns } from './wish-tables.ts';
import { wishOf } from './wishes.ts';

/** Cut off for longer than this a station opens nothing more: it may be lost. */
export const LEASE_MS = 7 * 86_400_000;
/** So long a parcel that came to its end is known as such. */
const ENDED_MS = 14 * 86_400_000;
const PAGE = 5000;

/** Where a parcel's way ends. */
const ENDS: readonly ParcelState[] = ['delivered', 'returned', 'cancelled'];

/** What a station has. */
interface Cursor {
  readonly change: number;
  readonly addresses: number;
  /** Another database than the one that was copied – one that was restored – counts anew. */
  readonly database: string;
}

const cursorText = ({ change, addresses, database }: Cursor): string => `${change}|${addresses}|${database}`;

function readCursor(text: string | undefined): Cursor | undefined {
  const [, change, addresses, database] = /^(\d{1,15})\|(\d{1,15})\|(.*)$/.exec(text ?? '') ?? [];
  return database === undefined ? undefined : { change: Number(change), addresses: Number(addresses), database };
}

export function stationCopyDesk(carrier: Carrier): DeskHandlers<keyof typeof stationCopyCommands> {
  return { 'station.copy': (caller, { cursor }) => copyForStation(carrier, caller, cursor) };
}

/** @param page parcels at most in one answer */
export async function copyForStation(
  carrier: Carrier,
  { station }: DeskCaller,
  asked: string | undefined,
  page = PAGE,
): Promise<Result<StationCopy>> {
  if (station?.kind !== 'gate' && station?.kind !== 'van') return fail('not-found');
  const db = carrier.storage.read;
  const publicKey = await stationSealingKey(db, station.id);
  if (publicKey === undefined) return fail('not-found');
  const keys = await carrier.vault.shareSealingKeys(publicKey, { party: carrier.self, station: station.id });
  if (!keys.ok) return keys;

  const { addresses, rounds } = await readCounts(db);
  const database = `${rounds}/${await databaseId(db)}`;
  const known = readCursor(asked);
  const cursor = known?.database === database ? known : undefined;
  const rows = await changesAfter(db, cursor?.change ?? 0, page);
  const change = rows.at(-1)?.change ?? cursor?.change ?? 0;
  const now = carrier.clock();
  const old = new Date(now.getTime() - ENDED_MS).toISOString();
  const isGone = ({ state, changed_at: at }: ChangeRow): boolean =>
    state === null || (ENDS.includes(state) && at! < old);
  return ok({
    keys: toBase64Url(keys.value),
    fresh: cursor === undefined,
    parcels: await describe(db, rows.filter((row) => !isGone(row)) as readonly KnownRow[], cursor?.change ?? 0, change),
    gone: cursor === undefined ? [] : rows.filter(isGone).map(({ changed }) => changed),
    ...(cursor?.addresses !== addresses && { tables: await addressTables(db, carrier.clock()) }),
    // The carrier's tables beside those that every party has.
    staff: await stationStaff(db as unknown as Readable<StaffTables>),
    cursor: cursorText({ change, addresses, database }),
    more: rows.length === page,
    leaseEnds: new Date(now.getTime() + LEASE_MS).toISOString(),
  });
}

/** Of a parcel itself. */
const COPIED = [
  'envelope_prefix',
  'size',
  'weight',
  'pay',
  'amount',
  'surcharge',
  'currency',
  'zone',
  'agreed_at',
  'state',
  'changed_at',
  'depot',
  'route',
  'wish_day',
  'wish_slot',
  'hold_depot',
  'hold_asked_at',
] as const satisfies readonly (keyof ParcelTable)[];

type KnownRow = Pick<ParcelTable, (typeof COPIED)[number]> & {
  readonly changed: string;
  readonly change: number;
  readonly mall: string;
};

/** Without a parcel it was removed. */
type ChangeRow = Pick<KnownRow, 'changed' | 'change'> & {
  readonly state: ParcelState | null;
  readonly changed_at: string | null;
};

async function changesAfter(
  db: Readable<CarrierTables>,
  change: number,
  limit: number,
): Promise<readonly (ChangeRow | KnownRow)[]> {
  const rows = await db
    .selectFrom('parcel_change')
    .leftJoin('parcel', 'parcel.number', 'parcel_change.number')
    .leftJoin('partner', 'partner.id', 'parcel.mall')
    .select([
      'parcel_change.number as changed',
      'parcel_change.change',
      ...COPIED.map((column) => `parcel.${column}` as const),
      sql<string>`coalesce(partner.name, parcel.mall)`.as('mall'),
    ])
    .where('parcel_change.change', '>', change)
    .orderBy('parcel_change.change')
    .limit(limit)
    .execute();
  return rows as readonly (ChangeRow | KnownRow)[];
}

async function describe(
  db: Readable<CarrierTables>,
  rows: readonly KnownRow[],
  after: number,
  upTo: number,
): Promise<ExpectedParcel[]> {
  if (rows.length === 0) return [];
  const pieces = await db
    .selectFrom('piece')
    .innerJoin('parcel_change', 'parcel_change.number', 'piece.number')
    .select(['piece.number', 'piece.piece', 'piece.of', 'piece.label', 'piece.state', 'piece.depot'])
    .where('parcel_change.change', '>', after)
    .where('parcel_change.change', '<=', upTo)
    .execute();
  const voided = await db
    .selectFrom('parcel_change')
    .innerJoin('voided_label', (join) => join.on(sql.raw<string>(LABEL_NUMBER), '=', sql.ref('parcel_change.number')))
    .select(['parcel_change.number', 'voided_label.label'])
    .where('parcel_change.change', '>', after)
    .where('parcel_change.change', '<=', upTo)
    .execute();
  const piecesOf = Map.groupBy(pieces, ({ number }) => number);
  const voidedOf = Map.groupBy(voided, ({ number }) => number);
  return rows.map((row) => ({
    number: row.changed,
    prefix: row.envelope_prefix,
    mall: row.mall,
    size: { size: row.size, weight: row.weight },
    pay: row.pay,
    ...(row.amount !== null && { amount: row.amount }),
    surcharge: row.surcharge,
    currency: row.currency,
    zone: row.zone,
    agreedOn: calendarDay(new Date(row.agreed_at)),
    state: row.state,
    changedAt: row.changed_at,
    ...(row.depot !== null && { depot: row.depot }),
    ...(row.route !== null && { route: row.route }),
    ...wishParts(row),
    pieces: (piecesOf.get(row.changed) ?? []).map(({ piece, of, label, state, depot }): ExpectedPiece => ({
      piece,
      of,
      state,
      ...(label !== null && { label }),
      ...(depot !== null && { depot }),
    })),
    voided: (voidedOf.get(row.changed) ?? []).map(({ label }) => label),
  }));
}

function wishParts(row: WishColumns): Pick<ExpectedParcel, 'wish' | 'heldAt'> {
  const wish = wishOf(row);
  return { ...(wish && { wish }), ...(row.hold_asked_at !== null && { heldAt: row.hold_asked_at }) };
}

async function readCounts(db: Readable<CarrierTables>): Promise<{ addresses: number; rounds: number }> {
  const rows = await db.selectFrom('change_count').selectAll().execute();
  const count = (name: string): number => rows.find((row) => row.name === name)!.count;
  return { addresses: count('addresses'), rounds: count('rounds') };
}

async function addressTables(db: Readable<CarrierTables>, at: Date): Promise<AddressTables> {
  const routes = await db.selectFrom('route_prefix').select(['country', 'prefix', 'depot', 'route']).execute();
  const oldest = await db
    .selectFrom('parcel')
    .select(({ fn }) => fn.min<string | null>('agreed_at').as('at'))
    .where('state', 'not in', ENDS)
    .executeTakeFirst();
  const begun = await tariffsBegun(db, new Date(oldest?.at ?? at), at);
  return {
    routes,
    zones: zoneTable(await readTariff(db, at)),
    earlierZones: await Promise.all(
      begun.map(async (until) => ({ until, ...zoneTable(await tariffOn(db, dayBefore(until))) })),
    ),
  };
}

const zoneTable = ({ prefixes, surcharges }: Tariff): ZoneTable => ({ prefixes, surcharges });

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
