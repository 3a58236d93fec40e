/** One call of `print` while it runs: what was sent, what came out of it, and for how long the printer has stood still. */
import type { PrinterStatus } from '#shared/domain/printer.ts';
import type { Failure } from '#shared/result.ts';
import { openFeed, type PaperFeed } from './paper-feed.ts';
import {
  failureOf,
  isWorking,
  type Papers,
  PATIENCE_MS,
  type Printer,
  type PrintOutcome,
  type PrintWatch,
} from './printer.ts';

export interface PrintRun {
  readonly feed: PaperFeed;
  /** Stops the sending. */
  readonly signal: AbortSignal;
  /** Stops everything. */
  readonly closing: AbortSignal;
  /** How the printer stood last. */
  readonly standing: PrinterStatus | undefined;
  /** False when the paper must not leave any more. */
  leave(id: string): Promise<boolean>;
  confirm(id: string): Promise<void>;
  doubt(id: string): Promise<void>;
  /** Says how the printer stands; a printer that works and has nothing in hand is not standing still. */
  stand(status: PrinterStatus, holds: number): void;
  /** Whether to leave the printer as it stands: the patience is over, or the signal said stop and it does not work. */
  isOver(): boolean;
  /** All that was begun is decided. Throws what the making of the papers broke with. */
  finish(): PrintOutcome;
  /** Leaves the rest. @param error why; by default how the printer stands, unless the signal stopped it */
  giveUp(error?: Failure): PrintOutcome;
}

/** @param closing aborted, it ends at once; by default never */
export function openRun(
  papers: Papers,
  watch: PrintWatch,
  closing: AbortSignal = new AbortController().signal,
): PrintRun {
  const { patienceMs = PATIENCE_MS } = watch;
  const signal = watch.signal === undefined ? closing : AbortSignal.any([watch.signal, closing]);
  const feed = openFeed(papers);
  const confirmed: string[] = [];
  const unsure: string[] = [];
  let standing: PrinterStatus | undefined;
  let movedAt = performance.now();
  const stopFeed = (): void => feed.stop();
  if (signal.aborted) stopFeed();
  signal.addEventListener('abort', stopFeed, { once: true });
  const end = (): void => {
    feed.stop();
    signal.removeEventListener('abort', stopFeed);
  };

  return {
    feed,
    signal,
    closing,
    get standing() {
      return standing;
    },
    leave: async (id) => {
      if ((await watch.leaving?.(id)) === false) return false;
      movedAt = performance.now();
      return true;
    },
    confirm: async (id) => {
      confirmed.push(id);
      movedAt = performance.now();
      await watch.confirmed?.(id);
    },
    doubt: async (id) => {
      unsure.push(id);
      await watch.unsure?.(id);
    },
    stand: (status, holds) => {
      if (isWorking(status) && holds === 0) movedAt = performance.now();
      const changed = standing?.state !== status.state || standing.remaining !== status.remaining;
      standing = status;
      if (changed) watch.stands?.(status);
    },
    isOver: () => {
      if (closing.aborted) return true;
      if (standing === undefined) return false;
      return performance.now() - movedAt > patienceMs || (signal.aborted && !isWorking(standing));
    },
    finish: () => {
      end();
      feed.check();
      return { confirmed, unsure };
    },
    giveUp: (error) => {
      end();
      const why = error ?? (signal.aborted || standing === undefined ? undefined : failureOf(standing));
      return { confirmed, unsure, ...(why !== undefined && { error: why }) };
    },
  };
}

export interface Turns extends Pick<Printer, 'print' | 'close'> {
  /** The job that runs, or `waiting` while the first one is about to; undefined when nobody prints. */
  running(): PrintRun | 'waiting' | undefined;
  /** Something else that needs the printer for itself. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** Jobs of one printer, one after the other, whatever became of the one before. */
export function takeTurns(work: (run: PrintRun) => Promise<PrintOutcome>): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let jobs = 0;
  let current: PrintRun | undefined;
  let closing = new AbortController();

  function inTurn<T>(turn: () => Promise<T>): Promise<T> {
    const done = last.then(turn);
    last = done.catch(() => undefined);
    return done;
  }

  return {
    inTurn,
    running: () => current ?? (jobs > 0 ? 'waiting' : undefined),
    print: async (papers, watch = {}) => {
      jobs++;
      const { signal } = closing;
      try {
        return await inTurn(async () => {
          const run = openRun(papers, watch, signal);
          current = run;
          try {
            return await work(run);
          } finally {
            current = undefined;
            // Also when a caller's own bookkeeping broke.
            run.feed.stop();
          }
        });
      } finally {
        jobs--;
      }
    },
    close: () => {
      closing.abort();
      closing = new AbortController();
    },
  };
}
