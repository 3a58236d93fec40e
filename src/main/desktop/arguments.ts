/** What the shell is told at start. A passphrase is never among it. */
import { join, resolve } from 'node:path';

/** The absolute folder behind `--dir FOLDER` or `--dir=FOLDER`, or undefined for the usual one. */
export function chosenFolder(args: readonly string[], workingFolder: string): string | undefined {
  for (const [at, arg] of args.entries()) {
    const value = arg === '--dir' ? args[at + 1] : arg.startsWith('--dir=') ? arg.slice('--dir='.length) : undefined;
    if (value !== undefined && value !== '' && !value.startsWith('--')) return resolve(workingFolder, value);
  }
  return undefined;
}

/**
 * A folder of the shell's own for each party: two parties on one computer run beside each other, each with its own
 * device key and its own single instance.
 */
export function shellFolder(userData: string, partyFolder: string | undefined): string {
  return partyFolder === undefined ? userData : join(userData, 'parties', nameOfPath(partyFolder));
}

/** FNV-1a, 64 bits: a short file name for a path, with no claim beyond that. */
function nameOfPath(path: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(path)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
