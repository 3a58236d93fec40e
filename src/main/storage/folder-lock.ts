import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/result.ts';

export const LOCK_FILE = 'service.lock';

// An open file that nothing refers to would be closed by the garbage collector, and its lock with it.
const held = new Set<Database.Database>();

export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for one user at a time: a service, or a command that writes. The lock is the operating system's,
 * held through an empty database file: it ends with the process, however that ends, and is never left over.
 * Fails with `already-running`. Makes the folder when it is missing.
 */
export function lockFolder(folder: string): Result<FolderLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new Database(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    // Nothing is ever written: no journal need lie beside it.
    file.pragma('journal_mode = MEMORY');
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return fail('already-running');
    throw error;
  }
  held.add(file);
  return ok({
    release: () => {
      held.delete(file);
      file.close();
    },
  });
}
