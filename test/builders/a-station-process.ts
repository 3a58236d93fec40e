/** A carrier's service and a station of it, each a process of its own on a folder of its own, paired over real TLS. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { StationKind } from '#shared/desk/stations.ts';
import { expectOk } from '#shared/result.ts';
import { type DeskClient, openDesk } from '#main/cli/demo/desk-client.ts';
import { type PartyProcess, startPartyProcess } from '#main/cli/demo/party-process.ts';
import { makeStation } from '#main/cli/station.ts';
import { FILES, partyConfigSchema, writeConfig } from '#main/config.ts';
import { aClock } from './a-clock.ts';
import { aFolder, atEnd } from './a-folder.ts';
import { aGroup } from './a-group.ts';
import { type AgreedParcel, anAgreedParcel } from './an-order.ts';
import { CHEAP, PASSPHRASE } from './a-party.ts';
import { until } from './until.ts';

/** A program that is started, killed and started again on one folder. */
export interface TestProcess {
  readonly folder: string;
  /** Starts it and sits down at its desk. */
  start(): Promise<DeskClient>;
  /** By its pid, without a word. */
  kill(): Promise<void>;
  link(): string;
}

export interface StationProcesses {
  readonly parcels: readonly AgreedParcel[];
  readonly service: TestProcess;
  readonly station: TestProcess;
  /** The service's desk. */
  readonly office: DeskClient;
  readonly id: string;
  /** What the service recorded of a clerk's steps, in the order it did: number, state, time of the scan, late. */
  stepsBy(who: string): Promise<[number: string, state: string, at: string, late: number][]>;
}

export interface StationProcessChoice {
  readonly parcels: number;
  readonly kind?: StationKind;
  readonly name?: string;
}

/** The service runs when this resolves; the station is paired and not started. */
export async function aStationProcess({
  parcels: count,
  kind = 'van',
  name = '車両 7',
}: StationProcessChoice): Promise<StationProcesses> {
  const group = await aGroup({ clock: aClock(new Date().toISOString()) });
  const parcels: AgreedParcel[] = [];
  for (let at = 0; at < count; at++) parcels.push(await anAgreedParcel(group));
  const { folder, authority, profile, storage } = group.carrier;
  const [publicPort, partnerPort, deskPort, stationPort, stationDesk] = (await Promise.all(
    Array.from({ length: 5 }, aFreePort),
  )) as [number, number, number, number, number];
  const at = (port: number) => ({ url: `https://carrier.localhost:${port}`, listen: { host: '127.0.0.1', port } });
  await writeFile(join(folder, FILES.authorities), authority.rootPem);
  await writeConfig(
    folder,
    partyConfigSchema.parse({
      id: group.carrier.id,
      role: 'carrier',
      name: profile.name,
      place: '横浜営業所',
      public: at(publicPort),
      partner: at(partnerPort),
      desk: { port: deskPort },
      stations: { listen: { host: '127.0.0.1', port: stationPort }, hosts: ['127.0.0.1'] },
      revocations: 'none',
    }),
  );
  const service = aProcess(folder);
  const office = await service.start();
  const { code, service: address } = await office.ask('stations.pair', { name, kind });
  const home = join(aFolder(), 'station');
  const to = { code, service: address, port: stationDesk };
  const { station } = expectOk(await makeStation(home, to, PASSPHRASE, { scrypt: CHEAP }));
  return {
    parcels,
    service,
    station: aProcess(home),
    office,
    id: station.id,
    stepsBy: async (who) => {
      const rows = await storage.read
        .selectFrom('parcel_step')
        .select(['number', 'state', 'at', 'late'])
        .where('who', '=', who)
        .orderBy('id')
        .execute();
      return rows.map(({ number, state, at: time, late }) => [number, state, time, late]);
    },
  };
}

function aProcess(folder: string): TestProcess {
  let process_: PartyProcess | undefined;
  atEnd(() => process_?.stop());
  return {
    folder,
    start: async () => {
      process_ = await startPartyProcess(folder, PASSPHRASE);
      return openDesk(process_.deskLink(), '佐藤');
    },
    kill: async () => {
      const { pid } = process_!;
      process.kill(pid, 'SIGKILL');
      await until('it is gone', () => !isAlive(pid));
    },
    link: () => process_!.deskLink(),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function aFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
