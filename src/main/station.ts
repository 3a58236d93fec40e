/**
 * The composition root of a station: its own computer at a bench, gate, van or forwarding desk. It serves the same
 * screens as its party's desk; what they ask goes over the line to the party's service, or is answered here where the
 * work must go on without it. It must never open a door to anybody but the person who sits at it.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandName, TOPICS, type Topic } from '#shared/desk/contract.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { DoorSign, PartyOffice } from '#shared/desk/office.ts';
import { STATION_COMMANDS } from '#shared/desk/station-commands.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { openLog } from '#main/audit/index.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import { buildDeskDoor, serveDeskPort } from '#main/doors/desk/desk-door.ts';
import { openLabelPress } from '#main/labels/index.ts';
import { scannerDesk } from '#main/roles/office/scanner-desk.ts';
import { openStationSeats, type Seats, type StationSeats } from '#main/staff/index.ts';
import { openStationLine, type StationLine } from '#main/stations/index.ts';
import type { Changes } from '#main/storage/index.ts';
import { DEMO_COST, type Vault } from '#main/vault/index.ts';
import { buildCarrierStation, type StationRoom } from './build-carrier-station.ts';
import type { Party, PartyOptions } from './party.ts';
import { STATION_FILES, type StationConfig, writeStationConfig } from './station-config.ts';

const STAFF_PAGES = fileURLToPath(new URL('../../dist/staff', import.meta.url));

/** Starts a station in a folder that the caller has locked; rejects when its desk can't open (port taken). */
export async function startStation(
  folder: string,
  config: StationConfig,
  vault: Vault,
  options: PartyOptions,
): Promise<Party> {
  const clock = options.clock ?? ((): Date => new Date());
  const log = openLog(folder, clock);
  const report = (room: string) => (error: unknown) => log.error(room, error);
  const press = openLabelPress({ reportCrash: (cause) => log.error('labels', cause) });
  const changes = openTopics();
  const { station } = config;
  const office: PartyOffice = { ...config.office, station };

  const lineOf = (): StationLine => {
    const tls = vault.tlsContext('station');
    if (!tls) throw new Error('the station has no certificate');
    const { service, authority } = config;
    return openStationLine({ service, authority, tls, report: report('line') });
  };
  let revoked = config.revoked === true;
  const line = revoked ? undefined : lineOf();
  const staffFile = join(folder, STATION_FILES.staff);
  const worksAlone = station.kind === 'gate' || station.kind === 'van';
  const seats = line && (await openSeats(line));
  const room: StationRoom | undefined = line && seats && (await openRoom(line, seats));

  async function openSeats(open: StationLine): Promise<StationSeats> {
    return openStationSeats({
      office,
      station,
      line: open,
      clock,
      ...(worksAlone && { list: { file: staffFile, rest: await vault.restCipher() } }),
      ...(office.demo && { cost: DEMO_COST }),
    });
  }

  function openRoom(open: StationLine, { take }: StationSeats): Promise<StationRoom> {
    const common = { folder, party: config.office.id, station, vault, line: open, press, clock };
    return worksAlone
      ? buildCarrierStation({ ...common, takeStaff: take, announce: changes.announce, report: report('station') })
      : Promise.resolve(openPlainRoom(open));
  }

  /** Said first, so that a crash in between goes on with it at the next start. */
  async function destroy(): Promise<void> {
    revoked = true;
    changes.announce('stations');
    await writeStationConfig(folder, { ...config, revoked: true });
    try {
      await line?.close();
      await room?.stop();
    } finally {
      await vault.destroyEverything();
    }
    await rm(staffFile, { force: true });
    for (const end of ['', '-wal', '-shm']) await rm(join(folder, STATION_FILES.database + end), { force: true });
    changes.announce('stations');
  }
  if (revoked) await destroy();

  let destroying: Promise<void> | undefined;
  const whileNotRevoked = (table: DeskTable): DeskTable =>
    Object.fromEntries(
      Object.entries(table).map(([name, handler]) => {
        const ask = handler as (caller: DeskCaller, input: unknown) => Promise<Result<unknown>>;
        return [name, (caller: DeskCaller, input: unknown) => (revoked ? fail('station-revoked') : ask(caller, input))];
      }),
    );
  const table: DeskTable = {
    ...whileNotRevoked({ ...passOn(line, STATION_COMMANDS[station.kind]), ...room?.desk }),
    ...scannerDesk({ role: office.role, name: office.name, press, clock }),
    'office.sign': async () => {
      const said = await line?.call('office.sign', {}, { who: station.name });
      return said?.ok ? ok({ ...(said.value as DoorSign), station }) : ok({ ...office, first: false });
    },
    'station.standing': async (caller) =>
      revoked || !room
        ? ok({ online: false, waiting: 0, refused: 0, revoked: true })
        : room.desk['station.standing'](caller, {}),
  };

  const deskSetting = { table, seats: seats ?? NOBODY, changes, report: report('desk') };
  const deskDoor = await buildDeskDoor({
    ...deskSetting,
    assets: STAFF_PAGES,
    port: config.desk.port,
    offerToken: (token) => options.offerDeskLink(`http://127.0.0.1:${config.desk.port}/#token=${token}`),
  });
  await deskDoor.listen({ host: '127.0.0.1', port: config.desk.port });

  line?.onState((state) => {
    if (state === 'revoked') destroying ??= destroy().catch(report('revoked'));
    // What changed at the service meanwhile is asked for again.
    if (state === 'online') for (const topic of TOPICS) changes.announce(topic);
    else changes.announce('stations');
  });
  line?.onChanged((topic) => changes.announce(topic));

  return {
    serveDeskPort: (port) => serveDeskPort(port, deskSetting),
    stop: async () => {
      await destroying;
      deskDoor.server.closeAllConnections();
      await deskDoor.close();
      if (!revoked) {
        await line?.close();
        await room?.stop();
      }
      await press.close();
    },
  };
}

/** At a station that was revoked nobody sits down any more. */
const NOBODY: Seats = {
  enter: async () => fail('station-revoked'),
  leave: () => undefined,
  still: async () => undefined,
  atStation: async () => undefined,
};

/** Whatever is asked here is asked there; a station that was revoked has no line. */
function passOn(line: StationLine | undefined, names: readonly CommandName[]): DeskTable {
  const ask = (name: CommandName) => async (caller: DeskCaller, input: unknown) =>
    line ? line.call(name, input, { who: caller.who }) : fail('station-revoked');
  // Between a station and its service alone: it carries keys.
  const own: readonly CommandName[] = ['station.copy', 'office.enter', 'office.sign'];
  const shown = names.filter((name) => !own.includes(name));
  return Object.fromEntries(shown.map((name) => [name, ask(name)])) as DeskTable;
}

/** A bench or a forwarding desk: nothing can be done there without the service, so nothing waits. */
function openPlainRoom(line: StationLine): StationRoom {
  let heardAt: string | undefined;
  const deaf = line.onState((state) => {
    if (state === 'online') heardAt = undefined;
    else heardAt ??= new Date().toISOString();
  });
  return {
    desk: {
      'station.standing': async () =>
        ok({ online: line.state() === 'online', waiting: 0, refused: 0, ...(heardAt !== undefined && { heardAt }) }),
      'station.waiting': async () => ok([]),
      'station.put-aside': async () => fail('not-found'),
    },
    stop: async () => deaf(),
  };
}

/** Heard at once: what changed is durable elsewhere, or stands in a database that was written before. */
function openTopics(): Changes<Topic> {
  const listeners = new Set<(topic: Topic) => void>();
  return {
    announce: (topic) => {
      for (const listener of listeners) listener(topic);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
