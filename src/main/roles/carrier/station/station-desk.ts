import type { stationCommands } from '#shared/desk/stations.ts';
import type { carrierCommands } from '#shared/desk/carrier.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { LabelPress } from '#main/labels/index.ts';
import { readLabelFile } from '../scan-file.ts';
import type { StationWork } from './station-work.ts';

type OwnCommand =
  | keyof Pick<typeof carrierCommands, 'station.scan' | 'station.scan-file'>
  | keyof Pick<typeof stationCommands, 'station.standing' | 'station.waiting' | 'station.put-aside'>;

/** What a gate or van answers itself; everything else it asks its service for. */
export function carrierStationDesk(work: StationWork, press: LabelPress): DeskHandlers<OwnCommand> {
  return {
    'station.scan': ({ who }, scan) => work.scan(who, scan),
    'station.scan-file': async ({ who }, { file, ...scan }) => {
      const read = await readLabelFile(press, Buffer.from(file, 'base64'));
      return read.ok ? work.scan(who, { ...scan, scan: read.value }) : read;
    },
    'station.standing': async () => ok(await work.standing()),
    'station.waiting': async () => ok(await work.waiting()),
    'station.put-aside': (_, { id }) => work.putAside(id),
  };
}
