/** The page's questions to its own server, as JSON; what comes back is read through its schema. Says `unavailable` of a line that is down. */
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '#shared/errors.ts';
import { fail, ok, type Result } from '#shared/result.ts';

const failureSchema = z.object({ code: z.string(), about: z.string().optional() });

export async function askAgency<S extends z.ZodType>(
  path: string,
  body: unknown,
  schema: S,
): Promise<Result<z.infer<S>>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      cache: 'no-store',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (response.ok) {
      const read = schema.safeParse(answer);
      return read.success ? ok(read.data) : fail('unavailable');
    }
    const failure = failureSchema.safeParse(answer);
    return failure.success && isCode(failure.data.code)
      ? fail(failure.data.code, failure.data.about)
      : fail('unavailable');
  } catch {
    return fail('unavailable');
  }
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
