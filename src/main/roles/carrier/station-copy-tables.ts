/** What changed for stations, and in which order: each unit of work that changes what they copy says so here. */
import { type ExpressionBuilder, sql } from 'kysely';
import type { Migrations, Writable } from '#main/storage/index.ts';

/** `parcels` counts changes of parcels; `addresses` those of routes and tariff; `rounds` what makes every copy stale. */
type Counter = 'parcels' | 'addresses' | 'rounds';

export interface StationCopyTables {
  /** The last change of each parcel: of itself, its pieces or its voided labels. Numbers only grow. */
  parcel_change: { number: string; change: number };
  change_count: { name: Counter; count: number };
}

/** The number of the parcel that a label id names: all but piece, of and copy. */
export const LABEL_NUMBER = 'substr(label, 1, length(label) - 6)';

async function countUp(db: Writable<StationCopyTables>, name: Counter): Promise<number> {
  const up = { count: (row: ExpressionBuilder<StationCopyTables, 'change_count'>) => row('count', '+', 1) };
  const query = db.updateTable('change_count').set(up).where('name', '=', name).returning('count');
  return (await query.executeTakeFirstOrThrow()).count;
}

/** Stations copy this parcel again: it, a piece or a label of it changed, or it is new. */
export async function noteParcelChange(db: Writable<StationCopyTables>, number: string): Promise<void> {
  // One row that everybody counts on: whoever counts later commits later, and no change is passed over.
  const change = await countUp(db, 'parcels');
  await db
    .insertInto('parcel_change')
    .values({ number, change })
    .onConflict((conflict) => conflict.column('number').doUpdateSet({ change }))
    .execute();
}

/** Stations copy routes and tariff again. */
export async function noteAddressTablesChange(db: Writable<StationCopyTables>): Promise<void> {
  await countUp(db, 'addresses');
}

/** Stations copy everything again. */
export async function noteEveryParcelChange(db: Writable<StationCopyTables>): Promise<void> {
  await countUp(db, 'rounds');
}

export const stationCopyMigrations: Migrations = {
  'carrier-0010-station-copy': {
    up: async (db) => {
      await db.schema
        .createTable('parcel_change')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('change', 'bigint', (column) => column.notNull().unique())
        .execute();
      await db.schema
        .createTable('change_count')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('count', 'bigint', (column) => column.notNull())
        .execute();
      await sql`insert into parcel_change select number, row_number() over (order by changed_at, number) from parcel`.execute(
        db,
      );
      await sql`insert into change_count
        select 'parcels', count(*) from parcel_change union all select 'addresses', 1 union all select 'rounds', 1`.execute(
        db,
      );
      await sql.raw(`create index voided_label_number on voided_label ((${LABEL_NUMBER}))`).execute(db);
    },
  },
  // Each parcel comes with its day now, and the tables with those before them.
  'carrier-0051-copy-anew': {
    up: async (db) => {
      await sql`update change_count set count = count + 1 where name in ('addresses', 'rounds')`.execute(db);
    },
  },
};
