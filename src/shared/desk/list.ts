/**
 * What every list has in common: how it is asked for, narrowed and paged. A list's command takes `listInput(states)` and
 * answers a `ListPage`; `storage/list-rows.ts` reads it, `components/record-list.tsx` shows it.
 */
import { z } from 'zod';
import { cursorSchema } from './command.ts';

export interface ListPage<T> {
  readonly rows: readonly T[];
  /** Cursor of the page behind these rows; absent at the end. */
  readonly next?: string;
  /** How many rows fit in all; said with the first page alone. */
  readonly total?: number;
}

/** Rows of one answer, at most. */
export const LARGEST_PAGE = 500;

/**
 * @param states those of the list's state machine; a list without any takes none
 */
export function listInput<const S extends readonly string[]>(states: S) {
  return z.object({
    /** A number or the beginning of one, or part of a name that this list shows; blanks, hyphens and wide digits don't matter. */
    search: z.string().trim().max(80).optional(),
    /** One of these; absent: any. */
    states: z.array(z.enum(states)).max(40).optional(),
    /** Partner, by its id. */
    partner: z.string().max(253).optional(),
    /** First instant, included. */
    from: z.iso.datetime().optional(),
    /** Last instant, excluded. */
    until: z.iso.datetime().optional(),
    /** Minor currency units, both included. */
    least: z.int().optional(),
    most: z.int().optional(),
    order: z.enum(['newest', 'oldest']).optional(),
    limit: z.int().min(1).max(LARGEST_PAGE).default(100),
    /** `next` of the page before. */
    before: cursorSchema.optional(),
  });
}

/** What a list is narrowed to, as it came through the desk door. */
export type ListAsked<S extends string = string> = {
  readonly search?: string | undefined;
  readonly states?: readonly S[] | undefined;
  readonly partner?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly order?: 'newest' | 'oldest' | undefined;
  readonly limit: number;
  readonly before?: string | undefined;
};
