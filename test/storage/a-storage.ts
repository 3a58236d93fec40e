/** One table of notes in a real SQLite file. */
import { join } from 'node:path';
import { type Migrations, openSqliteStorage, type Storage } from '#main/storage/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';

export interface Notes {
  note: { id: string; text: string };
}

export const notesMigrations: Migrations = {
  'note-0001-note': {
    up: async (db) => {
      await db.schema
        .createTable('note')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('text', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

export async function aStorage(): Promise<{ storage: Storage<Notes>; file: string }> {
  const file = join(aFolder(), 'notes.db');
  const storage = await openSqliteStorage<Notes>(file, notesMigrations);
  atEnd(() => storage.close().catch(() => undefined));
  return { storage, file };
}

export function addNote(storage: Storage<Notes>, id: string, text = id): Promise<unknown> {
  return storage.write((db) => db.insertInto('note').values({ id, text }).execute());
}

export async function readNotes(storage: Storage<Notes>): Promise<string[]> {
  const rows = await storage.read.selectFrom('note').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
