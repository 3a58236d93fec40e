import type { Decision, ExceptionPlace, PictureType } from '#shared/desk/exceptions.ts';
import type { Migrations } from '#main/storage/index.ts';

export interface ExceptionTable {
  id: string;
  at: string;
  who: string;
  station: string | null;
  place: ExceptionPlace;
  code: string;
  number: string | null;
  step: string | null;
  times: number;
  /** Encrypted under the vault's key for what lies beside it. */
  picture: Uint8Array | null;
  picture_type: PictureType | null;
  decision: Decision | null;
  entered: string | null;
  decided_by: string | null;
  decided_at: string | null;
}

export interface ExceptionTables {
  exception: ExceptionTable;
}

export const exceptionMigrations: Migrations = {
  'exception-0001-exceptions': {
    up: async (db) => {
      await db.schema
        .createTable('exception')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('station', 'text')
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('code', 'text', (column) => column.notNull())
        .addColumn('number', 'text')
        .addColumn('step', 'text')
        .addColumn('times', 'integer', (column) => column.notNull())
        .addColumn('picture', 'blob')
        .addColumn('picture_type', 'text')
        .addColumn('decision', 'text')
        .addColumn('entered', 'text')
        .addColumn('decided_by', 'text')
        .addColumn('decided_at', 'text')
        .execute();
      await db.schema.createIndex('exception_open').on('exception').columns(['decided_at', 'at', 'id']).execute();
      await db.schema.createIndex('exception_number').on('exception').columns(['number', 'code']).execute();
    },
  },
};
