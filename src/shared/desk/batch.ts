/** Labels of many orders at once. Orders are named by number; what is in them stays sealed. */
import { z } from 'zod';
import { PAY_MODES } from '../protocol/instruction.ts';
import { partyIdSchema } from '../protocol/party.ts';
import { command } from './command.ts';
import { type BulkOutcome, LARGEST_BULK } from './list.ts';
import { labelIdSchema, type QueuedJob } from './printing.ts';

/** So many labels are one batch at most. */
export const LARGEST_BATCH = 10_000;

/** Which orders of the queue; an empty filter means all. */
export const batchFilterSchema = z.object({
  carrier: partyIdSchema.optional(),
  pay: z.enum(PAY_MODES).optional(),
  /** Placed at least so many hours ago. */
  olderThanHours: z.int().min(1).max(1000).optional(),
});
export type BatchFilter = z.infer<typeof batchFilterSchema>;

export interface BatchPreview {
  /** Labels that would be printed. */
  readonly labels: number;
  readonly byCarrier: readonly { readonly carrier: string; readonly carrierName: string; readonly labels: number }[];
  /** Orders that fit and would not be printed. */
  readonly leftOut: {
    /** Stand in a live job. */
    readonly queued: number;
    /** Beyond the largest batch. */
    readonly beyond: number;
  };
}

export const batchCommands = {
  'batch.preview': command<BatchPreview>()(z.object({ filter: batchFilterSchema })),
  /** The first label as it will print on that printer, PNG as base64; absent when there is none. */
  'batch.sample': command<{ preview?: string }>()(z.object({ filter: batchFilterSchema, printer: z.uuid() })),
  /** The same again while it is printing brings the job that is there. */
  'batch.print': command<QueuedJob>()(
    z.object({
      filter: batchFilterSchema,
      printer: z.uuid(),
      /** First free place on the first sheet. */
      startAt: z.int().min(1).max(30).default(1),
    }),
  ),
  /** Those orders alone; each that can't be printed now is named, and the others are one job. */
  'batch.print-chosen': command<BulkOutcome>()(
    z.object({
      purchases: z
        .array(z.string().regex(/^\d{14}$/))
        .min(1)
        .max(LARGEST_BULK),
      printer: z.uuid(),
    }),
  ),
  /** Labels that the bench has just made, on its printer; one that came out before fails with `wrong-state`. */
  'labels.print': command<QueuedJob>()(
    z.object({
      printer: z.uuid(),
      labels: z.array(labelIdSchema).min(1).max(99),
    }),
  ),
};
