import type { PartRow } from '#shared/desk/sealed-orders.ts';
import type { Ask } from '#shared/protocol/order-part.ts';
import type { Migrations } from '#main/storage/index.ts';

/** An order that is cut into sealed parts: the whole bundle, or one part for an inquiry. */
export interface SealedOrderTable {
  order_id: string;
  /** Of the token in the order code; absent where no terminal is needed. */
  token_hash: string | null;
  /** End of the parts: nobody takes them later. */
  expires_at: string;
  /** JSON, in the order of the payment's contents: quantity and amount, no names. */
  prices: string;
  /** JSON, as it was received: sealed parts, of which this mall opens its own alone. */
  bundle: string | null;
  /** SHA-256 of it, base64url. */
  bundle_digest: string | null;
  received_at: string | null;
}

/** One party's part. */
export interface SealedPartTable {
  order_id: string;
  /** Its place on the order sheet; 0 is the mall's own. */
  position: number;
  party: string;
  asks: Ask;
  /** How this party calls the purchase. */
  number: string;
  state: PartRow['state'];
  /** JSON: who sealed the latest challenge, and later the part; after the retention its scheme alone. */
  sealer: string | null;
  /** SHA-256 of the latest challenge’s envelope, base64url. */
  challenge: string | null;
  /** How many challenges were relayed. */
  challenges: number;
  /** What the party said to the latest; absent until it did. */
  answer: 'ok' | 'no' | null;
  /** Its answer, sealed to the customer; base64url. */
  answer_envelope: string | null;
  changed_at: string;
}

/** An order that an agency has its customer confirm. */
export interface AgencyAskTable {
  order_id: string;
  agency: string;
  state: 'asked' | 'yes' | 'no';
  changed_at: string;
}

export interface SealedTables {
  sealed_order: SealedOrderTable;
  sealed_part: SealedPartTable;
  agency_ask: AgencyAskTable;
}

export const sealedMigrations: Migrations = {
  'mall-0014-sealed-orders': {
    up: async (db) => {
      for (const column of ['flow', 'agency', 'wrapper']) {
        await db.schema.alterTable('shop_session').addColumn(column, 'text').execute();
      }
      await db.schema
        .alterTable('customer_order')
        .addColumn('flow', 'text', (column) => column.notNull().defaultTo('window'))
        .execute();
      await db.schema
        .createTable('sealed_order')
        .addColumn('order_id', 'text', (column) => column.primaryKey().references('customer_order.id'))
        .addColumn('token_hash', 'text', (column) => column.unique())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('prices', 'text', (column) => column.notNull())
        .addColumn('bundle', 'text')
        .addColumn('bundle_digest', 'text')
        .addColumn('received_at', 'text')
        .execute();
      await db.schema.createIndex('sealed_order_expires').on('sealed_order').column('expires_at').execute();
      await db.schema
        .createTable('sealed_part')
        .addColumn('order_id', 'text', (column) => column.notNull().references('sealed_order.order_id'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('party', 'text', (column) => column.notNull())
        .addColumn('asks', 'text', (column) => column.notNull())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('sealer', 'text')
        .addColumn('challenge', 'text')
        .addColumn('challenges', 'integer', (column) => column.notNull())
        .addColumn('answer', 'text')
        .addColumn('answer_envelope', 'text')
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('sealed_part_key', ['order_id', 'position'])
        .addUniqueConstraint('sealed_part_number', ['party', 'number'])
        .execute();
      await db.schema.createIndex('sealed_part_known').on('sealed_part').column('number').execute();
      await db.schema.createIndex('settlement_jti').on('settlement').column('jti').execute();
      await db.schema
        .createTable('agency_ask')
        .addColumn('order_id', 'text', (column) => column.primaryKey().references('customer_order.id'))
        .addColumn('agency', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .execute();
    },
  },
};
