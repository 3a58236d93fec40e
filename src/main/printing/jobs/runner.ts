import type { Printer } from '../printers/index.ts';
import { askForSent, recoverJobs } from './add-job.ts';
import { expireJobs } from './expiry.ts';
import { moveJob } from './move-items.ts';
import { printJob } from './print-job.ts';
import type { PrintRoom } from './room.ts';
import type { PrintJobTable } from './tables.ts';

export interface PrintRunner {
  stop(): Promise<void>;
}

const POLL_MS = 30_000;
/** A printer that does not answer holds up no ending. */
const STOP_MS = 3000;

/**
 * Starts printing what waits: one job at a time for each printer, the oldest first.
 *
 * @param report told what broke on our own side
 * @param pollMs how often what is too old, or was left behind, is looked for
 */
export function startPrinting(
  room: PrintRoom,
  report: (error: unknown) => void,
  pollMs: number = POLL_MS,
): PrintRunner {
  const lines = new Map<string, Promise<void>>();
  const printers = new Set<Printer>();
  let stopped = false;
  let looking = false;
  let missed = false;

  async function look(): Promise<void> {
    const waiting = await room.storage.read
      .selectFrom('print_job')
      .select('printer')
      .distinct()
      .where('state', '=', 'waiting')
      .execute();
    for (const { printer } of waiting) {
      if (stopped || lines.has(printer)) continue;
      const line = serve(printer)
        .catch(report)
        .finally(() => {
          lines.delete(printer);
          visit();
        });
      lines.set(printer, line);
    }
  }

  async function serve(printer: string): Promise<void> {
    for (;;) {
      const job = stopped ? undefined : await takeNext(room, printer);
      if (!job) return;
      let used: Printer | undefined;
      await printJob(room, job, {
        report,
        ending: () => stopped,
        onPrinter: (opened) => printers.add((used = opened)),
      });
      if (used) printers.delete(used);
    }
  }

  function visit(): void {
    if (stopped) return;
    if (looking) {
      missed = true;
      return;
    }
    looking = true;
    void look()
      .catch(report)
      .finally(() => {
        looking = false;
        if (missed) {
          missed = false;
          visit();
        }
      });
  }

  let begun = false;
  const start = recoverJobs(room)
    .then(() => expireJobs(room))
    .catch(report)
    .finally(() => {
      begun = true;
      visit();
    });
  room.storage.onCommit(() => begun && visit());
  /** Also what a run left behind that could not write down how it ended. */
  async function poll(): Promise<void> {
    await start;
    if (stopped) return;
    await recoverJobs(room, (printer) => lines.has(printer));
    await expireJobs(room);
    visit();
  }
  const timer = setInterval(() => void poll().catch(report), pollMs);

  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await start;
      for (const hand of room.inHand.values()) hand.stop();
      const ended = Promise.all(lines.values());
      if (await isLate(ended, STOP_MS / 3)) {
        for (const printer of printers) printer.close();
        await isLate(ended, STOP_MS);
      }
    },
  };
}

async function isLate(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(true), ms)));
  const over = await Promise.race([work.then(() => false), late]);
  clearTimeout(timer);
  return over;
}

function takeNext(room: PrintRoom, printer: string): Promise<PrintJobTable | undefined> {
  return room.storage.write(async (db) => {
    const job = await db
      .selectFrom('print_job')
      .selectAll()
      .where('printer', '=', printer)
      .where('state', '=', 'waiting')
      .orderBy('made_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (!job || !(await moveJob(db, job.id, 'printing'))) return undefined;
    await askForSent(db, job.id);
    room.changes.announce('printing');
    return { ...job, state: 'printing' as const };
  });
}
