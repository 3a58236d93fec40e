/** One entry of the staff contract: input checked at the desk door, output by type. */
import { z } from 'zod';

export interface Command<I extends z.ZodType = z.ZodType, O = unknown> {
  readonly input: I;
  /** Exists in the types only. */
  readonly output?: O;
}

export function command<O>(): <I extends z.ZodType>(input: I) => Command<I, O> {
  return (input) => ({ input });
}

export const nothing = z.object({});

/** Where the page behind a row begins, `<time>|<id>`: two rows of one instant are still told apart. */
export const cursorSchema = z
  .string()
  .max(160)
  .regex(/^[^|]+\|[^|]+$/);

/** A file as a screen hands it over: base64 (standard alphabet), 20 MB at most. */
export const fileSchema = z.base64().max(28_000_000);
