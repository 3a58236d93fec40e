/** What staff set for the whole party: one JSON value per name, read through a schema each time. */
import type { z } from 'zod';
import type { Migrations, Readable, Writable } from './storage.ts';

export interface SettingTables {
  setting: { name: string; value: string };
}

export const settingMigrations: Migrations = {
  'setting-0001-setting': {
    up: async (db) => {
      await db.schema
        .createTable('setting')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

/** The stored value, or what the schema makes of `undefined` (its default). */
export async function readSetting<S extends z.ZodType>(
  db: Readable<SettingTables>,
  name: string,
  schema: S,
): Promise<z.infer<S>> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return schema.parse(row === undefined ? undefined : JSON.parse(row.value));
}

export async function writeSetting(db: Writable<SettingTables>, name: string, value: unknown): Promise<void> {
  const row = { name, value: JSON.stringify(value) };
  await db
    .insertInto('setting')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}
