import type { Migrations } from '#main/storage/index.ts';

/** What counts from a day on; before the first of them the setting `tariff` does. */
export interface TariffVersionTable {
  /** `YYYY-MM-DD` of the place where the program runs. */
  from_day: string;
  /** JSON. */
  tariff: string;
  saved_at: string;
  who: string;
  /** 1: its day has come, and stations were told. */
  begun: number;
}

export interface TariffTables {
  tariff_version: TariffVersionTable;
}

export const tariffMigrations: Migrations = {
  'carrier-0030-tariff-versions': {
    up: async (db) => {
      await db.schema
        .createTable('tariff_version')
        .addColumn('from_day', 'text', (column) => column.primaryKey())
        .addColumn('tariff', 'text', (column) => column.notNull())
        .addColumn('saved_at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('begun', 'integer', (column) => column.notNull())
        .execute();
    },
  },
};
