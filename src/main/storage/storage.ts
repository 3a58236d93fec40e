import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type Failure, fail, type Result } from '#shared/result.ts';

/** Sees what is committed; can't write. */
export type Readable<DB> = Pick<Kysely<DB>, 'selectFrom' | 'selectNoFrom' | 'with'>;

/** One unit of work: everything done with it is committed together or not at all. */
export type Writable<DB> = Pick<
  Kysely<DB>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'insertInto' | 'updateTable' | 'deleteFrom'
>;

/** Named `<room>-<four digits>-<what>`, applied once each, in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>;

export interface Storage<DB> {
  readonly read: Readable<DB>;
  /**
   * Runs a unit of work; resolves when it is durable. Units that arrive together share one disk flush (group commit),
   * each still all-or-nothing: a unit that throws is undone and rejects alone. A unit awaits the database only – never
   * the network, a worker, or another `write` – because every other writer waits for it.
   */
  write<T>(unit: (db: Writable<DB>) => Promise<T>): Promise<T>;
  /** Called after each commit, once for all units that it made durable. */
  onCommit(listener: () => void): void;
  /** A consistent copy of the whole database into a new file, while running. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** The disk is full: nothing of the unit was kept. */
export class StorageFull extends Error {
  readonly code = 'disk-full';
  constructor(cause: unknown) {
    super('disk-full', { cause });
    this.name = 'StorageFull';
  }
}

class Undone extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** `write` for a unit that may turn out not to be possible: on a failure everything it did is undone. */
export async function writeResult<DB, T>(
  storage: Storage<DB>,
  unit: (db: Writable<DB>) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await storage.write(async (db) => {
      const result = await unit(db);
      if (!result.ok) throw new Undone(result.error);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return { ok: false, error: error.failure };
    if (error instanceof StorageFull) return fail('disk-full');
    throw error;
  }
}
