import type { Migrations } from '#main/storage/index.ts';

export interface PasskeyTable {
  /** Credential id, base64url. */
  id: string;
  card: string;
  /** Random, the same for all passkeys of a card: how authenticators know a holder, base64url. */
  handle: string;
  /** COSE key. */
  public_key: Uint8Array;
  counter: number;
  /** Words, as the browser told them. */
  transports: string;
  created_at: string;
  last_used_at: string | null;
}

/** A window in which the right password was just given: it may add a passkey for that card. */
export interface PasskeyOfferTable {
  window: string;
  card: string;
  until: string;
}

/** What an authenticator has to sign in one window; gone with its first use. */
export interface PasskeyChallengeTable {
  window: string;
  purpose: 'register' | 'pay';
  /** Whether there is such a card or not. */
  card: string;
  challenge: string;
  /** What the new passkey's holder is to be known by, while one is made. */
  handle: string | null;
  until: string;
}

/** A link with which a customer sets password and check words anew. */
export interface CardResetTable {
  /** Of the token in the link. */
  token_hash: string;
  /** Random; the vault derives the token from it, the database alone can't. */
  id: string;
  card: string;
  way: 'mail' | 'letter';
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

export interface ProofTables {
  passkey: PasskeyTable;
  passkey_offer: PasskeyOfferTable;
  passkey_challenge: PasskeyChallengeTable;
  card_reset: CardResetTable;
}

export const proofMigrations: Migrations = {
  'credit-0010-passkeys': {
    up: async (db) => {
      await db.schema
        .createTable('passkey')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('card', 'text', (column) => column.notNull().references('card.id'))
        .addColumn('handle', 'text', (column) => column.notNull())
        .addColumn('public_key', 'blob', (column) => column.notNull())
        .addColumn('counter', 'bigint', (column) => column.notNull())
        .addColumn('transports', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('last_used_at', 'text')
        .execute();
      await db.schema.createIndex('passkey_card').on('passkey').column('card').execute();
      await db.schema
        .createTable('passkey_offer')
        .addColumn('window', 'text', (column) => column.primaryKey())
        .addColumn('card', 'text', (column) => column.notNull().references('card.id'))
        .addColumn('until', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('passkey_challenge')
        .addColumn('window', 'text', (column) => column.notNull())
        .addColumn('purpose', 'text', (column) => column.notNull())
        .addColumn('card', 'text', (column) => column.notNull())
        .addColumn('challenge', 'text', (column) => column.notNull())
        .addColumn('handle', 'text')
        .addColumn('until', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('passkey_challenge_key', ['window', 'purpose'])
        .execute();
    },
  },
  'credit-0011-card-resets': {
    up: async (db) => {
      await db.schema
        .createTable('card_reset')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('card', 'text', (column) => column.notNull().references('card.id'))
        .addColumn('way', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('used_at', 'text')
        .execute();
      await db.schema.createIndex('card_reset_card').on('card_reset').column('card').execute();
    },
  },
};
