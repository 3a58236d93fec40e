/**
 * Printers and what is given to them. A job names labels by their numbers; it never says what is in a parcel or where
 * it goes.
 */
import { z } from 'zod';
import type { PrinterSetting, PrinterStatus, SystemPrinter } from '../domain/printer.ts';
import { printerSettingSchema } from '../domain/printer.ts';
import { PRINT_JOB, PRINT_JOB_STATES, type PrintItemState, type PrintJobState } from '../domain/states.ts';
import type { ErrorCode } from '../errors.ts';
import { command, nothing } from './command.ts';
import { listInput, type ListPage } from './list.ts';

/** `labels` of parcels; `test` is a label that belongs to none. */
export const JOB_KINDS = ['labels', 'test'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** Why a job stopped: what the printer said, or that a person has to say first what came out. */
export type JobCause = ErrorCode | 'unsure';

export interface PrintJobRow {
  readonly id: string;
  readonly kind: JobKind;
  readonly printer: string;
  /** Empty when the printer was removed. */
  readonly printerName: string;
  readonly madeBy: string;
  readonly madeAt: string;
  readonly expiresAt: string;
  readonly state: PrintJobState;
  readonly cause?: JobCause;
  /** Stopped, and going on by itself once the printer can. */
  readonly waitsForPrinter?: true;
  readonly total: number;
  readonly printed: number;
  readonly refused: number;
  readonly unsure: number;
  /** Not printed: the job ended before. */
  readonly left: number;
  /** By the pace so far; absent while there is none. */
  readonly secondsLeft?: number;
}

export interface PrintJobItem {
  /** From 1. */
  readonly position: number;
  /** number ‖ piece ‖ of ‖ copy. */
  readonly reference: string;
  readonly state: PrintItemState;
  /** Why it was refused. */
  readonly code?: ErrorCode;
}

/** What a job can still do. */
export const LIVE_JOBS = (Object.keys(PRINT_JOB.next) as PrintJobState[]).filter(
  (state) => PRINT_JOB.next[state].length > 0,
);
export const isLive = ({ state }: Pick<PrintJobRow, 'state'>): boolean => LIVE_JOBS.includes(state);

/** A printer, and how many labels are on one of its papers. */
export interface PrinterRow extends PrinterSetting {
  readonly perPaper: number;
}

/** What came of giving something to a printer. */
export interface QueuedJob {
  /** The new job; when everything stood in another, that one. */
  readonly job: string;
  /** Put into the new job; 0 when there was nothing new. */
  readonly queued: number;
  /** Stood in another live job already and were left there. */
  readonly known: number;
}

/** Hours after the last sign of life. */
export const LONGEST_EXPIRY = 72;
export const USUAL_EXPIRY = 8;

/** As `labelIdText` writes it, of a number in any carrier's format. */
export const labelIdSchema = z.string().regex(/^([A-Z]{2}\d{9}[A-Z]{2}|\d{14}|\d{18})\d{6}$/);

const printer = z.object({ id: z.uuid() });
const job = z.object({ job: z.uuid() });

export const printingCommands = {
  'printers.list': command<PrinterRow[]>()(nothing),
  /** A new one, or another setting of one that is there. */
  'printers.save': command<void>()(z.object({ printer: printerSettingSchema })),
  /** Its jobs stop when their turn comes. */
  'printers.remove': command<void>()(printer),
  'printers.status': command<PrinterStatus>()(printer),
  /** What this computer's system can print on. */
  'printers.found': command<SystemPrinter[]>()(nothing),
  /** Prints a label that belongs to no parcel, as a job. */
  'printers.test': command<QueuedJob>()(printer),
  /** How that label will look, PNG as base64: made from what is printed. */
  'printers.sample': command<{ preview: string }>()(printer),
  'jobs.list': command<ListPage<PrintJobRow>>()(listInput(PRINT_JOB_STATES)),
  /** The items of one job in the order of printing; `after` is the last position of the page before. */
  'jobs.items': command<PrintJobItem[]>()(
    job.extend({
      states: z
        .array(z.enum(['waiting', 'sent', 'again', 'unsure', 'printed', 'refused', 'left']))
        .max(7)
        .optional(),
      after: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(100),
    }),
  ),
  'jobs.pause': command<void>()(job),
  /** After a pause or a stop: from the last confirmed on. */
  'jobs.resume': command<void>()(job),
  /** What was not printed is free again. */
  'jobs.cancel': command<void>()(job),
  /** Whether these came out of the printer; those that did not are printed again, if the job is not over. */
  'jobs.decide': command<void>()(
    job.extend({ positions: z.array(z.int().min(1)).min(1).max(500), cameOut: z.boolean() }),
  ),
  'jobs.expiry': command<{ hours: number }>()(nothing),
  'jobs.change-expiry': command<void>()(z.object({ hours: z.int().min(1).max(LONGEST_EXPIRY) })),
};
