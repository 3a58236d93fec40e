/** Gates and vans at work: paired over real TLS with a carrier's station door, with a folder of their own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScannedParcel, Step } from '#shared/desk/carrier.ts';
import type { StationKind, StationStanding } from '#shared/desk/stations.ts';
import type { Result } from '#shared/result.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import { carrierDesk } from '#main/roles/carrier/desk.ts';
import type { Scan } from '#main/roles/carrier/scan.ts';
import { stationCopyDesk } from '#main/roles/carrier/station-copy.ts';
import { type StationStoreTables, stationStoreMigrations } from '#main/roles/carrier/station/station-store-tables.ts';
import { openStationWork, type StationWork } from '#main/roles/carrier/station/station-work.ts';
import type { StationLine } from '#main/stations/index.ts';
import { openSqliteStorage } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { TestClock } from './a-clock.ts';
import { aFolder, atEnd } from './a-folder.ts';
import type { TestGroup } from './a-group.ts';
import { aLine, aPairedStation, aStationDoor, inState, type TestStationDoor } from './a-station-door.ts';
import { until } from './until.ts';

export interface TestCarrierStation {
  readonly id: string;
  readonly folder: string;
  readonly vault: Vault;
  readonly door: TestStationDoor;
  line(): StationLine;
  work(): StationWork;
  scan(text: string, step?: Step, more?: Partial<Scan>): Promise<Result<ScannedParcel>>;
  standing(): Promise<StationStanding>;
  /** The service goes away, and this station knows it. */
  cutOff(): Promise<void>;
  /** It comes back, and all that waited was answered. */
  comeBack(): Promise<void>;
  /** As a copy that was asked for now. */
  copied(): Promise<void>;
  /** The station's process ends and begins, whether the service is there or not. */
  restart(): Promise<void>;
  /** What lies in the station's database, whole. */
  bytesAtRest(): Buffer;
}

export interface CarrierStationChoice {
  readonly name?: string;
  readonly kind?: StationKind;
  readonly depot?: string;
  /** The station's own; the group's when left out. */
  readonly clock?: TestClock;
  /** What the service does with the commands of stations. */
  readonly table?: (usual: DeskTable) => DeskTable;
}

export async function aCarrierStation(
  group: TestGroup,
  choice: CarrierStationChoice = {},
): Promise<TestCarrierStation> {
  const { carrier } = group.carrier;
  const usual: DeskTable = { ...carrierDesk(carrier), ...stationCopyDesk(carrier) };
  const door = await aStationDoor(group.carrier, choice.table?.(usual) ?? usual);
  const paired = await aPairedStation(door, { kind: 'van', ...choice });
  const { vault, joined } = paired;
  const folder = aFolder();
  let line: StationLine;
  let work: StationWork;
  let close: () => Promise<void>;

  async function open(): Promise<void> {
    const storage = await openSqliteStorage<StationStoreTables>(join(folder, 'station.db'), stationStoreMigrations);
    line = aLine(vault, { ...joined, service: door.service });
    const { station } = joined;
    const errors: unknown[] = [];
    work = await openStationWork({
      station,
      party: carrier.self as PartyId,
      vault,
      rest: await vault.restCipher(),
      storage,
      line,
      press: carrier.press,
      takeStaff: async () => undefined,
      announce: () => undefined,
      report: (error) => errors.push(error),
      clock: choice.clock ?? group.clock,
    });
    close = async () => {
      await line.close();
      await work.stop();
      await storage.close();
      if (errors.length > 0) throw errors[0];
    };
  }
  await open();
  atEnd(() => close());
  const standing = (): Promise<StationStanding> => work.standing();
  const isCopied = async (): Promise<boolean> => (await standing()).leaseEnds !== undefined;
  await inState(line!, 'online');
  await until('the first copy', isCopied);

  return {
    id: joined.station.id,
    folder,
    vault,
    door,
    line: () => line,
    work: () => work,
    scan: (text, step = 'look', more = {}) => work.scan('佐藤', { scan: text, step, ...more }),
    standing,
    cutOff: async () => {
      await door.close();
      await until('cut off', () => line.state() !== 'online');
    },
    comeBack: async () => {
      await door.reopen();
      await inState(line, 'online');
      await until('nothing waits', async () => (await standing()).waiting === 0);
    },
    copied: async () => {
      await work.copyNow();
    },
    restart: async () => {
      await close();
      await open();
    },
    bytesAtRest: () =>
      Buffer.concat(
        readdirSync(folder)
          .map((name) => join(folder, name))
          .filter((file) => existsSync(file))
          .map((file) => readFileSync(file)),
      ),
  };
}
