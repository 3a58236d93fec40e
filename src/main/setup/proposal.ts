/** Good values to begin with: what this computer is called, and ports that nobody uses. */
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { fail, ok, type Result } from '#shared/result.ts';
import { partyIdSchema } from '#shared/protocol/party.ts';
import type { SetupState } from '#shared/desk/setup.ts';

/** First choice, then from there upwards. */
const FIRST = { public: [443, 8443], partner: [8443], desk: [8480], station: [8490] } as const;
const MOST_TRIES = 200;

/** The name of this computer as others reach it, or one that reaches nobody but itself. */
export function proposedHost(name = hostname()): string {
  const lower = name.toLowerCase().replace(/\.$/, '');
  const full = lower.includes('.') ? lower : `${lower}.local`;
  return partyIdSchema.safeParse(full).success && !/^[\d.]+$/.test(lower) ? full : 'party.localhost';
}

export async function proposePorts(): Promise<Omit<SetupState['proposal'], 'host'>> {
  const taken = new Set<number>();
  const next = async (firsts: readonly number[]): Promise<number> => {
    const port = await freePortFrom(firsts, taken);
    taken.add(port);
    return port;
  };
  return {
    publicPort: await next(FIRST.public),
    partnerPort: await next(FIRST.partner),
    stationPort: await next(FIRST.station),
  };
}

export const freeDeskPort = (): Promise<number> => freePortFrom(FIRST.desk, new Set());

async function freePortFrom(firsts: readonly number[], taken: ReadonlySet<number>): Promise<number> {
  const last = firsts.at(-1)!;
  const rest = Array.from({ length: MOST_TRIES }, (_, at) => last + 1 + at);
  for (const port of [...firsts, ...rest]) {
    if (!taken.has(port) && (await checkPort(port)).ok) return port;
  }
  throw new Error('no port is free');
}

/** Fails with `port-taken`, or with `port-refused` where this user may not listen there (below 1024). */
export function checkPort(port: number, host?: string): Promise<Result<void>> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(fail(code === 'EACCES' ? 'port-refused' : 'port-taken', String(port))),
    );
    server.listen({ port, ...(host !== undefined && { host }) }, () => server.close(() => resolve(ok())));
  });
}
