/** The openssl command line as a second opinion; tests that need it say so where it is missing. */
import { execFileSync, spawnSync } from 'node:child_process';

export const OPENSSL = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout || undefined;

if (OPENSSL === undefined)
  process.stderr.write('skipped: no openssl on the path, PKCS#12 and X.509 are not cross-checked\n');

/** Standard output; throws with what it complained about when it fails. */
export function openssl(...parameters: string[]): string {
  return execFileSync('openssl', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
