/** `npm start`: the desktop app where Electron is installed, else the same desk in a browser on this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasNoParty } from '#main/setup/index.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { ensureDesktop, ensurePages, HOME } from './built-pages.ts';
import { findChromium } from './chromium.ts';

const SERVICE = fileURLToPath(new URL('../service.ts', import.meta.url));

/** Where a party lives when no folder is named; the desktop app looks there too. */
export function usualPartyFolder(platform: string = process.platform, env = process.env, home = homedir()): string {
  if (platform === 'darwin') return join(home, 'Library/Application Support/Tokumei/party');
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData/Roaming'), 'Tokumei', 'party');
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'Tokumei/party');
}

/** Electron's program, when its package has fetched it; asking the package itself would make it fetch. */
export function findElectron(home = HOME, platform: string = process.platform): string | undefined {
  const folder = join(home, 'node_modules/electron');
  const named = join(folder, 'path.txt');
  const usual = platform === 'win32' ? 'electron.exe' : 'electron';
  const program = join(folder, 'dist', existsSync(named) ? readFileSync(named, 'utf8').trim() : usual);
  return existsSync(program) ? program : undefined;
}

/** Returns the exit code once the desk is closed. `args`: `--dir FOLDER`. */
export async function startDesktop(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { dir: { type: 'string' } }, strict: true });
  const dir = values.dir === undefined ? usualPartyFolder() : resolve(values.dir);
  const electron = findElectron();
  if (electron !== undefined) return startElectron(electron, values.dir === undefined ? [] : ['--dir', dir]);
  console.error("Electron's binary is not installed here; opening the desk in the local browser instead.");
  return hasNoParty(dir) ? startFirstRun(dir) : startInBrowser(dir);
}

async function startElectron(program: string, args: string[]): Promise<number> {
  await ensureDesktop();
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return exitCode(spawn(program, [HOME, ...asRoot, ...args], { stdio: 'inherit' }));
}

async function startInBrowser(dir: string): Promise<number> {
  const passphrase = await askPassphrase();
  if (passphrase === undefined) {
    console.error('The passphrase is needed: type it at a terminal, or set TOKUMEI_PASSPHRASE.');
    return 1;
  }
  return showService(['--dir', dir], { TOKUMEI_PASSPHRASE: passphrase });
}

/** Nothing to unlock yet: the screens ask for what makes a party, and its desk opens in the same window. */
function startFirstRun(dir: string): Promise<number> {
  return showService(['--dir', dir, '--first-run'], {});
}

async function showService(args: readonly string[], env: Record<string, string>): Promise<number> {
  await ensurePages();
  const service = spawn(process.execPath, [SERVICE, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = exitCode(service);
  const passOn = (signal: NodeJS.Signals): void => void service.kill(signal);
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  const link = await Promise.race([deskLink(service), ended]);
  if (typeof link === 'number') return link || 1;
  await showDesk(link, ended);
  if (service.exitCode !== null || service.signalCode !== null) return ended;
  service.kill('SIGTERM');
  await ended;
  return 0;
}

/** The service's line `desk http://127.0.0.1:PORT/#token=…`; what else it prints is passed on. */
function deskLink(service: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: service.stdout! }).on('line', (line) => {
      const link = /^desk (http:\/\/127\.0\.0\.1:\d+\/\S*)$/.exec(line)?.[1];
      if (link === undefined) console.log(line);
      else resolve(link);
    });
  });
}

/** An app window until it is closed; without a browser or a screen the link is said, until the service ends. */
async function showDesk(link: string, serviceEnded: Promise<number>): Promise<void> {
  const chromium = hasScreen() ? findChromium() : undefined;
  if (chromium === undefined) {
    console.log(`Open the desk: ${link}`);
    await serviceEnded;
    return;
  }
  const profile = mkdtempSync(join(tmpdir(), 'tokumei-desk-'));
  const browser = spawn(chromium, browserArguments(link, profile), { stdio: 'ignore' });
  await Promise.race([exitCode(browser), serviceEnded]);
  if (browser.exitCode === null) browser.kill();
  await exitCode(browser);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

/** A profile of its own: else the window would join a browser that already runs, and its closing would not be seen. */
export function browserArguments(link: string, profile: string, isRoot = process.getuid?.() === 0): string[] {
  const quiet = ['--no-first-run', '--no-default-browser-check', '--disable-sync', '--disable-background-networking'];
  return [`--app=${link}`, `--user-data-dir=${profile}`, ...quiet, ...(isRoot ? ['--no-sandbox'] : [])];
}

function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function exitCode(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 1);
  return new Promise((done) => {
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code ?? 1));
  });
}
