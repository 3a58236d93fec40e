import { sql } from 'kysely';
import type { HandlingMark } from '#shared/domain/handling-mark.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { Migrations } from '#main/storage/index.ts';

/** Handling marks that the bench chose for an order, with spaces between. */
export interface PackingMarkTable {
  purchase: string;
  marks: string;
}

/**
 * An order that waits for what is missing. Which products these are stands nowhere: only their places in the sealed
 * contents.
 */
export interface SetAsideTable {
  purchase: string;
  at: string;
  who: string;
  /** JSON: `[{item, count}]`. */
  missing: string;
  /** Pieces that are missing. */
  pieces: number;
}

/** Pieces that a parcel goes without; their price goes back. */
export interface ShortageTable {
  purchase: string;
  at: string;
  who: string;
  /** JSON: `[{item, count}]`, by the place in the sealed contents. */
  missing: string;
  pieces: number;
  amount: number;
  currency: string;
  /** What of the amount was asked to go back: cash only once the driver has collected it. */
  asked: number;
}

/** A size class that the bench or the carrier found to be wrong. */
export interface SizeCorrectionTable {
  purchase: string;
  /** By its place among the parcel's corrections, from 1. */
  turn: number;
  was: SizeClass;
  size: SizeClass;
  by: 'bench' | 'carrier';
  /** `YYYY-MM-DD`, UTC. */
  date: string;
  at: string;
}

export interface MallPackingTables {
  packing_mark: PackingMarkTable;
  set_aside: SetAsideTable;
  shortage: ShortageTable;
  size_correction: SizeCorrectionTable;
}

/** As they stand in a column: with spaces between. */
export function readMarks(text: string | null | undefined): readonly HandlingMark[] {
  return (text ?? '').split(' ').filter((word) => word !== '') as HandlingMark[];
}

export const mallPackingMigrations: Migrations = {
  'mall-0015-packing': {
    up: async (db) => {
      for (const name of ['barcode', 'shelf', 'marks']) {
        await db.schema.alterTable('product').addColumn(name, 'text').execute();
      }
      // A copy is one of a piece now, not of a parcel: its uniqueness can't be changed in place.
      await db.schema.alterTable('label').renameTo('label_before').execute();
      await db.schema
        .createTable('label')
        .addColumn('label', 'text', (column) => column.primaryKey())
        .addColumn('purchase', 'text', (column) => column.notNull().references('purchase.number'))
        .addColumn('piece', 'integer', (column) => column.notNull())
        .addColumn('of', 'integer', (column) => column.notNull())
        .addColumn('copy', 'integer', (column) => column.notNull())
        .addColumn('printed_at', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('who', 'text')
        .addColumn('approver', 'text')
        .addColumn('voided_at', 'text')
        .addColumn('voided_by', 'text')
        .addColumn('void_reason', 'text')
        .addUniqueConstraint('label_piece_copy', ['purchase', 'piece', 'copy'])
        .execute();
      await sql`insert into label (label, purchase, piece, "of", copy, printed_at, reason)
        select label, purchase, 1, 1, copy, printed_at, reason from label_before`.execute(db);
      await db.schema.dropTable('label_before').execute();
      await db.schema
        .createTable('packing_mark')
        .addColumn('purchase', 'text', (column) => column.primaryKey().references('purchase.number'))
        .addColumn('marks', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('set_aside')
        .addColumn('purchase', 'text', (column) => column.primaryKey().references('purchase.number'))
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('missing', 'text', (column) => column.notNull())
        .addColumn('pieces', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('shortage')
        .addColumn('purchase', 'text', (column) => column.primaryKey().references('purchase.number'))
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('missing', 'text', (column) => column.notNull())
        .addColumn('pieces', 'integer', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('asked', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('size_correction')
        .addColumn('purchase', 'text', (column) => column.notNull().references('purchase.number'))
        .addColumn('turn', 'integer', (column) => column.notNull())
        .addColumn('was', 'integer', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('size_correction_key', ['purchase', 'turn'])
        .execute();
    },
  },
};
