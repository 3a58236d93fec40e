import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { askPassphrase } from './ask-passphrase.ts';
import { ensurePages } from './built-pages.ts';

const SERVICE = fileURLToPath(new URL('../service.ts', import.meta.url));

/** Runs the headless service until a signal ends it. */
export async function runServe(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { dir: { type: 'string' } } });
  if (values.dir === undefined) {
    console.error('usage: serve --dir DIR');
    return 2;
  }
  const passphrase = await askPassphrase();
  await ensurePages();
  const service = spawn(process.execPath, [SERVICE, '--dir', values.dir], {
    stdio: 'inherit',
    env: { ...process.env, TOKUMEI_PASSPHRASE: passphrase ?? '' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => service.kill(signal));
  return new Promise((resolve) => service.on('exit', (code) => resolve(code ?? 1)));
}
