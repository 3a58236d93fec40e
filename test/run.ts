/**
 * `npm test`: every check in order, up to the first stage that fails, what takes one core alone side by side;
 * `node test/run.ts unit` runs one. The last line is always `N passed, N failed[, N skipped]`, the sum over unit and browser tests, for machines that read it; a failure
 * that no test counts, such as one of types, counts as one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '#main/cli/chromium.ts';
import {
  addCounts,
  type Counts,
  countsLine,
  countsOfPlaywright,
  countsOfVitest,
  brokenFiles,
  NOTHING,
} from './counts.ts';
import { makeQuickFolder } from './quick-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST_MS = 14.5 * 60_000;
/** Programs of other people that the tests run, and the packages of Debian that bring them. */
const PACKAGES = {
  zbarimg: 'zbar-tools',
  pdftoppm: 'poppler-utils',
  dovecot: 'dovecot-imapd',
  cupsd: 'cups',
  lpadmin: 'cups-client',
  'cups-pdf': 'printer-driver-cups-pdf',
  chromium: 'chromium',
} as const;
const tools = Object.keys(PACKAGES) as (keyof typeof PACKAGES)[];
let fetched = false;

const reports = mkdtempSync(join(tmpdir(), 'tokumei-test-'));
const quick = process.env.TMPDIR === undefined ? makeQuickFolder() : undefined;
if (quick !== undefined) process.env.TMPDIR = quick;
const started = Date.now();

interface Stage {
  readonly command: readonly string[];
  readonly env?: Record<string, string>;
  readonly prepare?: () => string | undefined;
  /** The counts in the stage's report. */
  readonly count?: () => Counts;
  /** What is left to do where no test failed and yet it did not pass: a process of the runner's own broke. */
  readonly rest?: () => Stage | undefined;
}

const report = (name: string): string => join(reports, name);
const readReport = (name: string): unknown =>
  existsSync(report(name)) ? JSON.parse(readFileSync(report(name), 'utf8')) : undefined;

/** Files whose worker broke are run once more, and the log says so; a test that fails is not. */
const MOST_BROKEN = 3;

function unitStage(name: string, files: readonly string[] = []): Stage {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report(name)}`];
  return {
    command: ['vitest', 'run', ...reporters, ...files],
    prepare: () => prepareTools('zbarimg', 'pdftoppm', 'dovecot'),
    count: () => countsOfVitest(readReport(name)),
    ...(files.length === 0 && { rest: () => restOfUnit(name) }),
  };
}

function restOfUnit(name: string): Stage | undefined {
  const broken = brokenFiles(readReport(name));
  const { numFailedTests } = (readReport(name) ?? {}) as { numFailedTests?: number };
  if (broken.length === 0 || broken.length > MOST_BROKEN || numFailedTests !== 0) return undefined;
  const files = broken.map((file) => file.name);
  console.log(`A worker broke; once more: ${files.join(', ')}`);
  const again = unitStage('unit-again.json', files);
  const counted = broken.map(({ passed, skipped }) => ({ passed: -passed, failed: 0, skipped: -skipped }));
  return { ...again, count: () => counted.reduce(addCounts, again.count!()) };
}

const STAGES: Readonly<Record<string, Stage>> = {
  format: { command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  lint: { command: ['oxlint', '--deny-warnings'] },
  types: { command: ['tsc', '-b'] },
  unit: unitStage('unit.json'),
  build: { command: ['node', 'build/build.ts'] },
  browser: {
    command: ['playwright', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report('browser.json') },
    prepare: () => prepareTools('chromium'),
    count: () => countsOfPlaywright(readReport('browser.json')),
  },
};

/** None of the first looks at what another one does. */
const ORDER: readonly (readonly string[])[] = [['format', 'lint', 'types', 'build'], ['unit'], ['browser']];

/** Fetches all that is missing at the first call, where that is ours to do; says in a line which of `needed` still is. */
function prepareTools(...needed: (keyof typeof PACKAGES)[]): string | undefined {
  const missing = tools.filter((tool) => !isInstalled(tool));
  if (missing.length > 0 && !fetched && isOnPath('apt-get') && process.getuid?.() === 0) {
    fetched = true;
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const names = missing.map((tool) => PACKAGES[tool]);
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]]) {
      spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
    }
  }
  process.env.TOKUMEI_CHROMIUM ||= findChromium() ?? '';
  const still = needed.filter((tool) => !isInstalled(tool)).map((tool) => PACKAGES[tool]);
  return still.length === 0 ? undefined : `Install ${still.join(' and ')} first (Debian's names).`;
}

