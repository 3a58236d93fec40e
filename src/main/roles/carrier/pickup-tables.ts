import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { Migrations } from '#main/storage/index.ts';

/** A manifest of a mall: what its driver is to bring. */
export interface PickupTable {
  /** UUID that the mall gave it. */
  manifest: string;
  number: string;
  mall: string;
  /** `YYYY-MM-DD`, as told. */
  date: string;
  received_at: string;
  parcels: number;
  pieces: number;
  closed_at: string | null;
  closed_by: string | null;
}

export interface PickupParcelTable {
  manifest: string;
  number: string;
  pieces: number;
  size: SizeClass;
  /** Pieces accepted, before the manifest came or since. */
  taken: number;
}

/** Accepted between the manifest and the end of its pick-up, and on no manifest. */
export interface PickupExtraTable {
  manifest: string;
  number: string;
}

export interface PickupTables {
  pickup: PickupTable;
  pickup_parcel: PickupParcelTable;
  pickup_extra: PickupExtraTable;
}

export const pickupMigrations: Migrations = {
  'carrier-0013-pickup': {
    up: async (db) => {
      await db.schema
        .createTable('pickup')
        .addColumn('manifest', 'text', (column) => column.primaryKey())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('pieces', 'integer', (column) => column.notNull())
        .addColumn('closed_at', 'text')
        .addColumn('closed_by', 'text')
        .execute();
      await db.schema.createIndex('pickup_received').on('pickup').columns(['mall', 'received_at']).execute();
      await db.schema
        .createTable('pickup_parcel')
        .addColumn('manifest', 'text', (column) => column.notNull().references('pickup.manifest'))
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('pieces', 'integer', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('taken', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('pickup_parcel_key', ['manifest', 'number'])
        .execute();
      await db.schema.createIndex('pickup_parcel_number').on('pickup_parcel').column('number').execute();
      await db.schema
        .createTable('pickup_extra')
        .addColumn('manifest', 'text', (column) => column.notNull().references('pickup.manifest'))
        .addColumn('number', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('pickup_extra_key', ['manifest', 'number'])
        .execute();
    },
  },
};
