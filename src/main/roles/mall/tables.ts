import { sql } from 'kysely';
import type { RefundWay } from '#shared/desk/mall-refunds.ts';
import type { ReprintReason } from '#shared/desk/packing.ts';
import type { RemittanceBreak } from '#shared/desk/mall.ts';
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import type { PayMode, Variant } from '#shared/protocol/instruction.ts';
import type { SizeClass, WeightClass } from '#shared/domain/parcel-size.ts';
import type { GoodsState, PaymentState, PurchaseState, RefundState } from '#shared/domain/states.ts';
import type { ExceptionTables } from '#main/exceptions/index.ts';
import type { PostTables } from '#main/post/index.ts';
import { printMigrations, type PrintTables } from '#main/printing/jobs/tables.ts';
import type { Migrations, NumberTables, SettingTables } from '#main/storage/index.ts';
import { mallCatalogueMigrations, type MallCatalogueTables } from './catalogue-tables.ts';
import { type MallMoneyTables, mallMoneyMigrations } from './money-tables.ts';
import { mallPackingMigrations, type MallPackingTables } from './packing-tables.ts';
import { mallHandoverMigrations, type MallHandoverTables } from './handover-tables.ts';
import { askedDisputeMigrations, type AskedDisputeTables } from './dispute-tables.ts';
import { mallListMigrations } from './list-indexes.ts';
import { mallRefundMigrations, type MallRefundTables } from './refund-tables.ts';
import { mallReturnMigrations, type MallReturnTables } from './return-tables.ts';
import { sealedMigrations, type SealedTables } from './sealed-tables.ts';

/** A file of an electronic product; its bytes lie in the data folder under their SHA-256. */
export interface ProductFileTable {
  sku: string;
  position: number;
  /** As the buyer gets it. */
  name: string;
  bytes: number;
  /** base64url. */
  sha256: string;
}

/** One order in the making: what a browser's cookie stands for. */
export interface ShopSessionTable {
  token_hash: string;
  /** JSON: quantity by sku; emptied when the order is placed. */
  basket: string;
  carrier: string | null;
  credit: string | null;
  pay: PayMode | null;
  /** How a settled order is made; its agency; who wraps a gift. */
  flow: OrderFlow | null;
  agency: string | null;
  wrapper: string | null;
  /** Once it is placed. */
  order_id: string | null;
  expires_at: string;
}

/** What a customer confirmed: a parcel (`purchase`), electronic goods (`goods`), or both. */
export interface OrderTable {
  id: string;
  placed_at: string;
  /** With the shipping charge. */
  total: number;
  shipping_charge: number;
  currency: string;
  pay: PayMode;
  /** `window` but for some settled orders. */
  flow: OrderFlow;
  /** The buyer's own public key, X25519, 32 bytes; there when something electronic was bought. */
  buyer_key: Uint8Array | null;
}

/** An order's two halves: what the carrier brings, and what the credit company forwards by mail. */
export type OrderPart = 'parcel' | 'goods';

/** A part of an order that ended: its pieces go back into the stock, once. */
export interface StockReturnTable {
  order_id: string;
  part: OrderPart;
  /** 1 once they have. */
  done: number;
}

/** The parcel of an order; what is in it stands in `contents` alone, sealed to the mall. */
export interface PurchaseTable {
  number: string;
  /** Joins the purchases of one order; never leaves the mall. */
  order_id: string;
  counterparty: string;
  variant: Variant;
  /** How the counterparty knows the purchase: the number, or in variant c the hash of `contents`. */
  jti: string;
  contents: Uint8Array;
  /** JSON, in the order of the contents: quantity, unit price and tax rate, no names. */
  prices: string;
  total: number;
  currency: string;
  size: SizeClass;
  weight: WeightClass;
  pay: PayMode;
  state: PurchaseState;
  placed_at: string;
  /** When the instruction was issued: at placing, or on a settled order after the payment. */
  offered_at: string;
  /** End of the instruction. */
  expires_at: string;
  decided_at: string | null;
  /** The number on the label; in variant c derived from `jti`, not told. */
  shipping: string | null;
  return_number: string | null;
  /** The carrier's sealed addressee, as received; absent in variant b. */
  addressee: Uint8Array | null;
  changed_at: string;
  /** Pay-later: recorded; cash on delivery: remitted. */
  paid_at: string | null;
  remittance: string | null;
  /** Why the carrier brought it back. */
  return_reason: string | null;
  /** `YYYY-MM-DD`, UTC: the day on which the carrier took it. */
  shipped_on: string | null;
}

