/** What the page says to the mall: JSON about one order, authorised by its order code alone. No cookie, no referrer. */
import { z } from 'zod';
import { type ErrorCode, ERRORS } from '#shared/errors.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** The mall's origin, and the token of one order. */
export interface OrderCode {
  readonly origin: string;
  readonly token: string;
}

const ANSWER_MS = 20_000;
const errorSchema = z.object({ code: z.custom<ErrorCode>((code) => Object.hasOwn(ERRORS, String(code))) });

/** Everything that the page fetches from anywhere is fetched like this. */
export const FETCHING = {
  mode: 'cors',
  credentials: 'omit',
  cache: 'no-store',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
} as const satisfies RequestInit;

/** Fails with the mall's own code; with `unavailable` when it can't be reached or does not speak so. */
export async function askMall<T>(
  code: OrderCode,
  what: 'sheet' | 'challenge' | 'answers' | 'bundle' | 'state',
  body: object,
  schema: z.ZodType<T>,
): Promise<Result<T>> {
  try {
    const response = await fetch(`${code.origin}/sealed/${what}`, {
      ...FETCHING,
      method: 'POST',
      // Any other type would be asked for in advance, by a request that shops need not know.
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ token: code.token, ...body }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const answer: unknown = await response.json();
    const parsed = response.ok ? schema.safeParse(answer) : undefined;
    if (parsed?.success) return ok(parsed.data);
    const error = errorSchema.safeParse(answer);
    return fail(error.success ? error.data.code : 'unavailable');
  } catch {
    return fail('unavailable');
  }
}
