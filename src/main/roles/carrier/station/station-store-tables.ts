/** `station.db`: all that a station keeps beside its vault. What says anything is encrypted; order alone is not. */
import type { Generated } from 'kysely';
import type { Migrations } from '#main/storage/index.ts';

export interface StationStoreTables {
  /** `ExpectedParcel`, by the keyed hash of its number. `round`: the copy that brought it last. */
  expected_parcel: { key: string; round: number; content: Uint8Array };
  queued_scan: QueuedScanTable;
  /** `CopyNote` and `AddressTables`, by name. */
  station_note: { name: string; content: Uint8Array };
}

export interface QueuedScanTable {
  /** The order of scanning. */
  seq: Generated<number>;
  /** Random UUID that the service knows the call by. */
  call: string;
  /** Keyed hash of the number; absent where no number could be read. */
  key: string | null;
  state: 'waiting' | 'refused';
  /** `QueuedScan`. */
  content: Uint8Array;
}

export const stationStoreMigrations: Migrations = {
  'station-store-0001-copy-and-queue': {
    up: async (db) => {
      await db.schema
        .createTable('expected_parcel')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('round', 'integer', (column) => column.notNull())
        .addColumn('content', 'blob', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('expected_parcel_round').on('expected_parcel').column('round').execute();
      await db.schema
        .createTable('queued_scan')
        .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('call', 'text', (column) => column.notNull().unique())
        .addColumn('key', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('content', 'blob', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('queued_scan_key').on('queued_scan').columns(['key', 'state']).execute();
      await db.schema.createIndex('queued_scan_state').on('queued_scan').columns(['state', 'seq']).execute();
      await db.schema
        .createTable('station_note')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('content', 'blob', (column) => column.notNull())
        .execute();
    },
  },
};
