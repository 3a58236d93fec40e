import type { RangeFormat } from '#shared/domain/number-range.ts';
import type { Migrations } from '#main/storage/index.ts';

/** Serial numbers that a post or GS1 gave this carrier. */
export interface NumberRangeTable {
  range: string;
  format: RangeFormat;
  lead: string;
  country: string;
  first: number;
  last: number;
  issued: number;
  in_use: number;
  added_at: string;
  who: string;
}

export interface NumberRangeTables {
  number_range: NumberRangeTable;
}

export const numberRangeMigrations: Migrations = {
  'carrier-0031-number-ranges': {
    up: async (db) => {
      await db.schema
        .createTable('number_range')
        .addColumn('range', 'text', (column) => column.primaryKey())
        .addColumn('format', 'text', (column) => column.notNull())
        .addColumn('lead', 'text', (column) => column.notNull())
        .addColumn('country', 'text', (column) => column.notNull())
        .addColumn('first', 'bigint', (column) => column.notNull())
        .addColumn('last', 'bigint', (column) => column.notNull())
        .addColumn('issued', 'bigint', (column) => column.notNull())
        .addColumn('in_use', 'integer', (column) => column.notNull())
        .addColumn('added_at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .execute();
    },
  },
};