/** How a settled order is paid: one row, with a purchase number and a ciphertext of its own. */
export interface SettlementTable {
  number: string;
  order_id: string;
  counterparty: string;
  variant: Variant;
  jti: string;
  contents: Uint8Array;
  amount: number;
  currency: string;
  state: PaymentState;
  offered_at: string;
  expires_at: string;
  /** In variant c derived from `jti`, not told. */
  receipt: string | null;
  /** The customer's name sealed to the credit company; absent in variant b. */
  customer: Uint8Array | null;
  hold_until: string | null;
  /** Sums in minor units: claimed, given up or lapsed before a claim, given back after one. */
  claimed: number;
  released: number;
  refunded: number;
  changed_at: string;
}

/** The electronic goods of a settled order: one package for the credit company to forward. */
export interface GoodsTable {
  /** The payment's purchase number. */
  number: string;
  order_id: string;
  /** Their part of the payment. */
  amount: number;
  currency: string;
  state: GoodsState;
  /** The package in the data folder: length in bytes and SHA-256, base64url; absent until it is sealed. */
  bytes: number | null;
  sha256: string | null;
  /** What the credit company has of it, as far as we know. */
  uploaded: number;
  attempts: number;
  next_at: string | null;
  last_error: string | null;
  changed_at: string;
}

/** Part of a payment, claimed at dispatch. */
export interface ClaimTable {
  claim: string;
  /** The payment's purchase number. */
  payment: string;
  part: OrderPart;
  amount: number;
  currency: string;
  date: string;
  /** Once it was paid out. */
  payout: string | null;
  /** 1 when it crossed the end of the hold: nobody pays it. */
  lapsed: number;
}

/** Money on its way back to a customer, or that it need not pay any more. */
export interface RefundTable {
  refund: string;
  order_id: string;
  /** What it is for; absent where the customer contested a charge. */
  part: OrderPart | null;
  way: RefundWay;
  amount: number;
  currency: string;
  reason: 'cancelled' | 'refused' | 'returned' | 'other' | 'disputed';
  state: RefundState;
  asked_at: string;
  done_at: string | null;
  /** What of it only ended a hold: no payout charges it. */
  released: number;
  /** The payout or invoice that charged it to us. */
  charged: string | null;
}

export interface LabelTable {
  /** number ‖ piece ‖ of ‖ copy. */
  label: string;
  purchase: string;
  copy: number;
  printed_at: string;
  /** Why it was printed again; absent on copy 1. */
  reason: ReprintReason | null;
  piece: number;
  of: number;
  /** Absent on labels of earlier versions of this program. */
  who: string | null;
  /** Who else agreed to the copy. */
  approver: string | null;
  voided_at: string | null;
  voided_by: string | null;
  void_reason: ReprintReason | null;
}

export interface RemittanceTable {
  remittance: string;
  carrier: string;
  date: string;
  parcels: number;
  total: number;
  currency: string;
  breaks: number;
}

/** A line of a remittance that was not booked, and why. */
export interface RemittanceBreakTable {
  remittance: string;
  /** Its place in the remittance, from 1. */
  line: number;
  shipping: string;
  amount: number;
  currency: string;
  reason: RemittanceBreak['reason'];
  purchase: string | null;
  /** In `currency`; absent when nothing was to be collected. */
  expected: number | null;
}

export interface MallTables
  extends
    PostTables,
    ExceptionTables,
    NumberTables,
    SettingTables,
    PrintTables,
    MallCatalogueTables,
    MallMoneyTables,
    MallPackingTables,
    MallRefundTables,
    AskedDisputeTables,
    MallHandoverTables,
    MallReturnTables,
    SealedTables {
  shop_session: ShopSessionTable;
  purchase: PurchaseTable;
  label: LabelTable;
  remittance: RemittanceTable;
  remittance_break: RemittanceBreakTable;
  settlement: SettlementTable;
  product_file: ProductFileTable;
  customer_order: OrderTable;
  stock_return: StockReturnTable;
  goods: GoodsTable;
  claim: ClaimTable;
  refund: RefundTable;
}

