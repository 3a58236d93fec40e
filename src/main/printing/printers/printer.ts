/** What every way of printing has in common. "Printed" is what the printer confirmed, and nothing else. */
import type { PrinterState, PrinterStatus } from '#shared/domain/printer.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { fail, type Failure } from '#shared/result.ts';

/** What comes out as one or is lost as one: a label, or a sheet of several. */
export interface PrinterPaper {
  /** The caller's; letters, digits and hyphens. The printer never hears it; a folder names its file by it. */
  readonly id: string;
  /** A PDF of one page, or one label in ZPL, as {@link Printer.takes} says. */
  readonly bytes: Uint8Array;
}

export type Papers = Iterable<PrinterPaper> | AsyncIterable<PrinterPaper>;

export interface PrintWatch {
  /**
   * Awaited before the first byte of a paper leaves: from now on it may come out. `false`: it is not wanted any more,
   * and nothing of it leaves.
   */
  readonly leaving?: (id: string) => void | boolean | Promise<void | boolean>;
  /** Awaited: the printer said that this one came out. In the order in which they were given. */
  readonly confirmed?: (id: string) => void | Promise<void>;
  /** Awaited: nobody can say any more whether this one came out. */
  readonly unsure?: (id: string) => void | Promise<void>;
  /** Told whenever the printer stands otherwise than before. */
  readonly stands?: (status: PrinterStatus) => void;
  /** Stops: nothing more is sent. What a working printer holds is still waited for. */
  readonly signal?: AbortSignal;
  /** How long a printer may stand still (no paper, not reached …) before it is given up, ms. */
  readonly patienceMs?: number;
}

export const PATIENCE_MS = 10 * 60_000;

/**
 * What became of the papers. Those neither confirmed nor unsure did not come out and may be printed again; an unsure one
 * may lie in the tray, and must not be printed again before a person has looked.
 */
export interface PrintOutcome {
  readonly confirmed: readonly string[];
  readonly unsure: readonly string[];
  /** Why it ended before all was printed; absent also when the signal stopped it. */
  readonly error?: Failure;
}

export interface Printer {
  readonly takes: 'pdf' | 'zpl';
  status(): Promise<PrinterStatus>;
  /** Papers are pulled as the printer takes them. Calls wait for each other: one printer prints one job at a time. */
  print(papers: Papers, watch?: PrintWatch): Promise<PrintOutcome>;
  /** Lets go at once: what runs ends with what it knows, and what the printer holds is unsure. */
  close(): void;
}

const FAILURES: Partial<Record<PrinterState, ErrorCode>> = {
  'paper-out': 'printer-paper-out',
  'ribbon-out': 'printer-ribbon-out',
  'head-open': 'printer-head-open',
  paused: 'printer-paused',
  failing: 'printer-failing',
  offline: 'printer-offline',
};

/** Whether it prints what it is given, as things stand. */
export function isWorking({ state }: PrinterStatus): boolean {
  return state === 'ready' || state === 'printing';
}

/** Why a printer that stands like this was given up. */
export function failureOf({ state }: PrinterStatus): Failure {
  return fail(FAILURES[state] ?? 'printer-timeout').error;
}

/** Waits, or not any longer once the signal says stop. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}
