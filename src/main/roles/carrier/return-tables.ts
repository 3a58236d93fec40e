import { sql } from 'kysely';
import type { ReturnParcelState } from '#shared/domain/states.ts';
import type { Migrations } from '#main/storage/index.ts';

/** What a customer may send back: the number that was minted with the parcel, and how far it is. No one's address. */
export interface ReturnParcelTable {
  number: string;
  /** The parcel that it came with. */
  parcel: string;
  mall: string;
  state: ReturnParcelState;
  accepted_at: string | null;
  /** At the depot where it was scanned last. */
  arrived_at: string | null;
  handed_at: string | null;
  depot: string | null;
  changed_at: string;
  /** The monthly bill to the mall on which it stands. */
  invoice: string | null;
}

export interface ReturnParcelTables {
  return_parcel: ReturnParcelTable;
}

export const returnParcelMigrations: Migrations = {
  'carrier-0014-returns': {
    up: async (db) => {
      await db.schema
        .createTable('return_parcel')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('parcel', 'text', (column) => column.notNull().references('parcel.number'))
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('accepted_at', 'text')
        .addColumn('arrived_at', 'text')
        .addColumn('handed_at', 'text')
        .addColumn('depot', 'text')
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addColumn('invoice', 'text')
        .execute();
      await db.schema.createIndex('return_parcel_mall').on('return_parcel').columns(['mall', 'accepted_at']).execute();
      await sql`insert into return_parcel (number, parcel, mall, state, changed_at)
        select return_number, number, mall, 'announced', changed_at from parcel`.execute(db);
    },
  },
};
