/**
 * A folder in memory for what tests write: their thousands of small databases wait for the disk at every commit, and no
 * test cuts the power. `undefined` where there is no such place, or too little room.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const PLACE = '/dev/shm';
const NAME = 'tokumei-test-';
const ROOM_BYTES = 4 * 1024 ** 3;

export function makeQuickFolder(place = PLACE): string | undefined {
  if (!existsSync(place)) return undefined;
  try {
    dropLeftOver(place);
    const { bavail, bsize } = statfsSync(place);
    if (Math.min(bavail * bsize, process.availableMemory()) < ROOM_BYTES) return undefined;
    const folder = join(place, `${NAME}${process.pid}`);
    mkdirSync(folder);
    // As `/tmp` is: some programs that are started run as users of their own.
    chmodSync(folder, 0o1777);
    return folder;
  } catch {
    // Read-only, or somebody else's.
    return undefined;
  }
}

/** Of runs that were killed. */
function dropLeftOver(place: string): void {
  for (const name of readdirSync(place)) {
    const pid = name.startsWith(NAME) ? name.slice(NAME.length) : '';
    if (/^\d+$/.test(pid) && !existsSync(`/proc/${pid}`)) rmSync(join(place, name), { recursive: true, force: true });
  }
}
