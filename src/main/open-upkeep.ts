/** What keeps a party going, put together for its desk: backups, log, integrity, and the overview that warns of them. */
import { readFileSync } from 'node:fs';
import { fromBase64Url } from '#shared/bytes.ts';
import { freeBytes, openBackupRoom } from '#main/backup/index.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import type { Post } from '#main/post/index.ts';
import { overviewDesk } from '#main/roles/office/overview-desk.ts';
import { upkeepDesk } from '#main/roles/office/upkeep-desk.ts';
import { FILES, readConfig, writeConfig } from './config.ts';
import type { Report, Role } from './role.ts';

export interface Upkeep {
  readonly desk: DeskTable;
  /** Makes the backup that is due; called every minute. */
  keep(): Promise<void>;
  stop(): Promise<void>;
}

// `src/main` in source and `dist/main` in a bundle both lie two folders below the project.
const PACKAGE = new URL('../../package.json', import.meta.url);

export function openUpkeep(folder: string, post: Post, role: Role, report: Report): Upkeep {
  const { self, storage, changes, clock } = post;
  const backups = openBackupRoom({
    source: { folder, database: FILES.database, party: { id: self, role: post.role }, clock },
    storage,
    recipient: async () => {
      const { recovery } = await readConfig(folder);
      return recovery === undefined ? undefined : fromBase64Url(recovery);
    },
    announce: () => changes.announce('upkeep'),
    report: report('backup'),
  });
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  const upkeep = upkeepDesk(post, {
    folder,
    database: FILES.database,
    version,
    backups,
    registerKey: async (recovery) => writeConfig(folder, { ...(await readConfig(folder)), recovery }),
    report: report('upkeep'),
  });
  const overview = overviewDesk(post, {
    read: role.overview,
    backups: () => backups.standing(),
    free: () => freeBytes(folder),
  });
  return { desk: { ...upkeep.desk, ...overview }, keep: () => backups.keep(), stop: upkeep.stop };
}
