import { openSync, closeSync, writeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { checkDatabase } from '#main/storage/index.ts';
import { aFolder } from '../builders/a-folder.ts';

function aDatabase(rows: number): string {
  const file = join(aFolder(), 'some.db');
  const database = new Database(file);
  database.exec(
    'create table one (id integer primary key, text text); create index one_text on one (text); create table two (a)',
  );
  const insert = database.prepare('insert into one (text) values (?)');
  database.transaction(() => {
    for (let at = 0; at < rows; at++) insert.run(`row ${at} ${'x'.repeat(200)}`);
  })();
  database.close();
  return file;
}

test('a sound database is said to be sound, with how many tables were read', async () => {
  expect(await checkDatabase(aDatabase(50)).end).toEqual({ sound: true, tables: 2 });
});

test('one that was written into is not', async () => {
  const file = aDatabase(2000);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(8192, 7), 0, 8192, Math.floor(statSync(file).size / 2 / 4096) * 4096);
  closeSync(handle);
  expect(await checkDatabase(file).end).toMatchObject({ sound: false });
});

test('a check that is cancelled ends without an answer', async () => {
  const check = checkDatabase(aDatabase(20));
  check.cancel();
  expect(await check.end).toBeUndefined();
});
