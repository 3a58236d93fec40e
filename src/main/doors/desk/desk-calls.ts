import { type CommandName, COMMANDS, type DeskMessage, type DeskReply } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { fail, type Result } from '#shared/result.ts';
import { z } from 'zod';

const requestSchema = z.object({ id: z.int(), command: z.string(), input: z.unknown() });

/** The commands that this party's desk has: its office's and its role's. */
export type DeskTable = Partial<DeskHandlers>;

/**
 * One screen's connection, whatever carries it. Input is checked here, once; the first message must be `office.enter`,
 * so that the trail has a name for everything after it.
 */
export function openDeskCalls(
  table: DeskTable,
  send: (message: DeskMessage) => void,
  report: (error: unknown) => void,
): { receive(message: unknown): Promise<void> } {
  let who: string | undefined;

  async function call(command: string, input: unknown): Promise<Result<unknown>> {
    const name = command as CommandName;
    const handler = Object.hasOwn(table, command) ? table[name] : undefined;
    if (!handler || !Object.hasOwn(COMMANDS, command)) return fail('not-found', 'command');
    const parsed = COMMANDS[name].input.safeParse(input);
    if (!parsed.success) return fail('field-invalid', parsed.error.issues[0]?.path.join('.') ?? '');
    if (name === 'office.enter') who = (parsed.data as { clerk: string }).clerk;
    if (who === undefined) return fail('not-signed-in');
    return (handler as (caller: { who: string }, input: unknown) => Promise<Result<unknown>>)({ who }, parsed.data);
  }

  return {
    receive: async (message) => {
      const request = requestSchema.safeParse(message);
      if (!request.success) return;
      const { id, command, input } = request.data;
      send(toReply(id, await guarded(() => call(command, input), report)));
    },
  };
}

function toReply(id: number, result: Result<unknown>): DeskReply {
  return result.ok ? { id, ok: true, value: result.value ?? null } : { id, ok: false, error: result.error };
}

/** Of the database, and of files beside it: the disk itself, or this user's share of it. */
function isDiskFull(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'disk-full' || code === 'ENOSPC' || code === 'EDQUOT';
}

async function guarded(
  work: () => Promise<Result<unknown>>,
  report: (error: unknown) => void,
): Promise<Result<unknown>> {
  try {
    return await work();
  } catch (error) {
    report(error);
    return fail(isDiskFull(error) ? 'disk-full' : 'internal');
  }
}
