import { type CommandName, COMMANDS, type DeskMessage, type DeskReply } from '#shared/desk/contract.ts';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import { fail, type Result } from '#shared/result.ts';
import { z } from 'zod';

const requestSchema = z.object({
  id: z.int(),
  command: z.string(),
  input: z.unknown(),
  once: z.object({ id: z.uuid(), at: z.iso.datetime() }).optional(),
  who: z.string().trim().min(1).max(24).optional(),
});
type Request = z.infer<typeof requestSchema>;
const numberedSchema = z.object({ id: z.int() });

/** The commands that this party's desk has: its office's and its role's. */
export type DeskTable = Partial<DeskHandlers>;

/**
 * One screen's connection, whatever carries it. Input is checked here, once; the first message must be `office.enter`,
 * so that the trail has a name for everything after it. A station's connection carries all of its screens: there every
 * message says who made it, and may say which call of the station's it is.
 */
export function openDeskCalls(
  table: DeskTable,
  send: (message: DeskMessage) => void,
  report: (error: unknown) => void,
  station?: StationIdentity,
): { receive(message: unknown): Promise<void> } {
  let clerk: string | undefined;

  async function call({ command, input, once, who }: Request): Promise<Result<unknown>> {
    const name = command as CommandName;
    const handler = Object.hasOwn(table, command) ? table[name] : undefined;
    if (!handler || !Object.hasOwn(COMMANDS, command)) return fail('not-found', 'command');
    const parsed = COMMANDS[name].input.safeParse(input);
    if (!parsed.success) return fail('field-invalid', wrongPart(parsed.error));
    if (name === 'office.enter') clerk = (parsed.data as { clerk: string }).clerk;
    const caller = station ? stationCaller(station, who, once) : screenCaller(clerk);
    if (!caller) return fail('not-signed-in');
    return (handler as (caller: DeskCaller, input: unknown) => Promise<Result<unknown>>)(caller, parsed.data);
  }

  return {
    receive: async (message) => {
      const request = requestSchema.safeParse(message);
      if (!request.success) {
        // Whoever waits for this number is told; anything else is no request at all.
        const numbered = numberedSchema.safeParse(message);
        if (numbered.success) send(toReply(numbered.data.id, fail('field-invalid', wrongPart(request.error))));
        return;
      }
      const { data } = request;
      send(toReply(data.id, await guarded(() => call(data), report)));
    },
  };
}

const screenCaller = (who: string | undefined): DeskCaller | undefined => (who === undefined ? undefined : { who });

function stationCaller(
  station: StationIdentity,
  who: string | undefined,
  once: Request['once'],
): DeskCaller | undefined {
  if (who === undefined) return undefined;
  return { who, station, ...(once && { once: { station: station.id, id: once.id, at: new Date(once.at) } }) };
}

const wrongPart = (error: z.ZodError): string => error.issues[0]?.path.join('.') ?? '';

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
