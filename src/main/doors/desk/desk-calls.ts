import { type CommandName, COMMANDS, type DeskMessage, type DeskReply, type Input } from '#shared/desk/contract.ts';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import type { Office } from '#shared/desk/office.ts';
import { maySend, OF_STATION, UNSEATED, WHILE_SECRET_DUE } from '#shared/desk/permissions.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { HeldSeat, Seats } from '#main/staff/index.ts';
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

/** What is asked of the seats themselves, not of a room behind them. */
type SeatCommand = 'office.enter' | 'office.leave';

/** The commands that this party's desk has: its office's and its role's. */
export type DeskTable = Partial<Omit<DeskHandlers, SeatCommand>>;

/**
 * One screen's connection, whatever carries it. Input is checked here, once, and so is whether the account may ask: the
 * first message must be `office.enter`, so that everything after it has a name. A station's connection carries all of
 * its screens: there every message says who made it, and may say which call of the station's it is.
 */
export function openDeskCalls(
  table: DeskTable,
  seats: Seats,
  send: (message: DeskMessage) => void,
  report: (error: unknown) => void,
  station?: StationIdentity,
): { receive(message: unknown): Promise<void> } {
  let seat: HeldSeat | undefined;
  let ticket: string | undefined;

  async function enter(entry: Input<'office.enter'>): Promise<Result<Office>> {
    const entered = await seats.enter(entry, station);
    if (!entered.ok) return entered;
    if (!station) {
      if (ticket !== entered.value.office.ticket) seats.leave(ticket);
      ({ seat } = entered.value);
      ticket = entered.value.office.ticket;
    }
    return ok(entered.value.office);
  }

  function leave(): Result<void> {
    seats.leave(ticket);
    seat = undefined;
    ticket = undefined;
    return ok();
  }

  async function callerOf({ once, who }: Request): Promise<(DeskCaller & { readonly seat: HeldSeat }) | undefined> {
    if (!station) {
      const sat = seat;
      const now = sat && (await seats.still(sat));
      // Somebody else may have sat down meanwhile.
      if (seat === sat) seat = now;
      return now && { who: now.name, seat: now };
    }
    if (who === undefined) return undefined;
    const at = once && new Date(once.at);
    const sitting = await seats.atStation(who, at);
    if (!sitting) return undefined;
    return { who: sitting.name, seat: sitting, station, ...(at && { once: { station: station.id, id: once.id, at } }) };
  }

  async function call(request: Request): Promise<Result<unknown>> {
    const name = request.command as CommandName;
    if (!Object.hasOwn(COMMANDS, name)) return fail('not-found', 'command');
    const parsed = COMMANDS[name].input.safeParse(request.input);
    const input: unknown = parsed.data;
    const invalid = parsed.success ? undefined : fail('field-invalid', wrongPart(parsed.error));
    if (name === 'office.enter') return invalid ?? enter(input as Input<'office.enter'>);
    if (name === 'office.leave') return leave();
    const handler = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!handler) return fail('not-found', 'command');
    if (invalid) return invalid;
    const ask = handler as (caller: DeskCaller, input: unknown) => Promise<Result<unknown>>;
    if (isAmong(station ? OF_STATION : UNSEATED, name)) {
      return ask({ who: station?.name ?? '', ...(station && { station }) }, input);
    }
    const caller = await callerOf(request);
    if (!caller) return fail('not-signed-in');
    // What a station did before, cut off, is not lost by a reset since: it asks by its own seats first.
    if (caller.seat.secretDue && caller.once === undefined && !isAmong(WHILE_SECRET_DUE, name))
      return fail('secret-due');
    const may = maySend(name, input as never, caller.seat.permissions);
    return may.ok ? ask(caller, input) : fail('not-permitted', may.needed);
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

const isAmong = (names: readonly CommandName[], name: CommandName): boolean => names.includes(name);

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
