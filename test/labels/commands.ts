/** Tools outside the project that some proofs need; their tests are skipped where they are missing. */
import { spawnSync } from 'node:child_process';

export function hasCommand(command: string, ...probe: string[]): boolean {
  const found = spawnSync(command, probe, { stdio: 'ignore' }).error === undefined;
  if (!found) process.stderr.write(`skipped: no ${command} on this machine\n`);
  return found;
}
