import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'desk-link';

/** Keeps the current one-time link where only the party's own user can read it, for `tokumei desk`. */
export function offerDeskLink(folder: string, link: string): void {
  writeFileSync(join(folder, FILE), `${link}\n`, { mode: 0o600 });
}

export function readDeskLink(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, FILE), 'utf8').trim();
  } catch {
    return undefined;
  }
}
