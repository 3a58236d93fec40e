/** The folders of a group as the leak test finds them, without the group. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trailMigrations } from '#main/audit/index.ts';
import { type StationStoreTables, stationStoreMigrations } from '#main/roles/carrier/station/station-store-tables.ts';
import { openSqliteStorage, settingMigrations, type SettingTables, writeSetting } from '#main/storage/index.ts';
import { aFolder } from '../../builders/a-folder.ts';

export async function aSearchedGroup(): Promise<string> {
  const group = join(aFolder(), 'group');
  for (const role of ['mall', 'credit', 'carrier', 'agency', 'wrapper']) {
    const folder = join(group, role);
    mkdirSync(join(folder, 'spool'), { recursive: true });
    writeFileSync(join(folder, 'party.json'), '{"role":"…"}');
    writeFileSync(`${folder}-output.log`, 'ready\n');
    const storage = await openSqliteStorage<SettingTables>(join(folder, 'tokumei.db'), {
      ...settingMigrations,
      ...trailMigrations,
    });
    await storage.write((db) => writeSetting(db, 'tariff', { currency: 'JPY' }));
    await storage.close();
  }
  for (const folder of ['gate', 'gate-cut-off', 'van', 'van-cut-off'].map((name) => join(group, name))) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'station.json'), '{"service":"…"}');
    const storage = await openSqliteStorage<StationStoreTables>(join(folder, 'station.db'), stationStoreMigrations);
    await storage.close();
  }
  mkdirSync(join(group, 'ca'));
  writeFileSync(join(group, 'ca/root.pem'), '-----BEGIN CERTIFICATE-----\n');
  mkdirSync(join(group, 'keycentre'));
  writeFileSync(join(group, 'keycentre/keycentre.json'), '{"format":"…"}');
  return group;
}
