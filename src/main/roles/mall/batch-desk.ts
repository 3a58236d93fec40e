import type { batchCommands } from '#shared/desk/batch.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { PrintRoom } from '#main/printing/jobs/index.ts';
import { previewBatch, printLabels, queueBatch, queueChosen, sampleBatch } from './batch.ts';
import type { Mall } from './mall.ts';

/** Batches of labels in the staff contract. */
export function batchDesk(mall: Mall, room: PrintRoom): DeskHandlers<keyof typeof batchCommands> {
  return {
    'batch.preview': async (_, { filter }) => ok(await previewBatch(mall, room, filter)),
    'batch.sample': (_, wanted) => sampleBatch(mall, room, wanted),
    'batch.print': ({ who }, wanted) => queueBatch(mall, room, who, wanted),
    'batch.print-chosen': ({ who }, wanted) => queueChosen(mall, room, who, wanted),
    'labels.print': ({ who }, wanted) => printLabels(room, who, wanted),
  };
}
