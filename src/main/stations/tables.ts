import type { StationKind } from '#shared/desk/stations.ts';
import type { Migrations } from '#main/storage/index.ts';

export interface StationTable {
  id: string;
  name: string;
  kind: StationKind;
  depot: string | null;
  /** SHA-256 of its client certificate's SPKI, base64url. */
  pin: string;
  /** Its own X25519 key, 32 bytes, base64url: what is sealed to it alone. */
  sealing_key: string;
  state: 'paired' | 'revoked';
  paired_at: string;
  seen_at: string | null;
}

/** A code that was given out and not used. */
export interface PairingTable {
  /** Keyed hash of the secret half of the code: from the database alone it can't be guessed. */
  secret_hash: string;
  name: string;
  kind: StationKind;
  depot: string | null;
  /** Who gave it out. */
  who: string;
  ends_at: string;
  /** Wrong tries since it was given out; after five it ends. */
  wrong: number;
}

/** A call of a station that was answered: sent again, it does nothing more. */
export interface StationCallTable {
  station: string;
  /** UUID. */
  call: string;
  /** When it was made at the station. */
  made_at: string;
  answered_at: string;
  /** Why it was refused; absent when it was done. */
  refused: string | null;
}

export interface StationTables {
  station: StationTable;
  station_pairing: PairingTable;
  station_call: StationCallTable;
}

export const stationMigrations: Migrations = {
  'station-0001-stations': {
    up: async (db) => {
      await db.schema
        .createTable('station')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('depot', 'text')
        .addColumn('pin', 'text', (column) => column.notNull().unique())
        .addColumn('sealing_key', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('paired_at', 'text', (column) => column.notNull())
        .addColumn('seen_at', 'text')
        .execute();
      await db.schema
        .createTable('station_pairing')
        .addColumn('secret_hash', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('depot', 'text')
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('ends_at', 'text', (column) => column.notNull())
        .addColumn('wrong', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('station_call')
        .addColumn('station', 'text', (column) => column.notNull())
        .addColumn('call', 'text', (column) => column.notNull())
        .addColumn('made_at', 'text', (column) => column.notNull())
        .addColumn('answered_at', 'text', (column) => column.notNull())
        .addColumn('refused', 'text')
        .addPrimaryKeyConstraint('station_call_key', ['station', 'call'])
        .execute();
    },
  },
};
