import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { GroupCommit } from './group-commit.ts';
import type { Migrations, Storage } from './storage.ts';

/**
 * Opens (or makes) the SQLite file and brings it up to date. WAL with synchronous=FULL: what `write` has answered
 * survives a power cut. Reads go through a connection of their own and never wait for writers.
 */
export async function openSqliteStorage<DB>(file: string, migrations: Migrations): Promise<Storage<DB>> {
  const writer = openWriter(file);
  const writing = new Kysely<DB>({ dialect: new SqliteDialect({ database: writer }) });
  await migrate(writer, writing, migrations);
  return joinConnections(file, writer, writing, () => writer.pragma('wal_checkpoint(TRUNCATE)'));
}

/** The database of a party that may be running: taken as it stands, and its write-ahead log is left alone at closing. */
export function visitSqliteStorage<DB>(file: string): Storage<DB> {
  const writer = openWriter(file);
  return joinConnections(file, writer, new Kysely<DB>({ dialect: new SqliteDialect({ database: writer }) }), () => {});
}

function openWriter(file: string): Database.Database {
  const writer = new Database(file);
  writer.pragma('journal_mode = WAL');
  writer.pragma('synchronous = FULL');
  writer.pragma('foreign_keys = ON');
  writer.pragma('busy_timeout = 5000');
  // Deleted rows are overwritten: what was forgotten must not stay in the file's free pages.
  writer.pragma('secure_delete = ON');
  return writer;
}

function joinConnections<DB>(
  file: string,
  writer: Database.Database,
  writing: Kysely<DB>,
  beforeClosing: () => void,
): Storage<DB> {
  const reader = new Database(file, { readonly: true });
  const reading = new Kysely<DB>({ dialect: new SqliteDialect({ database: reader }) });
  const commits = new GroupCommit(writer);

  return {
    read: reading,
    write: (unit) => commits.run(() => unit(writing)),
    onCommit: (listener) => commits.listeners.push(listener),
    backup: async (target) => {
      await writer.backup(target);
    },
    close: async () => {
      await commits.idle();
      await reading.destroy();
      beforeClosing();
      await writing.destroy();
    },
  };
}

/** All or none: a file that is half brought up to date could never be opened again. */
async function migrate<DB>(database: Database.Database, db: Kysely<DB>, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    // Rooms number their own migrations, so a later one of an earlier room sorts before applied ones.
    allowUnorderedMigrations: true,
  });
  // Kysely itself runs SQLite's migrations outside of transactions.
  database.exec('begin immediate');
  const { error } = await migrator.migrateToLatest();
  database.exec(error ? 'rollback' : 'commit');
  if (error) throw error;
}
