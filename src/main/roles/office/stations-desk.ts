/** The office's commands for its stations: who is paired, a code for a new one, the end of a lost one. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { expectOk, ok } from '#shared/result.ts';
import { screenCodes } from '#main/labels/index.ts';
import { listExpected, listStations, pairStation, revokeStation, type Stations } from '#main/stations/index.ts';

export function stationsDesk(stations: Stations): DeskHandlers<'stations.list' | 'stations.pair' | 'stations.revoke'> {
  const { service } = stations;
  return {
    'stations.list': async () =>
      ok({
        ...(service !== undefined && { service }),
        stations: await listStations(stations),
        expected: await listExpected(stations),
      }),
    'stations.pair': async ({ who }, station) => {
      const opened = await pairStation(stations, who, station);
      return opened.ok ? ok({ ...opened.value, ...expectOk(screenCodes(opened.value.code)) }) : opened;
    },
    'stations.revoke': ({ who }, { id }) => revokeStation(stations, who, id),
  };
}
