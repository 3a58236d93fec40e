import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrail, recordDeed, trailMigrations, type TrailTables } from '#main/audit/index.ts';
import { openSqliteStorage, type Storage } from '#main/storage/index.ts';
import { aClock } from '../builders/a-clock.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';

async function aTrail(): Promise<Storage<TrailTables>> {
  const storage = await openSqliteStorage<TrailTables>(join(aFolder(), 'party.db'), trailMigrations);
  atEnd(() => storage.close());
  return storage;
}

const deed = { who: 'mori', action: 'address.opened', subject: '30482771930569' } as const;

describe('the trail', () => {
  test('says who did what to which number, newest first', async () => {
    const storage = await aTrail();
    const clock = aClock();
    await storage.write((db) => recordDeed(db, { ...deed, at: clock(), detail: 'accept' }));
    clock.advance({ minutes: 1 });
    await storage.write((db) => recordDeed(db, { ...deed, at: clock(), who: 'sato' }));
    expect(await readTrail(storage.read, { limit: 10 })).toEqual([
      { at: '2026-11-21T03:01:00.000Z', ...deed, who: 'sato' },
      { at: '2026-11-21T03:00:00.000Z', ...deed, detail: 'accept' },
    ]);
  });

  test('is undone with the deed that it tells of', async () => {
    const storage = await aTrail();
    const failing = storage.write(async (db) => {
      await recordDeed(db, { ...deed, at: new Date() });
      throw new Error('the deed did not happen');
    });
    await expect(failing).rejects.toThrow();
    expect(await readTrail(storage.read, { limit: 10 })).toEqual([]);
  });

  test('is read page by page', async () => {
    const storage = await aTrail();
    const clock = aClock();
    for (const subject of ['1', '2', '3', '4', '5']) {
      await storage.write((db) => recordDeed(db, { ...deed, at: clock(), subject }));
      clock.advance({ seconds: 1 });
    }
    const first = await readTrail(storage.read, { limit: 2 });
    const second = await readTrail(storage.read, { limit: 2, before: first.at(-1)!.at });
    expect([...first, ...second].map(({ subject }) => subject)).toEqual(['5', '4', '3', '2']);
  });
});
