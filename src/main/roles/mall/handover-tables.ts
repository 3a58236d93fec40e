import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { Migrations } from '#main/storage/index.ts';

/** A piece of a packed parcel that was counted for the next manifest; closing the manifest takes the row away. */
export interface HandoverCountTable {
  purchase: string;
  piece: number;
  who: string;
  at: string;
}

/** What was handed to a carrier at once. */
export interface ManifestTable {
  /** UUID. */
  manifest: string;
  /** Derived from the UUID: what stands on the paper. */
  number: string;
  carrier: string;
  /** `YYYY-MM-DD`, UTC. */
  date: string;
  closed_at: string;
  who: string;
  parcels: number;
  pieces: number;
  /** The file as it was signed, and its detached signature. */
  csv: string;
  jws: string;
  /** Day of the carrier's last answer. */
  answered_on: string | null;
  /** 1 once the carrier says that the pick-up is over. */
  final: number;
}

export interface ManifestParcelTable {
  manifest: string;
  purchase: string;
  shipping: string;
  pieces: number;
  size: SizeClass;
  /** Pieces that the carrier says it took. */
  taken: number;
  /** Missing at the pick-up, and found here since. */
  found_at: string | null;
  found_by: string | null;
}

/** A parcel that the carrier took with a manifest on which it does not stand. */
export interface ManifestExtraTable {
  manifest: string;
  shipping: string;
}

export interface MallHandoverTables {
  handover_count: HandoverCountTable;
  manifest: ManifestTable;
  manifest_parcel: ManifestParcelTable;
  manifest_extra: ManifestExtraTable;
}

export const mallHandoverMigrations: Migrations = {
  'mall-0018-handover': {
    up: async (db) => {
      await db.schema
        .createTable('handover_count')
        .addColumn('purchase', 'text', (column) => column.notNull().references('purchase.number'))
        .addColumn('piece', 'integer', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('handover_count_key', ['purchase', 'piece'])
        .execute();
      await db.schema
        .createTable('manifest')
        .addColumn('manifest', 'text', (column) => column.primaryKey())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('carrier', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('closed_at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('pieces', 'integer', (column) => column.notNull())
        .addColumn('csv', 'text', (column) => column.notNull())
        .addColumn('jws', 'text', (column) => column.notNull())
        .addColumn('answered_on', 'text')
        .addColumn('final', 'integer', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('manifest_closed').on('manifest').column('closed_at').execute();
      await db.schema
        .createTable('manifest_parcel')
        .addColumn('manifest', 'text', (column) => column.notNull().references('manifest.manifest'))
        .addColumn('purchase', 'text', (column) => column.notNull().references('purchase.number'))
        .addColumn('shipping', 'text', (column) => column.notNull())
        .addColumn('pieces', 'integer', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('taken', 'integer', (column) => column.notNull())
        .addColumn('found_at', 'text')
        .addColumn('found_by', 'text')
        .addPrimaryKeyConstraint('manifest_parcel_key', ['manifest', 'shipping'])
        .execute();
      await db.schema.createIndex('manifest_parcel_purchase').on('manifest_parcel').column('purchase').execute();
      await db.schema
        .createTable('manifest_extra')
        .addColumn('manifest', 'text', (column) => column.notNull().references('manifest.manifest'))
        .addColumn('shipping', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('manifest_extra_key', ['manifest', 'shipping'])
        .execute();
    },
  },
};
