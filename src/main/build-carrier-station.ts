import { join } from 'node:path';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { StationStaff } from '#shared/desk/station-copy.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import type { LabelPress } from '#main/labels/index.ts';
import { carrierStationDesk } from '#main/roles/carrier/station/station-desk.ts';
import { openStationWork } from '#main/roles/carrier/station/station-work.ts';
import { type StationStoreTables, stationStoreMigrations } from '#main/roles/carrier/station/station-store-tables.ts';
import type { StationLine } from '#main/stations/index.ts';
import { openSqliteStorage } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import { STATION_FILES } from './station-config.ts';

type Standing = 'station.standing' | 'station.waiting' | 'station.put-aside';

/** What a station does itself, and how it ends. */
export interface StationRoom {
  readonly desk: DeskTable & DeskHandlers<Standing>;
  stop(): Promise<void>;
}

export interface StationFoundation {
  readonly folder: string;
  readonly party: PartyId;
  readonly station: StationIdentity;
  readonly vault: Vault;
  readonly line: StationLine;
  readonly press: LabelPress;
  readonly clock: () => Date;
  readonly takeStaff: (staff: readonly StationStaff[]) => Promise<void>;
  readonly announce: (topic: Topic) => void;
  readonly report: (error: unknown) => void;
}

/** A gate or a van: with a copy and a queue of its own. */
export async function buildCarrierStation({ folder, ...foundation }: StationFoundation): Promise<StationRoom> {
  const storage = await openSqliteStorage<StationStoreTables>(
    join(folder, STATION_FILES.database),
    stationStoreMigrations,
  );
  const work = await openStationWork({ ...foundation, storage, rest: await foundation.vault.restCipher() });
  return {
    desk: carrierStationDesk(work, foundation.press),
    stop: async () => {
      await work.stop();
      await storage.close();
    },
  };
}
