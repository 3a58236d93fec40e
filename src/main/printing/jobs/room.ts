import type { Topic } from '#shared/desk/contract.ts';
import type { JobKind } from '#shared/desk/printing.ts';
import type { PrinterSetting } from '#shared/domain/printer.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Result } from '#shared/result.ts';
import type { Changes, Readable, Storage, Writable } from '#main/storage/index.ts';
import type { PrinterRack } from './rack.ts';
import type { PrintTables } from './tables.ts';

/** What is to be printed, as its maker knows it. */
export interface PrintWish {
  readonly reference: string;
  readonly detail?: string;
}

/** What comes out of the printer as one: a label, or a sheet with several. */
export interface MadePaper {
  /** In the form that the printer takes. */
  readonly bytes: Uint8Array;
  readonly references: readonly string[];
}

export interface MadePapers {
  readonly papers: readonly MadePaper[];
  /** Those that can't be printed; they sink no other. */
  readonly refused: readonly { readonly reference: string; readonly code: ErrorCode }[];
}

/** What a role knows about one kind of job: how its papers are made, and what it means that they came out. */
export interface PrintMaker {
  /** Items that are made at once, for this printer; a multiple of what fits on a sheet. */
  perPage(setting: PrinterSetting): number;
  /** Items on a full paper. */
  perPaper(setting: PrinterSetting): number;
  /** In worker threads. Fails when none could be made, for a reason that is none of theirs. */
  make(
    wishes: readonly PrintWish[],
    setting: PrinterSetting,
    sheet: { readonly startAt: number },
  ): Promise<Result<MadePapers>>;
  /** Why an item must not be printed any more, at the last moment before it leaves. */
  check?(db: Readable<PrintTables>, wish: PrintWish): Promise<ErrorCode | undefined>;
  /** In the unit of work that records them as printed. */
  printed?(db: Writable<PrintTables>, wishes: readonly PrintWish[], deed: { who: string; at: Date }): Promise<void>;
  /** As it will look, PNG: of the very document that would be printed. */
  preview(wish: PrintWish, setting: PrinterSetting): Promise<Result<Uint8Array>>;
}
export type PrintMakers = Readonly<Partial<Record<JobKind, PrintMaker>>>;

/** What jobs are kept and printed with. */
export interface PrintRoom {
  readonly storage: Storage<PrintTables>;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
  readonly makers: PrintMakers;
  readonly rack: PrinterRack;
  /** What the runner knows and nobody writes down. */
  readonly inHand: Map<string, JobInHand>;
}

/** A job that is at its printer now. */
export interface JobInHand {
  /** Ends the handing over; what left is waited for. */
  stop(): void;
  /** The driver waits for the printer to go on by itself. */
  waitsForPrinter: boolean;
  /** Milliseconds for one item, measured; absent at the beginning. */
  pace(): number | undefined;
}

export function openPrintRoom(parts: Omit<PrintRoom, 'inHand'>): PrintRoom {
  return { ...parts, inHand: new Map() };
}