export const mallMigrations: Migrations = {
  ...mallListMigrations,
  ...printMigrations,
  ...mallCatalogueMigrations,
  ...mallMoneyMigrations,
  ...mallPackingMigrations,
  ...mallRefundMigrations,
  ...askedDisputeMigrations,
  ...mallHandoverMigrations,
  ...mallReturnMigrations,
  ...sealedMigrations,
  'mall-0001-catalogue': {
    up: async (db) => {
      await db.schema
        .createTable('product')
        .addColumn('sku', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('specification', 'text', (column) => column.notNull())
        .addColumn('price', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('tax_percent', 'integer', (column) => column.notNull())
        .addColumn('length_mm', 'integer')
        .addColumn('width_mm', 'integer')
        .addColumn('height_mm', 'integer')
        .addColumn('grams', 'integer')
        .addColumn('position', 'integer', (column) => column.notNull())
        .execute();
    },
  },
  'mall-0002-purchases': {
    up: async (db) => {
      await db.schema
        .createTable('shop_session')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('basket', 'text', (column) => column.notNull())
        .addColumn('carrier', 'text')
        .addColumn('credit', 'text')
        .addColumn('pay', 'text')
        .addColumn('purchase', 'text')
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('purchase')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('order_id', 'text', (column) => column.notNull())
        .addColumn('counterparty', 'text', (column) => column.notNull())
        .addColumn('variant', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('contents', 'blob', (column) => column.notNull())
        .addColumn('prices', 'text', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('weight', 'integer', (column) => column.notNull())
        .addColumn('pay', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('placed_at', 'text', (column) => column.notNull())
        .addColumn('offered_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('decided_at', 'text')
        .addColumn('shipping', 'text')
        .addColumn('return_number', 'text')
        .addColumn('addressee', 'blob')
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addColumn('paid_at', 'text')
        .addColumn('remittance', 'text')
        .addUniqueConstraint('purchase_counterparty_jti', ['counterparty', 'jti'])
        .addUniqueConstraint('purchase_counterparty_shipping', ['counterparty', 'shipping'])
        .execute();
      await db.schema.createIndex('purchase_state').on('purchase').columns(['state', 'placed_at']).execute();
      await db.schema.createIndex('purchase_placed').on('purchase').column('placed_at').execute();
      await db.schema.createIndex('purchase_shipping').on('purchase').column('shipping').execute();
    },
  },
  'mall-0003-labels': {
    up: async (db) => {
      await db.schema
        .createTable('label')
        .addColumn('label', 'text', (column) => column.primaryKey())
        .addColumn('purchase', 'text', (column) => column.notNull().references('purchase.number'))
        .addColumn('copy', 'integer', (column) => column.notNull())
        .addColumn('printed_at', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addUniqueConstraint('label_purchase_copy', ['purchase', 'copy'])
        .execute();
    },
  },
  'mall-0004-remittances': {
    up: async (db) => {
      await db.schema
        .createTable('remittance')
        .addColumn('remittance', 'text', (column) => column.primaryKey())
        .addColumn('carrier', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('parcels', 'integer', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('breaks', 'integer', (column) => column.notNull())
        .execute();
    },
  },
  'mall-0005-settlements': {
    up: async (db) => {
      await db.schema
        .createTable('settlement')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('order_id', 'text', (column) => column.notNull())
        .addColumn('counterparty', 'text', (column) => column.notNull())
        .addColumn('variant', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('contents', 'blob', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('offered_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('receipt', 'text')
        .addColumn('customer', 'blob')
        .addColumn('hold_until', 'text')
        .addColumn('claim', 'text')
        .addColumn('payout', 'text')
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addUniqueConstraint('settlement_counterparty_jti', ['counterparty', 'jti'])
        .execute();
      await db.schema.createIndex('settlement_order').on('settlement').column('order_id').execute();
      await db.schema.createIndex('settlement_claim').on('settlement').column('claim').execute();
    },
  },
  'mall-0006-remittance-breaks': {
    up: async (db) => {
      await db.schema
        .createTable('remittance_break')
        .addColumn('remittance', 'text', (column) => column.notNull())
        .addColumn('line', 'integer', (column) => column.notNull())
        .addColumn('shipping', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('purchase', 'text')
        .addColumn('expected', 'bigint')
        .addPrimaryKeyConstraint('remittance_break_key', ['remittance', 'line'])
        .execute();
    },
  },
  'mall-0007-orders': {
    up: async (db) => {
      await db.schema.alterTable('product').addColumn('stock', 'bigint').execute();
      await db.schema.alterTable('shop_session').addColumn('order_id', 'text').execute();
      await sql`update shop_session set order_id =
        (select order_id from purchase where number = shop_session.purchase)`.execute(db);
      await db.schema.alterTable('shop_session').dropColumn('purchase').execute();
      await db.schema
        .createTable('stock_return')
        .addColumn('order_id', 'text', (column) => column.notNull())
        .addColumn('part', 'text', (column) => column.notNull())
        .addColumn('done', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('stock_return_key', ['order_id', 'part'])
        .execute();
      await db.schema.createIndex('stock_return_done').on('stock_return').column('done').execute();
      await db.schema.alterTable('purchase').addColumn('return_reason', 'text').execute();
      await db.schema.createIndex('purchase_order').on('purchase').column('order_id').execute();
      await db.schema
        .createTable('customer_order')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('placed_at', 'text', (column) => column.notNull())
        .addColumn('total', 'bigint', (column) => column.notNull())
        .addColumn('shipping_charge', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('pay', 'text', (column) => column.notNull())
        .addColumn('buyer_key', 'blob')
        .execute();
      await sql`insert into customer_order (id, placed_at, total, shipping_charge, currency, pay)
        select order_id, placed_at, total, 0, currency, pay from purchase`.execute(db);
    },
  },
  'mall-0008-claims': {
    up: async (db) => {
      await db.schema
        .createTable('claim')
        .addColumn('claim', 'text', (column) => column.primaryKey())
        .addColumn('payment', 'text', (column) => column.notNull().references('settlement.number'))
        .addColumn('part', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('payout', 'text')
        .addColumn('lapsed', 'integer', (column) => column.notNull().defaultTo(0))
        .addUniqueConstraint('claim_part', ['payment', 'part'])
        .execute();
      await db.schema.createIndex('claim_date').on('claim').column('date').execute();
      await sql`insert into claim (claim, payment, part, amount, currency, date, payout)
        select claim, number, 'parcel', amount, currency, substr(changed_at, 1, 10), payout
        from settlement where claim is not null`.execute(db);
      for (const name of ['claimed', 'released', 'refunded']) {
        await db.schema
          .alterTable('settlement')
          .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
          .execute();
      }
      await sql`update settlement set claimed = amount where claim is not null`.execute(db);
      await db.schema.dropIndex('settlement_claim').execute();
      await db.schema.alterTable('settlement').dropColumn('claim').execute();
      await db.schema.alterTable('settlement').dropColumn('payout').execute();
      await db.schema
        .createIndex('settlement_receipt')
        .on('settlement')
        .columns(['counterparty', 'receipt'])
        .unique()
        .execute();
    },
  },
  'mall-0009-goods': {
    up: async (db) => {
      await db.schema
        .createTable('product_file')
        .addColumn('sku', 'text', (column) => column.notNull().references('product.sku'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('bytes', 'bigint', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('product_file_key', ['sku', 'position'])
        .execute();
      await db.schema
        .createTable('goods')
        .addColumn('number', 'text', (column) => column.primaryKey().references('settlement.number'))
        .addColumn('order_id', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('bytes', 'bigint')
        .addColumn('sha256', 'text')
        .addColumn('uploaded', 'bigint', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('next_at', 'text')
        .addColumn('last_error', 'text')
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('goods_order').on('goods').column('order_id').unique().execute();
      await db.schema.createIndex('goods_state').on('goods').column('state').execute();
    },
  },
  'mall-0010-refunds': {
    up: async (db) => {
      await db.schema
        .createTable('refund')
        .addColumn('refund', 'text', (column) => column.primaryKey())
        .addColumn('order_id', 'text', (column) => column.notNull())
        .addColumn('way', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('asked_at', 'text', (column) => column.notNull())
        .addColumn('done_at', 'text')
        .addColumn('released', 'bigint', (column) => column.notNull())
        .addColumn('charged', 'text')
        .execute();
      await db.schema.createIndex('refund_order').on('refund').column('order_id').execute();
      await db.schema.createIndex('refund_asked').on('refund').column('asked_at').execute();
    },
  },
};
