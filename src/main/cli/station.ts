import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#shared/result.ts';
import { joinService } from '#main/stations/index.ts';
import { createVault, type VaultOptions } from '#main/vault/index.ts';
import { isStationFolder, type StationConfig, writeStationConfig } from '#main/station-config.ts';
import { partyIdSchema } from '#shared/protocol/party.ts';
import { askPassphrase } from './ask-passphrase.ts';

const USAGE = `usage: station --code DIGITS --service HOST:PORT --dir DIR [--desk-port N]
--code, --service: as the office's screen "Stations" shows them; the code is good once.
The new station's passphrase comes from TOKUMEI_PASSPHRASE or is asked for.`;

/** Pairs this computer with its party's service, and makes the station's folder. */
export async function runStation(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      code: { type: 'string' },
      service: { type: 'string' },
      dir: { type: 'string' },
      'desk-port': { type: 'string', default: '8480' },
    },
  });
  const { code, service, dir } = values;
  const port = Number(values['desk-port']);
  if (code === undefined || service === undefined || dir === undefined || !(port >= 1 && port <= 65_535)) {
    console.error(USAGE);
    return 2;
  }
  const passphrase = await askPassphrase();
  const made = await makeStation(dir, { code, service, port }, passphrase ?? '');
  if (!made.ok) {
    const { code: failed, about } = made.error;
    console.error(about === undefined ? failed : `${failed} (${about})`);
    return 1;
  }
  const { station, office } = made.value;
  console.log(`${station.name} of ${office.name} is ready: npm run tokumei -- serve --dir ${dir}`);
  return 0;
}

/**
 * A new station's folder: vault and configuration. Fails with `folder-not-empty`, and as pairing does; then nothing of it
 * stays.
 */
export async function makeStation(
  folder: string,
  to: { readonly code: string; readonly service: string; readonly port: number },
  passphrase: string,
  options: VaultOptions = {},
): Promise<Result<StationConfig>> {
  if (isStationFolder(folder) || (existsSync(folder) && (await readdir(folder)).length > 0)) {
    return fail('folder-not-empty');
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const vault = await createVault(folder, passphrase, options);
  if (!vault.ok) return vault;
  const joined = await joinService(vault.value, to);
  if (!joined.ok) {
    await rm(join(folder, 'vault.json'), { force: true });
    return joined;
  }
  const { service, authority, office, station } = joined.value;
  const { id, role, name, place, publicUrl, demo } = office;
  const config = {
    service,
    authority,
    office: { id: partyIdSchema.parse(id), role, name, place, ...(publicUrl !== undefined && { publicUrl }), demo },
    station,
    desk: { port: to.port },
  };
  await writeStationConfig(folder, config);
  return ok(config);
}
