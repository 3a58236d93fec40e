/** Station doors that listen on loopback, and stations that are paired with them. */
import type { AddressInfo } from 'node:net';
import type { PartyOffice } from '#shared/desk/office.ts';
import type { StationKind } from '#shared/desk/stations.ts';
import { expectOk } from '#shared/result.ts';
import { type DeskTable, openDeskCalls } from '#main/doors/desk/desk-calls.ts';
import { buildStationDoor } from '#main/doors/station/station-door.ts';
import { tableOf } from '#main/open-stations.ts';
import {
  type Joined,
  joinService,
  openPresence,
  openStationLine,
  pairStation,
  type StationLine,
  type Stations,
} from '#main/stations/index.ts';
import { createVault, type Vault } from '#main/vault/index.ts';
import { aFolder, atEnd } from './a-folder.ts';
import { everySeat } from './a-seat.ts';
import { CHEAP, PASSPHRASE, type TestParty } from './a-party.ts';
import { closeDoor } from './a-partner-door.ts';
import { until } from './until.ts';

export interface TestStationDoor {
  readonly stations: Stations;
  /** `host:port`. */
  readonly service: string;
  readonly authority: string;
  /** What the door reported as broken. */
  readonly reports: unknown[];
  close(): Promise<void>;
  /** As `close`, and then again on the same port. */
  reopen(): Promise<void>;
}

/** Opens a party's station door on 127.0.0.1 in front of a desk table. */
export async function aStationDoor(
  party: TestParty,
  table: DeskTable,
  hosts: readonly string[] = ['127.0.0.1'],
): Promise<TestStationDoor> {
  const { vault, post, changes, clock } = party;
  const { id, role, name } = party.profile;
  const office: PartyOffice = { id, role, name, place: '横浜営業所', demo: false };
  const reports: unknown[] = [];
  const storage = post.storage as unknown as Stations['storage'];
  const stations = { role, storage, vault, changes, clock, presence: openPresence(), service: '' };
  const authority = await vault.stationAuthority();

  async function open(port: number): Promise<() => Promise<void>> {
    const door = await buildStationDoor({
      tls: expectOk(await vault.stationDoorContext(hosts)),
      authority,
      stations,
      office,
      openCalls: (station, send) =>
        openDeskCalls(tableOf(station.kind, table), everySeat(office), send, (error) => reports.push(error), station),
      report: (error) => reports.push(error),
    });
    await door.listen({ host: '127.0.0.1', port });
    stations.service = `${hosts[0]}:${(door.server.address() as AddressInfo).port}`;
    return () => closeDoor(door);
  }

  let close = await open(0);
  atEnd(() => close());
  return {
    stations,
    get service() {
      return stations.service;
    },
    authority,
    reports,
    close: () => close(),
    reopen: async () => {
      close = await open(Number(stations.service.split(':').at(-1)));
    },
  };
}

export async function aStationVault(): Promise<Vault> {
  return expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
}

export interface TestStation {
  readonly vault: Vault;
  readonly joined: Joined;
  readonly id: string;
  line(): StationLine;
}

/** Another computer, paired with a code that the office gave out. */
export async function aPairedStation(
  { stations }: TestStationDoor,
  choice: { name?: string; kind?: StationKind; depot?: string } = {},
): Promise<TestStation> {
  const { name = 'ゲート2', kind = 'gate', depot } = choice;
  const vault = await aStationVault();
  const { code, service } = expectOk(await pairStation(stations, 'Clerk 3', { name, kind, depot }));
  const joined = expectOk(await joinService(vault, { service, code }));
  return { vault, joined, id: joined.station.id, line: () => aLine(vault, joined) };
}

export function aLine(vault: Vault, { service, authority }: Pick<Joined, 'service' | 'authority'>): StationLine {
  const line = openStationLine({ service, authority, tls: vault.tlsContext('station')!, report: () => undefined });
  atEnd(() => line.close());
  return line;
}

export async function inState(line: StationLine, state: ReturnType<StationLine['state']>): Promise<void> {
  await until(`the line is ${state}`, () => line.state() === state);
}
