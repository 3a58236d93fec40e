import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/result.ts';

/** 16 MiB at a time, and the process does other things in between. */
const PAGES_A_STEP = 4096;

/**
 * A consistent copy of a database that another process may be writing: one read transaction from the first page to the
 * last, so that it holds every unit of work whole or not at all, and writers never wait for it nor make it begin anew.
 * Its journal grows meanwhile. `target` may be an empty file that was made with the mode it is to have.
 *
 * @returns a moment at which nothing of what the copy lacks was committed yet
 */
export async function copySqliteFile(file: string, target: string, clock: () => Date): Promise<Date> {
  const source = new Database(file, { fileMustExist: true });
  try {
    source.pragma('busy_timeout = 5000');
    source.exec('begin');
    const at = clock();
    // The transaction begins with the first read, not before.
    source.prepare('select count(*) from sqlite_schema').get();
    await source.backup(target, { progress: () => PAGES_A_STEP });
    source.exec('commit');
    return at;
  } finally {
    source.close();
  }
}

/** Whether a file is a sound database. Fails with `damaged`. */
export function checkSqliteFile(file: string): Result<void> {
  try {
    const database = new Database(file, { fileMustExist: true });
    try {
      return database.pragma('quick_check', { simple: true }) === 'ok' ? ok() : fail('damaged', 'database');
    } finally {
      database.close();
    }
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT' || code === 'SQLITE_CANTOPEN')
      return fail('damaged', 'database');
    throw error;
  }
}
