/** Runs a command as the command line does, with what it printed. */
import { vi } from 'vitest';
import type { Run } from '#main/cli/commands.ts';

export interface CommandOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `env`: what the command finds in its environment; passphrases come from there. */
export async function runCommand(
  run: Run,
  args: readonly string[],
  env: Record<string, string>,
): Promise<CommandOutcome> {
  const out: string[] = [];
  const err: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
  const error = vi.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    return { code: await run(args), out: out.join('\n'), err: err.join('\n') };
  } finally {
    vi.unstubAllEnvs();
    log.mockRestore();
    error.mockRestore();
  }
}
