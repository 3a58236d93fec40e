/** What can be done with any list: taken out as a file, page by page. */
import { z } from 'zod';
import { command, cursorSchema } from './command.ts';

/** Rows as their list's own command tells them. */
export interface ExportedPage {
  /** Names the export in the calls for further pages. */
  readonly id: string;
  readonly rows: readonly unknown[];
  readonly next?: string;
  /** How many rows fit in all; said with the first page alone. */
  readonly total?: number;
}

export const listCommands = {
  /**
   * Rows of a list under a filter, `LARGEST_PAGE` at a time. The first call writes into the trail who takes out which
   * list, how narrowed, how many rows and why; those for further pages name its `id` and the cursor. Fails with
   * `not-found` where there is no such list or export, `not-permitted` where the list itself may not be read.
   */
  'lists.export': command<ExportedPage>()(
    z.object({
      list: z.string().max(60),
      /** As the list's own command takes it, but for `limit`, `skip` and `before`. */
      filter: z.record(z.string().max(40), z.unknown()),
      reason: z.string().trim().min(1).max(200),
      id: z.uuid().optional(),
      before: cursorSchema.optional(),
    }),
  ),
};
