import type { Database } from 'better-sqlite3';
import { StorageFull } from './storage.ts';

interface Waiting {
  readonly unit: () => Promise<unknown>;
  readonly settle: (outcome: { value: unknown } | { error: unknown }) => void;
}

/** So many units share a flush at most; the rest waits for the next. */
const BATCH = 256;

/**
 * All units of work that are waiting run in one transaction, each behind a savepoint of its own, and are answered
 * after the one commit. Under load a flush is shared by many; alone, a unit waits for nobody.
 */
export class GroupCommit {
  /** Called after each commit. */
  readonly listeners: (() => void)[] = [];
  readonly #database: Database;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  run<T>(unit: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        unit,
        settle: (outcome) => ('error' in outcome ? reject(outcome.error as Error) : resolve(outcome.value as T)),
      });
      this.#running ??= this.#drain();
    });
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    do {
      // Writers of the same tick join the batch; timers and sockets have their turn between two.
      await new Promise(setImmediate);
      await this.#commit(this.#waiting.splice(0, BATCH));
    } while (this.#waiting.length > 0);
    this.#running = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const done: (() => void)[] = [];
    try {
      this.#database.exec('begin immediate');
      for (const { unit, settle } of batch) {
        this.#database.exec('savepoint unit');
        try {
          const value = await unit();
          done.push(() => settle({ value }));
        } catch (error) {
          // A full disk may have undone the whole transaction already.
          if (!this.#database.inTransaction) throw error;
          this.#database.exec('rollback to unit');
          if (isFull(error)) throw error;
          done.push(() => settle({ error }));
        }
        this.#database.exec('release unit');
      }
      this.#database.exec('commit');
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('rollback');
      const failure = isFull(error) ? new StorageFull(error) : error;
      for (const { settle } of batch) settle({ error: failure });
      return;
    }
    for (const answer of done) answer();
    for (const listener of this.listeners) callListener(listener);
  }
}

/** A listener's bug surfaces as its own: the units are committed, and those that wait must not wait for ever. */
function callListener(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL';
}
