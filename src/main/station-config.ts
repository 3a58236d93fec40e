/** `station.json` in a station's folder: whose station it is and where its service is. Holds no secret. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { STATION_KINDS } from '#shared/desk/stations.ts';
import { partyIdSchema, ROLES } from '#shared/protocol/party.ts';
import { writeFileAtomically } from '#main/vault/atomic-file.ts';

export const STATION_FILES = {
  config: 'station.json',
  /** Carrier: its copy and its queue. */
  database: 'station.db',
  /** Gate and van: who may sign in cut off, sealed by the station's vault. */
  staff: 'station-staff',
} as const;

const stationConfigSchema = z.object({
  /** `host:port` of its party's station door. */
  service: z.string(),
  /** The party's station authority, PEM: the line to the service believes nobody else. */
  authority: z.string(),
  office: z.object({
    id: partyIdSchema,
    role: z.enum(ROLES),
    name: z.string(),
    place: z.string(),
    publicUrl: z.string().exactOptional(),
    demo: z.boolean(),
  }),
  station: z.object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(STATION_KINDS),
    depot: z.string().exactOptional(),
  }),
  desk: z.object({ port: z.int().min(1).max(65535) }),
  /** The office revoked it: it holds nothing any more and connects no more. */
  revoked: z.literal(true).exactOptional(),
});
export type StationConfig = z.infer<typeof stationConfigSchema>;

/** Whether a folder is a station's, not a party's. */
export function isStationFolder(folder: string): boolean {
  return existsSync(join(folder, STATION_FILES.config));
}

/** Throws where the folder has no valid configuration: there is nothing to start. */
export async function readStationConfig(folder: string): Promise<StationConfig> {
  return stationConfigSchema.parse(JSON.parse(await readFile(join(folder, STATION_FILES.config), 'utf8')));
}

export async function writeStationConfig(folder: string, config: StationConfig): Promise<void> {
  const text = `${JSON.stringify(stationConfigSchema.parse(config), null, 2)}\n`;
  await writeFileAtomically(join(folder, STATION_FILES.config), text);
}
