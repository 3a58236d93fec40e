/** One entry for both: a folder is a party's or a station's by the configuration that lies in it. */
import type { Vault } from '#main/vault/index.ts';
import { readConfig } from './config.ts';
import { type Party, type PartyOptions, startParty } from './party.ts';
import { startStation } from './station.ts';
import { isStationFolder, readStationConfig } from './station-config.ts';

export interface Started {
  readonly party: Party;
  /** Origin of the pages for customers, where there are any. */
  readonly publicUrl?: string;
}

export async function startFolder(folder: string, vault: Vault, options: PartyOptions): Promise<Started> {
  if (isStationFolder(folder)) {
    return { party: await startStation(folder, await readStationConfig(folder), vault, options) };
  }
  const config = await readConfig(folder);
  const party = await startParty(folder, config, vault, options);
  return { party, ...(config.public.listen && { publicUrl: config.public.url }) };
}
