/**
 * What every list has in common: how it is asked for, narrowed and paged. A list's command takes `listInput(states)` and
 * answers a `ListPage`; `storage/list-rows.ts` reads it, `components/record-list.tsx` shows it.
 */
import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Result } from '../result.ts';
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
    /** Part of a number or of a name that this list shows; blanks, hyphens and wide digits of a number don't matter. */
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
    /** So many rows behind `before` (or the first) are passed over: a jump in a long list. */
    skip: z.int().min(0).max(10_000_000).optional(),
  });
}

/** Whether a command's input is a list's: what `lists.export` may be asked for. */
export function isListInput(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && ['search', 'before', 'skip', 'limit'].every((name) => name in schema.shape);
}

/** The same page with its rows told otherwise. */
export function mapPage<T, R>({ rows, ...rest }: ListPage<T>, tell: (row: T) => R): ListPage<R> {
  return { ...rest, rows: rows.map(tell) };
}

/** What came or was counted, against what the own books say. */
export const MATCHINGS = ['agrees', 'differs'] as const;

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
  readonly skip?: number | undefined;
};

/** What became of many rows at once: one that could not be done is named, and stops none of the others. */
export interface BulkOutcome {
  readonly done: number;
  readonly refused: readonly { readonly id: string; readonly code: ErrorCode; readonly about?: string }[];
}

/** Rows of one bulk command, at most. */
export const LARGEST_BULK = 500;

/** One after the other. */
export async function inBulk(
  ids: readonly string[],
  work: (id: string) => Promise<Result<unknown>>,
): Promise<BulkOutcome> {
  let done = 0;
  const refused: { id: string; code: ErrorCode; about?: string }[] = [];
  for (const id of new Set(ids)) {
    const result = await work(id);
    if (result.ok) done += 1;
    else refused.push({ id, ...result.error });
  }
  return { done, refused };
}
