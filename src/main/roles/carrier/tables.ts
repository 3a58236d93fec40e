import type { PayMode } from '#shared/protocol/instruction.ts';
import type { SizeClass, WeightClass } from '#shared/domain/parcel-size.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import type { Generated } from 'kysely';
import { type ArrivalTables, arrivalMigrations, type PostTables } from '#main/post/index.ts';
import type { Migrations, NumberTables, SettingTables } from '#main/storage/index.ts';
import { invoiceMigrations, type InvoiceTables } from './invoice-tables.ts';
import { cashRefundMigrations, type CashRefundTables } from './refund-tables.ts';

export interface ParcelTable {
  number: string;
  mall: string;
  jti: string;
  contents: Uint8Array | null;
  /** At rest the addressee exists only sealed. */
  addressee: Uint8Array;
  /** First 8 bytes of SHA-256(addressee), hexadecimal: what stations compare. */
  envelope_prefix: string;
  return_number: string;
  size: SizeClass;
  weight: WeightClass;
  pay: PayMode;
  /** To collect for the mall. */
  amount: number | null;
  currency: string;
  zone: string;
  /** To collect for the carrier itself. */
  surcharge: number;
  state: ParcelState;
  /** Set when the cash was counted. */
  collected: number | null;
  remittance: string | null;
  tracking_hash: string;
  agreed_at: string;
  changed_at: string;
  /** The monthly bill to the mall on which it stands. */
  invoice: string | null;
}

/** The first acceptance claims a piece of a number for one label. */
export interface PieceTable {
  number: string;
  piece: number;
  of: number;
  /** Absent when it was accepted by a typed number. */
  label: string | null;
  accepted_at: string;
}

export interface ParcelStepTable {
  id: Generated<number>;
  number: string;
  state: ParcelState;
  at: string;
  who: string;
  reason: string | null;
}

export interface RemittanceTable {
  remittance: string;
  mall: string;
  date: string;
  parcels: number;
  total: number;
  currency: string;
}

export interface CarrierTables
  extends PostTables, ArrivalTables, NumberTables, SettingTables, InvoiceTables, CashRefundTables {
  parcel: ParcelTable;
  piece: PieceTable;
  parcel_step: ParcelStepTable;
  remittance: RemittanceTable;
  voided_label: { label: string; mall: string };
}

export const carrierMigrations: Migrations = {
  ...arrivalMigrations,
  ...invoiceMigrations,
  ...cashRefundMigrations,
  'carrier-0001-parcels': {
    up: async (db) => {
      await db.schema
        .createTable('parcel')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('contents', 'blob')
        .addColumn('addressee', 'blob', (column) => column.notNull())
        .addColumn('envelope_prefix', 'text', (column) => column.notNull())
        .addColumn('return_number', 'text', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('weight', 'integer', (column) => column.notNull())
        .addColumn('pay', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint')
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('zone', 'text', (column) => column.notNull())
        .addColumn('surcharge', 'bigint', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('collected', 'bigint')
        .addColumn('remittance', 'text')
        .addColumn('tracking_hash', 'text', (column) => column.notNull())
        .addColumn('agreed_at', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addUniqueConstraint('parcel_request', ['mall', 'jti'])
        .execute();
      await db.schema.createIndex('parcel_agreed').on('parcel').column('agreed_at').execute();
      await db.schema.createIndex('parcel_tracking').on('parcel').column('tracking_hash').execute();
      await db.schema.createIndex('parcel_cash').on('parcel').columns(['mall', 'remittance', 'state']).execute();
      await db.schema
        .createTable('piece')
        .addColumn('number', 'text', (column) => column.notNull().references('parcel.number'))
        .addColumn('piece', 'integer', (column) => column.notNull())
        .addColumn('of', 'integer', (column) => column.notNull())
        .addColumn('label', 'text')
        .addColumn('accepted_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('piece_key', ['number', 'piece'])
        .execute();
      await db.schema
        .createTable('parcel_step')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('number', 'text', (column) => column.notNull().references('parcel.number'))
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .execute();
      await db.schema.createIndex('parcel_step_number').on('parcel_step').column('number').execute();
      await db.schema
        .createTable('voided_label')
        .addColumn('label', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .execute();
    },
  },
  'carrier-0002-remittances': {
    up: async (db) => {
      await db.schema
        .createTable('remittance')
        .addColumn('remittance', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .execute();
    },
  },
};
