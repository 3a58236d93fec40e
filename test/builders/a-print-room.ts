/** A room of print jobs on real storage, with a printer that does as it is told. */
import { join } from 'node:path';
import type { Topic } from '#shared/desk/contract.ts';
import type { PrintJobRow } from '#shared/desk/printing.ts';
import type { PrinterSetting, PrinterState } from '#shared/domain/printer.ts';
import type { PrintJobState } from '#shared/domain/states.ts';
import { type ErrorCode } from '#shared/errors.ts';
import { fail, ok } from '#shared/result.ts';
import { trailMigrations } from '#main/audit/index.ts';
import {
  openPrintRoom,
  printMigrations,
  type PrintMaker,
  type PrintRoom,
  type PrintRunner,
  type PrintTables,
  type PrintWish,
  savePrinter,
  startPrinting,
} from '#main/printing/jobs/index.ts';
import { listJobs } from '#main/printing/jobs/list.ts';
import type { PrinterRack } from '#main/printing/jobs/rack.ts';
import type { Printer } from '#main/printing/printers/index.ts';
import { openRun } from '#main/printing/printers/print-run.ts';
import { openChanges, openSqliteStorage, settingMigrations } from '#main/storage/index.ts';
import { aClock, type TestClock } from './a-clock.ts';
import { aFolder, atEnd } from './a-folder.ts';
import { until } from './until.ts';

export const BENCH: PrinterSetting = {
  id: '6d0a4f5e-1b1c-4a57-9c55-0d2f6f0a1001',
  name: 'Bench 1',
  way: { kind: 'zpl', host: '127.0.0.1', port: 9100 },
  media: { size: '100x150', dpi: 203 },
};

/** Prints at once, until it is told to stand still; forgets or remembers what it held as it is told. */
export interface ToldPrinter extends Printer {
  /** What came out, in order. */
  readonly out: readonly string[];
  /** After so many more papers it stands like this; what has left and did not come out is lost from sight. */
  stopAfter(papers: number, state: PrinterState, unsure?: number): void;
  /** After so many more papers nothing comes out until `go`. */
  hold(after?: number): void;
  go(): void;
}

export function aToldPrinter(takes: 'pdf' | 'zpl' = 'zpl'): ToldPrinter {
  const out: string[] = [];
  let stop: { left: number; state: PrinterState; unsure: number } | undefined;
  let gate: { left: number; readonly opened: Promise<void>; readonly open: () => void } | undefined;
  return {
    takes,
    out,
    status: async () => ({ state: stop?.left === 0 ? stop.state : 'ready' }),
    stopAfter: (left, state, unsure = 0) => (stop = { left, state, unsure }),
    hold: (left = 0) => {
      let open = (): void => undefined;
      const opened = new Promise<void>((resolve) => (open = resolve));
      gate = { left, opened, open: () => open() };
    },
    close: () => gate?.open(),
    go: () => {
      gate?.open();
      gate = undefined;
    },
    print: async (papers, watch = {}) => {
      const run = openRun(papers, watch);
      const { feed } = run;
      run.stand({ state: 'printing' }, 0);
      while (!feed.ended) {
        if (feed.next === undefined) {
          await feed.changed();
          continue;
        }
        if (stop?.left === 0) {
          const { state, unsure } = stop;
          for (let at = 0; at < unsure && feed.next !== undefined; at++) {
            const { id } = feed.take();
            if (await run.leave(id)) await run.doubt(id);
            if (feed.next === undefined && !feed.ended) await feed.changed();
          }
          run.stand({ state }, 0);
          stop = undefined;
          return run.giveUp();
        }
        const { id } = feed.take();
        if (!(await run.leave(id))) continue;
        if (gate && gate.left-- <= 0) await Promise.race([gate.opened, aborted(watch.signal)]);
        if (stop) stop.left -= 1;
        out.push(id);
        await run.confirm(id);
      }
      return run.finish();
    },
  };
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Makes a paper of a reference's own letters; told which to refuse, and which are not wanted any more. */
export function aPaperMaker(): PrintMaker & {
  readonly refuse: Map<string, ErrorCode>;
  readonly unwanted: Set<string>;
  readonly recorded: string[];
  /** Items made so far. */
  made: number;
} {
  const maker = {
    refuse: new Map<string, ErrorCode>(),
    unwanted: new Set<string>(),
    recorded: [] as string[],
    made: 0,
    perPage: () => 8,
    perPaper: () => 1,
    make: async (wishes: readonly PrintWish[]) => {
      maker.made += wishes.length;
      const good = wishes.filter(({ reference }) => !maker.refuse.has(reference));
      return ok({
        papers: good.map(({ reference }) => ({ bytes: Buffer.from(reference), references: [reference] })),
        refused: wishes
          .filter(({ reference }) => maker.refuse.has(reference))
          .map(({ reference }) => ({ reference, code: maker.refuse.get(reference)! })),
      });
    },
    check: async (_: unknown, { reference }: PrintWish): Promise<ErrorCode | undefined> =>
      maker.unwanted.has(reference) ? 'label-not-wanted' : undefined,
    printed: async (_: unknown, wishes: readonly PrintWish[]): Promise<void> => {
      maker.recorded.push(...wishes.map(({ reference }) => reference));
    },
    preview: async () => fail('not-found'),
  };
  return maker;
}

export interface TestPrintRoom {
  readonly room: PrintRoom;
  readonly maker: ReturnType<typeof aPaperMaker>;
  readonly clock: TestClock;
  /** Starts the printing; stopped at the end of the test. */
  start(): PrintRunner;
  job(id: string): Promise<PrintJobRow>;
  reaches(id: string, state: PrintJobState): Promise<PrintJobRow>;
}

export interface PrintRoomChoice {
  readonly printer?: Printer;
  readonly setting?: PrinterSetting;
  readonly rack?: PrinterRack;
  /** A room that was there before, closed meanwhile. */
  readonly folder?: string;
}

export async function aPrintRoom(choice: PrintRoomChoice = {}): Promise<TestPrintRoom> {
  const clock = aClock();
  const storage = await openSqliteStorage<PrintTables>(join(choice.folder ?? aFolder(), 'print.db'), {
    ...trailMigrations,
    ...settingMigrations,
    ...printMigrations,
  });
  atEnd(() => storage.close().catch(() => undefined));
  const maker = aPaperMaker();
  const printer = choice.printer ?? aToldPrinter();
  const room = openPrintRoom({
    storage,
    changes: openChanges<Topic, PrintTables>(storage),
    clock,
    makers: { labels: maker },
    rack: choice.rack ?? { open: () => printer, found: async () => [] },
  });
  await storage.write((db) => savePrinter(db, choice.setting ?? BENCH));
  const job = async (id: string): Promise<PrintJobRow> =>
    (await listJobs(room, { limit: 200 })).rows.find((row) => row.id === id)!;
  return {
    room,
    maker,
    clock,
    start: () => {
      const runner = startPrinting(room, (error) => {
        throw error;
      });
      atEnd(() => runner.stop());
      return runner;
    },
    job,
    reaches: async (id, state) => {
      await until(`${state}`, async () => (await job(id)).state === state);
      return job(id);
    },
  };
}

/** `label-1` to `label-n`. */
export function someWishes(count: number, from = 1): readonly PrintWish[] {
  return Array.from({ length: count }, (_, at) => ({ reference: `label-${from + at}` }));
}
