import type Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import { ok } from '#shared/result.ts';
import { type Storage, writeResult } from '#main/storage/index.ts';
import { addNote, aStorage, type Notes, readNotes } from './a-storage.ts';

/** The connections that were opened, so that a test can take the disk away from the writer. */
const connections = vi.hoisted(() => [] as { pragma(text: string, options?: object): unknown; readonly: boolean }[]);
vi.mock('better-sqlite3', async (importOriginal) => {
  const original = await importOriginal<{ default: typeof Database }>();
  class Watched extends original.default {
    constructor(...given: ConstructorParameters<typeof Database>) {
      super(...given);
      connections.push(this);
    }
  }
  return { default: Watched };
});

async function aSmallDisk(): Promise<{ storage: Storage<Notes>; fill(): void; makeRoom(): void }> {
  const { storage } = await aStorage();
  const writer = connections.filter((connection) => !connection.readonly).at(-1)!;
  return {
    storage,
    fill: () => {
      const pages = Number(writer.pragma('page_count', { simple: true }));
      writer.pragma(`max_page_count = ${pages}`);
    },
    makeRoom: () => void writer.pragma('max_page_count = 1000000'),
  };
}

const LARGE = 'x'.repeat(50_000);

describe('a full disk', () => {
  test('is answered with disk-full, and nothing of the unit is kept', async () => {
    const { storage, fill } = await aSmallDisk();
    await addNote(storage, 'before');
    fill();
    const written = await writeResult(storage, async (db) => {
      await db.insertInto('note').values({ id: 'small', text: '' }).execute();
      await db.insertInto('note').values({ id: 'large', text: LARGE }).execute();
      return ok();
    });
    expect(written).toEqual({ ok: false, error: { code: 'disk-full' } });
    expect(await readNotes(storage)).toEqual(['before']);
  });

  test('is thrown with its code where no result was asked for', async () => {
    const { storage, fill } = await aSmallDisk();
    fill();
    await expect(addNote(storage, 'large', LARGE)).rejects.toMatchObject({ code: 'disk-full' });
  });

  test('tells every unit of the flush: none is answered as done and lost', async () => {
    const { storage, fill } = await aSmallDisk();
    fill();
    const outcomes = await Promise.allSettled([
      addNote(storage, 'small 1'),
      addNote(storage, 'large', LARGE),
      addNote(storage, 'small 2'),
    ]);
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(await readNotes(storage)).toHaveLength(done);
    expect(outcomes[1]!.status).toBe('rejected');
  });

  test('loses nothing that was there, and work goes on once there is room again', async () => {
    const { storage, fill, makeRoom } = await aSmallDisk();
    await addNote(storage, 'before');
    fill();
    await expect(addNote(storage, 'large', LARGE)).rejects.toMatchObject({ code: 'disk-full' });
    await expect(addNote(storage, 'large', LARGE)).rejects.toMatchObject({ code: 'disk-full' });
    makeRoom();
    await addNote(storage, 'large', LARGE);
    await addNote(storage, 'after');
    expect(await readNotes(storage)).toEqual(['after', 'before', 'large']);
  });
});
