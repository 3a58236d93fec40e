/** Whether a database is sound, asked while it is in use; the reading is done by a worker, so that nobody waits for it. */
import { Worker } from 'node:worker_threads';

export type CheckMessage =
  { readonly done: number; readonly of: number } | { readonly sound: boolean; readonly tables: number };

export interface RunningCheck {
  /** Resolves to `undefined` when it was cancelled. Rejects where the file can't be read at all. */
  readonly end: Promise<{ sound: boolean; tables: number } | undefined>;
  progress(): { done: number; of: number };
  cancel(): void;
}

export function checkDatabase(file: string): RunningCheck {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { workerData: { file } });
  let at = { done: 0, of: 0 };
  let cancelled = false;
  const end = new Promise<{ sound: boolean; tables: number } | undefined>((resolve, reject) => {
    worker.on('message', (message: CheckMessage) => {
      if ('sound' in message) resolve(message);
      else at = message;
    });
    worker.on('error', (error: Error & { code?: string }) =>
      // What can't be read is not sound.
      /^SQLITE_(CORRUPT|NOTADB)/.test(error.code ?? '') ? resolve({ sound: false, tables: at.of }) : reject(error),
    );
    worker.on('exit', () => (cancelled ? resolve(undefined) : reject(new Error('the check ended without an answer'))));
  });
  return {
    end,
    progress: () => at,
    cancel: () => {
      cancelled = true;
      void worker.terminate();
    },
  };
}
