import type { AskedWish } from '#shared/desk/carrier.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import type { SizeClass, WeightClass } from '#shared/domain/parcel-size.ts';
import type { Counter } from '#shared/domain/depot.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { type Generated, sql } from 'kysely';
import { type ArrivalTables, arrivalMigrations, type PostTables } from '#main/post/index.ts';
import type { Migrations, NumberTables, SettingTables } from '#main/storage/index.ts';
import type { ExceptionTables } from '#main/exceptions/index.ts';
import type { StationTables } from '#main/stations/index.ts';
import { carrierListMigrations } from './list-indexes.ts';
import { drawerMigrations, type DrawerTables } from './drawer-tables.ts';
import { invoiceMigrations, type InvoiceTables } from './invoice-tables.ts';
import { pickupMigrations, type PickupTables } from './pickup-tables.ts';
import { cashRefundMigrations, type CashRefundTables } from './refund-tables.ts';
import { returnParcelMigrations, type ReturnParcelTables } from './return-tables.ts';
import { wishMigrations, type WishColumns, type WishTables } from './wish-tables.ts';
import { numberRangeMigrations, type NumberRangeTables } from './number-tables.ts';
import { tariffMigrations, type TariffTables } from './tariff-tables.ts';
import { stationCopyMigrations, type StationCopyTables } from './station-copy-tables.ts';

export interface ParcelTable extends WishColumns {
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
  /** Depot and tour, once it was opened. The mall is never told. */
  depot: string | null;
  route: string | null;
}

/** The first acceptance claims a piece of a number for one label. */
export interface PieceTable {
  number: string;
  piece: number;
  of: number;
  /** Absent when it was accepted by a typed number. */
  label: string | null;
  accepted_at: string;
  state: ParcelState;
  /** Where it was last scanned. */
  depot: string | null;
}

export interface ParcelStepTable {
  id: Generated<number>;
  number: string;
  state: ParcelState;
  at: string;
  who: string;
  reason: string | null;
  /** The station and the depot where it was scanned; absent at the office. */
  station: string | null;
  depot: string | null;
  /** 1: it came late and moved nothing. */
  late: Generated<number>;
  /** The customer asked for this, and nothing moved. */
  asked: AskedWish | null;
}

export interface DepotTable {
  code: string;
  name: string;
  address: string;
  /** `OpeningHours` as JSON. */
  hours: string;
  counter: Counter;
}

export interface RoutePrefixTable {
  country: string;
  prefix: string;
  depot: string;
  route: string;
}

/** How a parcel was handed over: name and signature, sealed to the carrier's own key of that month. */
export interface DeliveryProofTable {
  number: string;
  at: string;
  who: string;
  sealed: Uint8Array;
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
  extends
    PostTables,
    StationTables,
    ExceptionTables,
    StationCopyTables,
    ArrivalTables,
    NumberTables,
    SettingTables,
    InvoiceTables,
    CashRefundTables,
    DrawerTables,
    PickupTables,
    ReturnParcelTables,
    TariffTables,
    NumberRangeTables,
    WishTables {
  parcel: ParcelTable;
  piece: PieceTable;
  parcel_step: ParcelStepTable;
  remittance: RemittanceTable;
  voided_label: { label: string; mall: string };
  depot: DepotTable;
  route_prefix: RoutePrefixTable;
  delivery_proof: DeliveryProofTable;
}

export const carrierMigrations: Migrations = {
  ...carrierListMigrations,
  ...arrivalMigrations,
  ...invoiceMigrations,
  ...cashRefundMigrations,
  ...drawerMigrations,
  ...pickupMigrations,
  ...returnParcelMigrations,
  ...stationCopyMigrations,
  ...wishMigrations,
  ...tariffMigrations,
  ...numberRangeMigrations,
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
  'carrier-0007-routes': {
    up: async (db) => {
      await db.schema.alterTable('parcel').addColumn('depot', 'text').execute();
      await db.schema.alterTable('parcel').addColumn('route', 'text').execute();
      await db.schema
        .alterTable('piece')
        .addColumn('state', 'text', (column) => column.notNull().defaultTo('accepted'))
        .execute();
      await db.schema.alterTable('piece').addColumn('depot', 'text').execute();
      await sql`update piece set state = (select parcel.state from parcel where parcel.number = piece.number)`.execute(
        db,
      );
      await db.schema.alterTable('parcel_step').addColumn('station', 'text').execute();
      await db.schema.alterTable('parcel_step').addColumn('depot', 'text').execute();
      await db.schema
        .alterTable('parcel_step')
        .addColumn('late', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createTable('depot')
        .addColumn('code', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('route_prefix')
        .addColumn('country', 'text', (column) => column.notNull())
        .addColumn('prefix', 'text', (column) => column.notNull())
        .addColumn('depot', 'text', (column) => column.notNull())
        .addColumn('route', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('route_prefix_key', ['country', 'prefix'])
        .execute();
      await db.schema
        .createTable('delivery_proof')
        .addColumn('number', 'text', (column) => column.primaryKey().references('parcel.number'))
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('sealed', 'blob', (column) => column.notNull())
        .execute();
    },
  },
  'carrier-0050-counters': {
    up: async (db) => {
      await db.schema
        .alterTable('depot')
        .addColumn('hours', 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
      await db.schema
        .alterTable('depot')
        .addColumn('counter', 'text', (column) => column.notNull().defaultTo('collect-and-pay'))
        .execute();
    },
  },
};
