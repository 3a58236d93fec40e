/** A demo group beside a first run, as a process of its own: it ends with whoever started it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { DemoShown } from '#shared/desk/bridge.ts';
import { fail, ok, type Result } from '#shared/result.ts';

const PROGRAM = fileURLToPath(new URL('./cli/main.ts', import.meta.url));
const STOP_MS = 15_000;

/** The line that `demo --window` prints for whoever started it. */
const shownSchema = z.object({
  link: z.url(),
  origins: z.array(z.string()),
  pins: z.array(z.string()),
}) satisfies z.ZodType<DemoShown>;

/** Sample data comes with the sources, not with an installed app. */
const SAMPLES = fileURLToPath(new URL('../../data/catalogue.csv', import.meta.url));

export interface DemoProcess {
  /** The group that runs, or a new one in a folder for the time being; absent where there are no samples to show. */
  readonly start?: () => Promise<Result<DemoShown>>;
  stop(): Promise<void>;
}

export function openDemo(): DemoProcess {
  let child: ChildProcess | undefined;
  let shown: DemoShown | undefined;
  let lines: ((shown: DemoShown) => void)[] = [];

  async function start(): Promise<Result<DemoShown>> {
    if (child === undefined) begin();
    else if (shown !== undefined) {
      // The link was used; the process says a fresh one whenever that happens.
      return ok(shown);
    }
    const running = child!;
    return new Promise((resolve) => {
      lines.push((said) => resolve(ok(said)));
      running.once('exit', () => resolve(fail('unavailable', 'demo')));
      running.once('error', () => resolve(fail('unavailable', 'demo')));
    });
  }

  function begin(): void {
    const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, 'demo', '--window'], {
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
      // In the desktop app the program is Electron's.
      env: { ...process.env, ...(process.versions['electron'] !== undefined && { ELECTRON_RUN_AS_NODE: '1' }) },
    });
    child = started;
    createInterface({ input: started.stdout! }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const said = shownSchema.safeParse(JSON.parse(line));
      if (!said.success) return;
      shown = said.data;
      for (const tell of lines.splice(0)) tell(shown);
    });
    started.once('exit', () => {
      child = undefined;
      shown = undefined;
      lines = [];
    });
  }

  return {
    ...(existsSync(SAMPLES) && { start }),
    stop: async () => {
      const running = child;
      if (running === undefined) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      const timer = setTimeout(() => running.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
