/** Stations in memory: some that are paired, and a code whose station comes when the test says so. */
import { randomUUID } from 'node:crypto';
import { screenCodes } from '#main/labels/index.ts';
import { randomDigit } from '#main/vault/index.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { STATION_KINDS_OF, type StationRow } from '#shared/desk/stations.ts';
import { makePairingCode } from '#shared/domain/pairing-code.ts';
import type { Role } from '#shared/protocol/party.ts';
import { expectOk, fail, ok } from '#shared/result.ts';

const GOOD_MS = 600_000;
const SERVICE = '192.0.2.10:8490';
const NAMES = { bench: '梱包台', gate: 'ゲート', van: '車両', forwarding: '転送デスク' } as const;

export interface FakeStations {
  readonly handlers: Pick<DeskHandlers, 'stations.list' | 'stations.pair' | 'stations.revoke'>;
  /** The station that the last code was for shows it. */
  arrive(): void;
  /** It was typed wrong too often. */
  endCode(): void;
  /** Codes given out so far. */
  readonly codes: readonly string[];
}

export function openFakeStations({
  role,
  empty = false,
  off = false,
  firstMs = GOOD_MS,
}: {
  readonly role: Role;
  readonly empty?: boolean;
  /** No door for stations. */
  readonly off?: boolean;
  /** Life of the first code that is given out. */
  readonly firstMs?: number;
}): FakeStations {
  const rows: StationRow[] = empty || off ? [] : sampleStations(role);
  const codes: string[] = [];
  let waiting: Pick<StationRow, 'name' | 'kind' | 'depot'> | undefined;
  return {
    codes,
    arrive: () => {
      if (!waiting) throw new Error('no code was given out');
      const at = new Date().toISOString();
      rows.unshift({ id: randomUUID(), ...waiting, state: 'paired', pairedAt: at, seenAt: at, connected: true });
      waiting = undefined;
    },
    endCode: () => (waiting = undefined),
    handlers: {
      'stations.list': async () =>
        ok({ ...(!off && { service: SERVICE }), stations: [...rows], expected: waiting ? [waiting.name] : [] }),
      'stations.pair': async (_, { name, kind, depot }) => {
        if (rows.some((row) => row.state === 'paired' && row.name === name)) return fail('station-known', 'name');
        waiting = { name, kind, ...(depot !== undefined && { depot }) };
        const digits = (count: number): string => Array.from({ length: count }, randomDigit).join('');
        const code = makePairingCode({ secret: digits(12), authority: digits(25) });
        codes.push(code);
        const endsAt = new Date(Date.now() + (codes.length === 1 ? firstMs : GOOD_MS)).toISOString();
        return ok({ code, service: SERVICE, endsAt, ...expectOk(screenCodes(code)) });
      },
      'stations.revoke': async (_, { id }) => {
        const at = rows.findIndex((row) => row.id === id);
        if (at < 0) return fail('not-found', 'station');
        rows[at] = { ...rows[at]!, state: 'revoked', connected: false };
        return ok();
      },
    },
  };
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

function sampleStations(role: Role): StationRow[] {
  return STATION_KINDS_OF[role].flatMap((kind) =>
    [1, 2].map((number) => ({
      id: randomUUID(),
      name: `${NAMES[kind]}${number}`,
      kind,
      ...(role === 'carrier' && { depot: 'YOK' }),
      state: kind === 'van' && number === 2 ? ('revoked' as const) : ('paired' as const),
      pairedAt: minutesAgo(60 * 24 * 12 + number),
      ...(number === 1 && { seenAt: minutesAgo(3) }),
      ...(kind === 'van' && number === 2 && { seenAt: minutesAgo(60 * 24 * 3) }),
      connected: number === 1,
    })),
  );
}
