import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'desk-link';

/** Keeps the current one-time link where only the party's own user can read it, for `tokumei desk`. */
export function offerDeskLink(folder: string, link: string): void {
  const part = join(folder, `${FILE}.part`);
  try {
    writeFileSync(part, `${link}\n`, { mode: 0o600 });
    renameSync(part, join(folder, FILE));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

export function readDeskLink(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, FILE), 'utf8').trim();
  } catch {
    return undefined;
  }
}
