import type { PostTables } from '#main/post/index.ts';
import type { Migrations } from '#main/storage/index.ts';

/** An order that a mall wants confirmed. Nothing of the customer is in it, nor in any other table here. */
export interface AgencyRequestTable {
  id: string;
  mall: string;
  purchase: string;
  amount: number;
  currency: string;
  quantity: number;
  /** SHA-256 of the code that the customer's device shows, base64url. */
  code: string;
  /** The mall's sealed product names, passed on to the settlement server; absent in variant b. */
  contents: string | null;
  state: 'open' | 'sent' | 'again' | 'yes' | 'no' | 'expired';
  /** Confirmations sent so far. */
  tries: number;
  /** The last one's message to the settlement server, none of which is written down here; null where it went next door. */
  message: string | null;
  expires_at: string;
  received_at: string;
  changed_at: string;
}

export interface RevokedWalletTable {
  serial: string;
  at: string;
  who: string;
  reason: string;
}

export interface AgencyTables extends PostTables {
  agency_request: AgencyRequestTable;
  revoked_wallet: RevokedWalletTable;
}

export const agencyMigrations: Migrations = {
  'agency-0001-requests': {
    up: async (db) => {
      await db.schema
        .createTable('agency_request')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('mall', 'text', (column) => column.notNull())
        .addColumn('purchase', 'text', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('quantity', 'integer', (column) => column.notNull())
        .addColumn('code', 'text', (column) => column.notNull().unique())
        .addColumn('contents', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('tries', 'integer', (column) => column.notNull())
        .addColumn('message', 'text')
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addUniqueConstraint('agency_request_purchase', ['mall', 'purchase'])
        .execute();
      await db.schema.createIndex('agency_request_at').on('agency_request').columns(['received_at', 'id']).execute();
      await db.schema.createIndex('agency_request_end').on('agency_request').columns(['state', 'expires_at']).execute();
      await db.schema
        .createTable('revoked_wallet')
        .addColumn('serial', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .execute();
    },
  },
  'agency-0002-list-index': {
    up: async (db) => {
      await db.schema
        .createIndex('agency_request_list')
        .on('agency_request')
        .columns(['received_at', 'id', 'state', 'mall', 'amount', 'purchase'])
        .execute();
      await db.schema.dropIndex('agency_request_at').execute();
    },
  },
  'agency-0003-wallet-index': {
    up: async (db) => {
      await db.schema
        .createIndex('revoked_wallet_list')
        .on('revoked_wallet')
        .columns(['at', 'serial', 'who'])
        .execute();
    },
  },
};
