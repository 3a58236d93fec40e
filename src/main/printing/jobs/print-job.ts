import type { JobCause } from '#shared/desk/printing.ts';
import type { PrinterSetting, PrinterStatus } from '#shared/domain/printer.ts';
import { PRINT_JOB } from '#shared/domain/states.ts';
import { ERRORS, type ErrorCode } from '#shared/errors.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Printer, PrintOutcome } from '../printers/index.ts';
import { makePapers, NothingMade, type SentPaper } from './make-papers.ts';
import { findItems, leaveItems, moveItems, moveJob, OPEN_ITEMS } from './move-items.ts';
import { readPrinter } from './printer-settings.ts';
import { openRecord } from './record.ts';
import type { PrintMaker, PrintRoom } from './room.ts';
import type { PrintJobTable, PrintTables } from './tables.ts';

/** A printer that stands still for longer (ms) is given up: the job stops until somebody goes on with it. */
const PATIENCE_MS = 5 * 60_000;

export interface JobRun {
  readonly report: (error: unknown) => void;
  /** The service ends: the job goes on after the next start. */
  readonly ending: () => boolean;
  /** Told the printer in use, so that its line can be cut. */
  readonly onPrinter: (printer: Printer) => void;
}

/** Brings one job through its printer, as far as it goes. Resolves when nothing of it is at the printer any more. */
export async function printJob(room: PrintRoom, job: PrintJobTable, run: JobRun): Promise<void> {
  const setting = await readPrinter(room.storage.read, job.printer);
  const maker = room.makers[job.kind];
  if (!setting || !maker) return settle(room, job, { error: setting ? 'not-found' : 'printer-unknown' });
  try {
    const outcome = await handOver(room, job, { ...run, setting, maker });
    await settle(room, job, {
      unsure: outcome.positions,
      ending: run.ending(),
      ...(outcome.error !== undefined && { error: outcome.error }),
    });
  } catch (error) {
    if (!(error instanceof NothingMade)) run.report(error);
    // What became of the papers that had left nobody can say.
    const sent = await findItems(room.storage.read, job.id, { states: ['sent'] });
    await settle(room, job, {
      unsure: sent.map(({ position }) => position),
      ending: run.ending(),
      error: error instanceof NothingMade ? error.code : codeOf(error),
    });
  } finally {
    room.inHand.delete(job.id);
  }
}

async function handOver(
  room: PrintRoom,
  job: PrintJobTable,
  { setting, maker, report, onPrinter }: JobRun & { setting: PrinterSetting; maker: PrintMaker },
): Promise<{ positions: number[]; error?: ErrorCode }> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const papers = new Map<string, SentPaper>();
  const record = openRecord(room, job, maker, papers, report);
  const hand = { stop: () => stopping.abort(), waitsForPrinter: false, pace: () => record.pace() };
  room.inHand.set(job.id, hand);
  let told = Promise.resolve();
  const stands = (status: PrinterStatus): void => {
    const cause = causeOf(status);
    if (hand.waitsForPrinter === (cause !== undefined)) return;
    hand.waitsForPrinter = cause !== undefined;
    record.stoodStill();
    told = told.then(() => sayStanding(room, job.id, cause)).catch(report);
  };
  const printer = room.rack.open(setting);
  onPrinter(printer);
  const failed: { cause?: unknown } = {};
  const outcome: PrintOutcome = await printer.print(
    untilFailed(makePapers(room, job, { maker, setting, signal }, papers), failed),
    {
      leaving: record.leaving,
      confirmed: record.confirmed,
      stands,
      signal,
      patienceMs: PATIENCE_MS,
    },
  );
  await record.flush();
  await told;
  hand.waitsForPrinter = false;
  const error = failed.cause === undefined ? outcome.error?.code : makingFault(failed.cause, report);
  return {
    positions: outcome.unsure.flatMap((id) => papers.get(id)?.positions ?? []),
    ...(error !== undefined && { error }),
  };
}

/** Papers that can't be made end the handing over; what is at the printer already is still heard of. */
async function* untilFailed<T>(papers: AsyncIterable<T>, failed: { cause?: unknown }): AsyncGenerator<T> {
  try {
    yield* papers;
  } catch (cause) {
    failed.cause = cause;
  }
}

function makingFault(cause: unknown, report: (error: unknown) => void): ErrorCode {
  if (cause instanceof NothingMade) return cause.code;
  report(cause);
  return codeOf(cause);
}

function codeOf(error: unknown): ErrorCode {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'internal';
}

/** Why a printer that stands so can't go on. */
function causeOf({ state }: PrinterStatus): ErrorCode | undefined {
  return state === 'ready' || state === 'printing' || state === 'unknown' ? undefined : `printer-${state}`;
}

/** Stopped by the printer, or going on again by itself. */
function sayStanding(room: PrintRoom, id: string, cause: ErrorCode | undefined): Promise<void> {
  return room.storage.write(async (db) => {
    const { state } = await db.selectFrom('print_job').select('state').where('id', '=', id).executeTakeFirstOrThrow();
    if (cause !== undefined && state === 'printing') await moveJob(db, id, 'stopped', { cause });
    else if (cause === undefined && state === 'stopped') await moveJob(db, id, 'printing');
    room.changes.announce('printing');
  });
}

/** What a run came to, in one unit of work. */
async function settle(
  room: PrintRoom,
  { id }: PrintJobTable,
  came: { readonly unsure?: readonly number[]; readonly error?: ErrorCode; readonly ending?: boolean },
): Promise<void> {
  await room.storage.write(async (db) => {
    await moveItems(db, id, came.unsure ?? [], 'unsure');
    // Neither confirmed nor unsure: it never left.
    const rest = await findItems(db, id, { states: ['sent'] });
    await moveItems(
      db,
      id,
      rest.map(({ position }) => position),
      'again',
    );
    await endRun(db, id, came);
    room.changes.announce('printing');
  });
}

async function endRun(
  db: Writable<PrintTables>,
  id: string,
  came: { readonly error?: ErrorCode; readonly ending?: boolean },
): Promise<void> {
  const job = await db.selectFrom('print_job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (PRINT_JOB.next[job.state].length === 0) return leaveItems(db, id);
  // Paused, or told to go on meanwhile.
  if (job.state !== 'printing' && job.state !== 'stopped') return;
  if (came.ending) return void (await moveJob(db, id, 'waiting'));
  const stop = (cause: JobCause): Promise<unknown> =>
    job.state === 'stopped'
      ? db.updateTable('print_job').set({ cause }).where('id', '=', id).execute()
      : moveJob(db, id, 'stopped', { cause });
  if (came.error !== undefined) return void (await stop(came.error));
  const open = await findItems(db, id, { states: OPEN_ITEMS, limit: 1 });
  if (open.length > 0) return void (await moveJob(db, id, 'waiting'));
  if (job.unsure > 0) return void (await stop('unsure'));
  await moveJob(db, id, 'done');
}
