import type { Rank } from '#shared/domain/permission.ts';
import type { SecretKind } from '#shared/domain/staff-secret.ts';
import type { TrailTables } from '#main/audit/index.ts';
import type { Migrations, SettingTables } from '#main/storage/index.ts';

export interface AccountTable {
  id: string;
  name: string;
  /** `foldName(name)`: no two accounts that people take for one. */
  folded: string;
  rank: Rank;
  /** JSON lists of permissions beyond the rank, and taken from it. */
  more: string;
  less: string;
  state: 'open' | 'closed';
  /** `hashSecret`: scrypt with its cost and salt. */
  secret: string;
  kind: SecretKind;
  /** 1: somebody else chose the secret. */
  given: number;
  /** Counts secrets and closings: whoever sat down before is out. */
  version: number;
  made_at: string;
  closed_at: string | null;
  entered_at: string | null;
  /** Wrong tries since the last right one. */
  wrong: number;
  locked_until: string | null;
}

export interface StaffTables extends TrailTables, SettingTables {
  staff_account: AccountTable;
}

export const staffMigrations: Migrations = {
  'staff-0001-accounts': {
    up: async (db) => {
      await db.schema
        .createTable('staff_account')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('folded', 'text', (column) => column.notNull().unique())
        .addColumn('rank', 'text', (column) => column.notNull())
        .addColumn('more', 'text', (column) => column.notNull())
        .addColumn('less', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('secret', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('given', 'integer', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('made_at', 'text', (column) => column.notNull())
        .addColumn('closed_at', 'text')
        .addColumn('entered_at', 'text')
        .addColumn('wrong', 'integer', (column) => column.notNull())
        .addColumn('locked_until', 'text')
        .execute();
    },
  },
};