function isInstalled(tool: string): boolean {
  return tool === 'chromium' ? findChromium() !== undefined : isOnPath(tool);
}

function isOnPath(program: string): boolean {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/bin',
    '/bin',
    '/usr/sbin',
    '/usr/lib/cups/backend',
  ];
  return folders.some((folder) => existsSync(join(folder, program)));
}

interface CommandOptions {
  readonly env?: Record<string, string>;
  /** Where its output goes in one piece at the end; as it comes to ours when left out. */
  readonly tell?: (output: string) => void;
}

/** Zero when it passed. A child that outlives the time for everything is ended with all it started. */
function runCommand([program, ...args]: readonly string[], { env, tell }: CommandOptions): Promise<number> {
  const path = `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const isWindows = process.platform === 'win32';
  return new Promise((resolve) => {
    const child = spawn(program!, args, {
      cwd: ROOT,
      env: { ...process.env, ...env, PATH: path },
      stdio: ['ignore', tell ? 'pipe' : 'inherit', tell ? 'pipe' : 'inherit'],
      shell: isWindows,
      detached: !isWindows,
    });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
    const end = (signal: NodeJS.Signals): void => {
      if (isWindows) child.kill(signal);
      else if (child.pid !== undefined) process.kill(-child.pid, signal);
    };
    const timer = setTimeout(
      () => {
        console.log(`${program}: stopped, the tests take longer than ${MOST_MS / 60_000} minutes.`);
        end('SIGKILL');
      },
      Math.max(0, started + MOST_MS - Date.now()),
    );
    process.once('SIGINT', end).once('SIGTERM', end);
    const finish = (code: number): void => {
      clearTimeout(timer);
      process.off('SIGINT', end).off('SIGTERM', end);
      tell?.(Buffer.concat(output).toString('utf8'));
      resolve(code);
    };
    child.once('error', () => finish(1));
    // With pipes there may be output to come when it has ended.
    child.once(tell ? 'close' : 'exit', (code) => finish(code ?? 1));
  });
}

interface Outcome {
  readonly passed: boolean;
  readonly counts: Counts;
}

async function runStage(name: string, isAlone: boolean): Promise<Outcome> {
  const stage = STAGES[name]!;
  const announce = (): void => console.log(`\n== ${name}`);
  if (isAlone) announce();
  const missing = stage.prepare?.();
  if (missing !== undefined) console.log(missing);
  const begun = performance.now();
  const tell = (output: string): void => {
    announce();
    process.stdout.write(output);
  };
  const options = { ...(stage.env && { env: stage.env }), ...(!isAlone && { tell }) };
  let passed = missing === undefined && (await runCommand(stage.command, options)) === 0;
  let counts = stage.count?.() ?? NOTHING;
  const rest = passed || missing !== undefined ? undefined : stage.rest?.();
  if (rest) {
    passed = (await runCommand(rest.command, options)) === 0;
    counts = addCounts({ ...counts, failed: 0 }, rest.count?.() ?? NOTHING);
  }
  console.log(`${name}: ${passed ? 'passed' : 'failed'}, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return { passed, counts: passed || counts.failed > 0 ? counts : { ...counts, failed: 1 } };
}

async function runStages(order: readonly (readonly string[])[]): Promise<boolean> {
  let sum = NOTHING;
  let passed = true;
  for (const names of order) {
    const outcomes = await Promise.all(names.map((name) => runStage(name, names.length === 1)));
    for (const { counts } of outcomes) sum = addCounts(sum, counts);
    passed = outcomes.every((outcome) => outcome.passed && outcome.counts.failed === 0);
    if (!passed) break;
  }
  console.log(`\n${countsLine(sum)}`);
  return passed;
}

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => STAGES[name] === undefined);
if (unknown === undefined) {
  process.exitCode = (await runStages(chosen.length > 0 ? chosen.map((name) => [name]) : ORDER)) ? 0 : 1;
} else {
  console.log(`There is no stage "${unknown}"; there are: ${Object.keys(STAGES).join(', ')}.`);
  process.exitCode = 2;
}
for (const folder of [reports, quick ?? []].flat()) rmSync(folder, { recursive: true, force: true });
