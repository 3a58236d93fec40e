import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  openSqliteStorage,
  readStoredValues,
  settingMigrations,
  type SettingTables,
  visitSqliteStorage,
  writeSetting,
} from '#main/storage/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';

interface Tables extends SettingTables {
  'odd "table"': { id: number; text: string | null; bytes: Uint8Array | null; real: number | null };
}

async function aDatabase() {
  const file = join(aFolder(), 'tokumei.db');
  const storage = await openSqliteStorage<Tables>(file, {
    ...settingMigrations,
    'test-0001-odd': {
      up: async (db) => {
        await db.schema
          .createTable('odd "table"')
          .addColumn('id', 'integer', (column) => column.primaryKey())
          .addColumn('text', 'text')
          .addColumn('bytes', 'blob')
          .addColumn('real', 'real')
          .execute();
      },
    },
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await storage.close();
    isOpen = false;
  };
  atEnd(close);
  return { file, storage, close };
}

const valuesOf = (file: string, table: string): string[] =>
  [...readStoredValues(file)]
    .filter((value) => value.table === table)
    .map(({ column, bytes }) => `${column}=${Buffer.from(bytes).toString('latin1')}`);

test('every value of every table is read, of any type, while its party writes', async () => {
  const { file, storage, close } = await aDatabase();
  await storage.write(async (db) => {
    await db
      .insertInto('odd "table"')
      .values([
        { id: 4_382_917, text: 'one', bytes: Buffer.from([0, 0x78, 0x9c]), real: 1.5 },
        { id: -1, text: null, bytes: null, real: null },
      ])
      .execute();
    await writeSetting(db, 'place', 'Yokohama');
  });
  const expected = ['bytes=\0\x78\x9c', 'id=-1', 'id=4382917', 'real=1.5', 'text=one'];
  expect(valuesOf(file, 'odd "table"').sort()).toEqual(expected);
  expect(valuesOf(file, 'setting')).toContain('value="Yokohama"');
  expect(valuesOf(file, 'kysely_migration').join()).toContain('test-0001-odd');
  await close();
  expect(valuesOf(file, 'odd "table"').sort()).toEqual(expected);
});

test('a file that is not there is not made', () => {
  expect(() => [...readStoredValues(join(aFolder(), 'none.db'))]).toThrow();
});

test('a visitor writes into a running party and leaves its write-ahead log as it found it', async () => {
  const { file, storage } = await aDatabase();
  await storage.write((db) => writeSetting(db, 'mine', 'first'));
  const before = statSync(`${file}-wal`).size;
  const visitor = visitSqliteStorage<SettingTables>(file);
  await visitor.write((db) => writeSetting(db, 'theirs', 'second'));
  await visitor.close();
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(before);
  expect(readFileSync(`${file}-wal`).includes('first')).toBe(true);
  const row = await storage.read.selectFrom('setting').selectAll().where('name', '=', 'theirs').executeTakeFirst();
  expect(row?.value).toBe('"second"');
  await storage.write((db) => writeSetting(db, 'mine', 'third'));
});
