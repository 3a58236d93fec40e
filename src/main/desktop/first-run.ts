/** Whether the shell opens the screens that make a party, or asks for a passphrase. */
import { existsSync, readdirSync } from 'node:fs';

/** The lock of a service that looked into the folder before is nothing. */
const LOCK_FILE = 'service.lock';

export function hasNoParty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => name === LOCK_FILE);
}
