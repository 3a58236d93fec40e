import { sql } from 'kysely';
import type { PrintItemState, PrintJobState } from '#shared/domain/states.ts';
import type { JobCause, JobKind } from '#shared/desk/printing.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { TrailTables } from '#main/audit/index.ts';
import type { Migrations, SettingTables } from '#main/storage/index.ts';

export interface PrintJobTable {
  /** UUID. */
  id: string;
  /** A printer's id in the settings. */
  printer: string;
  kind: JobKind;
  made_by: string;
  made_at: string;
  /** Moves on with every sign of life; what waits longer is not wanted any more. */
  expires_at: string;
  state: PrintJobState;
  /** Why it stopped; absent otherwise. */
  cause: JobCause | null;
  total: number;
  /** Items by how they ended, so that a list need not count them. */
  printed: number;
  refused: number;
  unsure: number;
  left_over: number;
  /** First free place on the first sheet, from 1. */
  start_at: number;
}

export interface PrintItemTable {
  job: string;
  /** From 1, in the order of printing. */
  position: number;
  /** What the maker knows it by; stands in one live job at most. */
  reference: string;
  /** What the maker has to know beside: a code. */
  detail: string | null;
  state: PrintItemState;
  /** Why it was refused. */
  code: ErrorCode | null;
}

export interface PrintTables extends SettingTables, TrailTables {
  print_job: PrintJobTable;
  print_job_item: PrintItemTable;
}

export const printMigrations: Migrations = {
  'print-0001-jobs': {
    up: async (db) => {
      await db.schema
        .createTable('print_job')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('printer', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('made_by', 'text', (column) => column.notNull())
        .addColumn('made_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('cause', 'text')
        .addColumn('total', 'integer', (column) => column.notNull())
        .addColumn('printed', 'integer', (column) => column.notNull())
        .addColumn('refused', 'integer', (column) => column.notNull())
        .addColumn('unsure', 'integer', (column) => column.notNull())
        .addColumn('left_over', 'integer', (column) => column.notNull())
        .addColumn('start_at', 'integer', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('print_job_made').on('print_job').columns(['made_at', 'id']).execute();
      await db.schema.createIndex('print_job_state').on('print_job').column('state').execute();
      await db.schema
        .createTable('print_job_item')
        .addColumn('job', 'text', (column) => column.notNull().references('print_job.id'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('reference', 'text', (column) => column.notNull())
        .addColumn('detail', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('code', 'text')
        .addPrimaryKeyConstraint('print_job_item_key', ['job', 'position'])
        .execute();
      await db.schema
        .createIndex('print_item_state')
        .on('print_job_item')
        .columns(['job', 'state', 'position'])
        .execute();
      // Items of months: where one stands is asked at every label. SQLite takes the index below for no bound state.
      await db.schema.createIndex('print_item_reference').on('print_job_item').column('reference').execute();
      await db.schema
        .createIndex('print_item_live')
        .on('print_job_item')
        .column('reference')
        .unique()
        .where(sql<boolean>`state in ('waiting', 'again', 'sent', 'unsure')`)
        .execute();
    },
  },
};
