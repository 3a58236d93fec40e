import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { numberKind } from '#shared/domain/number.ts';
import {
  claimNumber,
  type NumberTables,
  numberMigrations,
  openSqliteStorage,
  readSetting,
  reserveNumber,
  settingMigrations,
  type SettingTables,
  type Storage,
  writeSetting,
} from '#main/storage/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';

async function aStorage(): Promise<Storage<NumberTables & SettingTables>> {
  const migrations = { ...numberMigrations, ...settingMigrations };
  const storage = await openSqliteStorage<NumberTables & SettingTables>(join(aFolder(), 'party.db'), migrations);
  atEnd(() => storage.close());
  return storage;
}

describe('issued numbers', () => {
  test('are never issued twice: a number that is taken is drawn again', async () => {
    const storage = await aStorage();
    // The source of chance gives the same twelve digits twice.
    const digits = [...'111111111111', ...'111111111111', ...'222222222222'].map(Number);
    const draw = (): number => digits.shift()!;
    const first = await storage.write((db) => claimNumber(db, 'shipping', draw));
    const second = await storage.write((db) => claimNumber(db, 'shipping', draw));
    expect(first.slice(0, 13)).toBe('3111111111111');
    expect(second.slice(0, 13)).toBe('3222222222222');
    expect(numberKind(second)).toBe('shipping');
  });

  test('a reserved number can not be reserved again', async () => {
    const storage = await aStorage();
    expect(await storage.write((db) => reserveNumber(db, '30482771930569'))).toBe(true);
    expect(await storage.write((db) => reserveNumber(db, '30482771930569'))).toBe(false);
  });
});

describe('settings', () => {
  const schema = z.object({ days: z.int() }).default({ days: 14 });

  test('are what the schema says until somebody sets them', async () => {
    const storage = await aStorage();
    expect(await readSetting(storage.read, 'payment', schema)).toEqual({ days: 14 });
    await storage.write((db) => writeSetting(db, 'payment', { days: 7 }));
    await storage.write((db) => writeSetting(db, 'payment', { days: 10 }));
    expect(await readSetting(storage.read, 'payment', schema)).toEqual({ days: 10 });
  });

  test('that do not fit their schema are refused at reading', async () => {
    const storage = await aStorage();
    await storage.write((db) => writeSetting(db, 'payment', { days: 'many' }));
    await expect(readSetting(storage.read, 'payment', schema)).rejects.toThrow();
  });
});
