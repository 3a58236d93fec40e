/** The stations of a party: its registry, and the door that they come to, where `party.json` names one. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PartyOffice } from '#shared/desk/office.ts';
import { STATION_COMMANDS } from '#shared/desk/station-commands.ts';
import { STATION_KINDS_OF, type StationKind } from '#shared/desk/stations.ts';
import { expectOk } from '#shared/result.ts';
import { type DeskTable, openDeskCalls } from '#main/doors/desk/desk-calls.ts';
import { buildStationDoor } from '#main/doors/station/station-door.ts';
import type { Post } from '#main/post/index.ts';
import { stationsDesk } from '#main/roles/office/stations-desk.ts';
import type { Seats } from '#main/staff/index.ts';
import { openPresence, type Stations } from '#main/stations/index.ts';
import type { PartyConfig } from './config.ts';

export interface OpenStations {
  /** The office's commands; none where a role has no stations. */
  readonly desk: DeskTable;
  /** Undefined where this party has no station door. */
  openDoor(
    desk: DeskTable,
    report: (error: unknown) => void,
  ): Promise<Awaited<ReturnType<typeof buildStationDoor>> | undefined>;
}

export function openStations(post: Post, config: PartyConfig, office: PartyOffice, seats: Seats): OpenStations {
  const { storage, vault, changes, clock } = post;
  const hasKinds = STATION_KINDS_OF[config.role].length > 0;
  const setting = hasKinds ? config.stations : undefined;
  const stations: Stations = {
    role: config.role,
    storage: storage as unknown as Stations['storage'],
    vault,
    changes,
    clock,
    presence: openPresence(),
    ...(setting && { service: serviceOf(setting) }),
  };
  return {
    desk: hasKinds ? stationsDesk(stations) : {},
    openDoor: async (desk, report) =>
      setting &&
      buildStationDoor({
        tls: expectOk(await vault.stationDoorContext(setting.hosts)),
        authority: await vault.stationAuthority(),
        stations,
        office,
        openCalls: (station, send) => {
          const open = (tell: typeof send): Calls =>
            openDeskCalls(tableOf(station.kind, desk), seats, tell, report, station);
          const { capture } = setting;
          return capture === undefined ? open(send) : captured(open, send, join(capture, `${station.kind}-line.log`));
        },
        report,
      }),
  };
}

/** What a station of this kind may ask: for it the rest of the desk is not there. */
export function tableOf(kind: StationKind, desk: DeskTable): DeskTable {
  const names = STATION_COMMANDS[kind];
  return Object.fromEntries(Object.entries(desk).filter(([name]) => (names as readonly string[]).includes(name)));
}

type Calls = ReturnType<typeof openDeskCalls>;
type Send = Parameters<typeof openDeskCalls>[2];

/** The same calls with both directions written down. */
function captured(open: (send: Send) => Calls, send: Send, file: string): Calls {
  const note = (message: unknown): void => appendFileSync(file, `${JSON.stringify(message)}\n`);
  const calls = open((message) => {
    note(message);
    send(message);
  });
  return {
    receive: (message) => {
      note(message);
      return calls.receive(message);
    },
  };
}

/** As a person types it at the station: the first of the names that the door's certificate carries. */
function serviceOf({ hosts: [host = ''], listen: { port } }: NonNullable<PartyConfig['stations']>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
