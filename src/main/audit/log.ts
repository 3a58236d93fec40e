import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** What went wrong, for whoever keeps the installation running. Never a message's or a form's words. */
export interface Log {
  error(room: string, error: unknown): void;
}

/** Appends JSON lines to `logs/tokumei.log` in the data folder. */
export function openLog(folder: string, clock: () => Date): Log {
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const file = join(logs, 'tokumei.log');
  return {
    error: (room, error) => {
      const line = JSON.stringify({ at: clock().toISOString(), room, ...toLogForm(error) });
      try {
        appendFileSync(file, `${line}\n`, { mode: 0o600 });
      } catch {
        // A full disk must not take the doors down; the doors themselves answer disk-full.
      }
    },
  };
}

/**
 * Where an error came from, without what it says: messages of libraries may repeat what they were given. Frames name
 * our own files from `src` or `dist` on, no folder of the machine.
 */
export function toLogForm(error: unknown): { name: string; code?: string; frames: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const { code } = error as { code?: unknown };
  const frames = traceOf(error)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => /((?:src|dist|node_modules|node:)[^()]*:\d+:\d+)\)?$/.exec(line)?.[1] ?? '?');
  return { name: error.name, ...(typeof code === 'string' && { code }), frames };
}

/** The stack behind the message, lines of which may look like frames. Nothing where the message is not found. */
function traceOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  return at < 0 ? '' : stack.slice(at + message.length);
}
