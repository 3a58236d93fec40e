import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { openChanges, openSqliteStorage, writeResult } from '#main/storage/index.ts';
import { aFolder } from '../builders/a-folder.ts';
import { addNote, aStorage, type Notes, notesMigrations, readNotes } from './a-storage.ts';

/** What would end the process, while a test provokes it. */
function catchUncaught(): { readonly thrown: unknown[]; restore(): void } {
  const thrown: unknown[] = [];
  const usual = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => thrown.push(error));
  return {
    thrown,
    restore: () => {
      process.removeAllListeners('uncaughtException');
      for (const listener of usual) process.on('uncaughtException', listener);
    },
  };
}

describe('group commit', () => {
  test('many units of work that arrive together share one commit', async () => {
    const { storage } = await aStorage();
    let commits = 0;
    storage.onCommit(() => commits++);
    await Promise.all(Array.from({ length: 100 }, (_, at) => addNote(storage, `note ${at}`)));
    expect(await readNotes(storage)).toHaveLength(100);
    expect(commits).toBe(1);
  });

  test('more units than one flush takes are all done', async () => {
    const { storage } = await aStorage();
    await Promise.all(Array.from({ length: 600 }, (_, at) => addNote(storage, `note ${at}`)));
    expect(await readNotes(storage)).toHaveLength(600);
  });

  test('a unit that throws is undone and rejects alone', async () => {
    const { storage } = await aStorage();
    const outcomes = await Promise.allSettled([
      addNote(storage, 'before'),
      storage.write(async (db) => {
        await db.insertInto('note').values({ id: 'half done', text: '' }).execute();
        throw new Error('a bug');
      }),
      addNote(storage, 'after'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await readNotes(storage)).toEqual(['after', 'before']);
  });

  test('a unit that breaks a constraint leaves the others alone', async () => {
    const { storage } = await aStorage();
    const outcomes = await Promise.allSettled([
      addNote(storage, 'same'),
      addNote(storage, 'same'),
      addNote(storage, 'other'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await readNotes(storage)).toEqual(['other', 'same']);
  });

  test('units run one after another, in the order they came', async () => {
    const { storage } = await aStorage();
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3].map((at) =>
        storage.write(async (db) => {
          await db.selectFrom('note').selectAll().execute();
          order.push(at);
        }),
      ),
    );
    expect(order).toEqual([0, 1, 2, 3]);
  });

  test('a unit sees what an earlier one of the same flush wrote; readers see it after the commit only', async () => {
    const { storage } = await aStorage();
    const seen: number[] = [];
    await Promise.all([
      addNote(storage, 'first'),
      storage.write(async (db) => {
        seen.push((await db.selectFrom('note').select('id').execute()).length);
        seen.push((await storage.read.selectFrom('note').select('id').execute()).length);
      }),
    ]);
    expect(seen).toEqual([1, 0]);
    expect(await readNotes(storage)).toEqual(['first']);
  });

  test('a writer that comes from a commit listener is served too', async () => {
    const { storage } = await aStorage();
    let more: Promise<unknown> | undefined;
    storage.onCommit(() => (more ??= addNote(storage, 'second')));
    await addNote(storage, 'first');
    await more;
    expect(await readNotes(storage)).toEqual(['first', 'second']);
  });

  test('a listener that throws stops neither the other listeners nor later writers', async () => {
    const { storage } = await aStorage();
    const { thrown, restore } = catchUncaught();
    let heard = 0;
    storage.onCommit(() => {
      throw new Error('a bug in a listener');
    });
    storage.onCommit(() => heard++);
    await addNote(storage, 'first');
    await addNote(storage, 'second');
    await new Promise(setImmediate);
    restore();
    expect(await readNotes(storage)).toEqual(['first', 'second']);
    expect(heard).toBe(2);
    expect(thrown).toHaveLength(2);
  });
});

describe('a unit that may turn out not to be possible', () => {
  test('is undone when it answers with a failure', async () => {
    const { storage } = await aStorage();
    const refused = await writeResult(storage, async (db) => {
      await db.insertInto('note').values({ id: 'half done', text: '' }).execute();
      return fail('wrong-state', 'packed');
    });
    expect(refused).toEqual({ ok: false, error: { code: 'wrong-state', about: 'packed' } });
    expect(await readNotes(storage)).toEqual([]);
  });

  test('is kept when it answers with a value', async () => {
    const { storage } = await aStorage();
    const done = await writeResult(storage, async (db) => {
      await db.insertInto('note').values({ id: 'done', text: '' }).execute();
      return ok(7);
    });
    expect(done).toEqual({ ok: true, value: 7 });
    expect(await readNotes(storage)).toEqual(['done']);
  });

  test('still throws what is a bug', async () => {
    const { storage } = await aStorage();
    const bug = writeResult(storage, () => Promise.reject(new TypeError('a bug')));
    await expect(bug).rejects.toThrow(TypeError);
  });
});

describe('the file', () => {
  test('keeps what was committed when it is closed and opened again', async () => {
    const { storage, file } = await aStorage();
    await addNote(storage, 'kept');
    await storage.close();
    const again = await openSqliteStorage<Notes>(file, notesMigrations);
    expect(await readNotes(again)).toEqual(['kept']);
    await again.close();
  });

  test('is brought up to date once: each migration runs a single time, later ones of an earlier room too', async () => {
    const file = join(aFolder(), 'notes.db');
    const ran: string[] = [];
    const counted = (name: string) => ({ up: () => Promise.resolve(void ran.push(name)) });
    const first = { ...notesMigrations, 'zoo-0001-first': counted('zoo 1') };
    await (await openSqliteStorage<Notes>(file, first)).close();
    await (await openSqliteStorage<Notes>(file, first)).close();
    const later = { ...first, 'apple-0002-later': counted('apple 2') };
    await (await openSqliteStorage<Notes>(file, later)).close();
    await (await openSqliteStorage<Notes>(file, later)).close();
    expect(ran).toEqual(['zoo 1', 'apple 2']);
  });

  test('a migration that fails leaves the file as it was', async () => {
    const { storage, file } = await aStorage();
    await addNote(storage, 'kept');
    await storage.close();
    const broken = {
      ...notesMigrations,
      'note-0002-broken': {
        up: async (db: Parameters<(typeof notesMigrations)[string]['up']>[0]) => {
          await db.schema.dropTable('note').execute();
          throw new Error('a bug');
        },
      },
    };
    await expect(openSqliteStorage<Notes>(file, broken)).rejects.toThrow('a bug');
    const again = await openSqliteStorage<Notes>(file, notesMigrations);
    expect(await readNotes(again)).toEqual(['kept']);
    await again.close();
  });

  test('readers can not write', async () => {
    const { storage } = await aStorage();
    const reader = storage.read as unknown as Parameters<Parameters<typeof storage.write>[0]>[0];
    await expect(reader.insertInto('note').values({ id: 'x', text: '' }).execute()).rejects.toThrow(/readonly/);
  });

  test('what was deleted is overwritten', async () => {
    const { storage, file } = await aStorage();
    const marker = 'marker-that-must-not-stay';
    await addNote(storage, 'secret', marker.repeat(200));
    await addNote(storage, 'other', 'x'.repeat(5000));
    await storage.write((db) => db.deleteFrom('note').where('id', '=', 'secret').execute());
    await storage.close();
    expect(readFileSync(file).includes(marker)).toBe(false);
  });

  test('lets timers have their turn while one writer after the other waits', async () => {
    const { storage } = await aStorage();
    const timer = new AbortController();
    setTimeout(() => timer.abort(), 1);
    // Two by turns, so that one always waits when the other is done.
    let written = 0;
    const writeOn = async (): Promise<void> => {
      while (!timer.signal.aborted && written < 5000) await addNote(storage, String((written += 1)));
    };
    await Promise.all([
      writeOn(),
      Promise.resolve()
        .then(() => Promise.resolve())
        .then(writeOn),
    ]);
    expect(written).toBeLessThan(5000);
  });

  test('is copied whole while it is written to', async () => {
    const { storage, file } = await aStorage();
    await addNote(storage, 'first');
    const copy = `${file}.copy`;
    await Promise.all([storage.backup(copy), addNote(storage, 'second')]);
    const restored = await openSqliteStorage<Notes>(copy, notesMigrations);
    expect(await readNotes(restored)).toContain('first');
    await restored.close();
  });
});

describe('changes', () => {
  test('are heard after the commit, once for each topic', async () => {
    const { storage } = await aStorage();
    const changes = openChanges<'a' | 'b', Notes>(storage);
    const heard: string[] = [];
    changes.listen((topic) => heard.push(topic));
    await Promise.all([
      storage.write(async (db) => {
        changes.announce('a');
        await db.insertInto('note').values({ id: '1', text: '' }).execute();
        expect(heard).toEqual([]);
      }),
      storage.write(() => Promise.resolve(changes.announce('a'))),
      storage.write(() => Promise.resolve(changes.announce('b'))),
    ]);
    expect(heard).toEqual(['a', 'b']);
  });

  test('are not heard any more after listening ended', async () => {
    const { storage } = await aStorage();
    const changes = openChanges<'a', Notes>(storage);
    const heard: string[] = [];
    const end = changes.listen((topic) => heard.push(topic));
    end();
    await storage.write(() => Promise.resolve(changes.announce('a')));
    expect(heard).toEqual([]);
  });
});
