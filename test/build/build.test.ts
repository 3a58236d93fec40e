import { execFile } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { buildMain } from '../../build/build.ts';
import { aProject } from './a-project.ts';

const run = promisify(execFile);
const projects: string[] = [];
let root: string;

beforeEach(() => {
  root = aProject();
  projects.push(root);
});
afterAll(() => projects.forEach((project) => rmSync(project, { recursive: true, force: true })));

/** In a process of its own, as the command line does it. */
function ensurePages() {
  const build = pathToFileURL(join(root, 'build/build.ts')).href;
  return run(process.execPath, ['--input-type=module', '-e', `await (await import('${build}')).ensurePages();`]);
}
const builds = (): number => (existsSync(join(root, 'builds')) ? readFileSync(join(root, 'builds')).length : 0);
const built = (file: string): string => readFileSync(join(root, 'dist', file), 'utf8');

describe('the pages', () => {
  test('stand ready under stable names, each script whole in itself', async () => {
    const { stdout } = await ensurePages();
    expect(stdout).toBe('');
    expect(readdirSync(join(root, 'dist/customer')).sort()).toEqual(['ship.js', 'style.css', 'wallet.js']);
    expect(built('customer/ship.js')).toMatch(/sealed/);
    expect(built('customer/ship.js')).not.toMatch(/import[ {"'(]/);
    expect(built('customer/ship.js')).toMatch(/export ?\{/);
    expect(built('staff/index.html')).toMatch(/src="\/assets\/[^"]+\.js"/);
    expect(readdirSync(join(root, 'dist')).sort()).toEqual(['customer', 'pages.stamp', 'staff']);
  });

  test('are built for production, also by a test run', async () => {
    await ensurePages();
    const [script] = readdirSync(join(root, 'dist/staff/assets')).filter((name) => name.endsWith('.js'));
    expect(process.env['NODE_ENV']).toBe('test');
    expect(built(`staff/assets/${script}`)).toMatch(/[`'"]production[`'"]/);
    expect(built(`staff/assets/${script}`)).not.toMatch(/React DevTools/);
  });

  test('are built again only after a change of their sources', async () => {
    await ensurePages();
    const now = new Date();
    utimesSync(join(root, 'src/shared/word.ts'), now, now);
    await ensurePages();
    expect(builds()).toBe(1);
    writeFileSync(join(root, 'src/shared/word.ts'), `export const word: string = 'opened';`);
    await ensurePages();
    expect(builds()).toBe(2);
    expect(built('customer/ship.js')).toMatch(/opened/);
    rmSync(join(root, 'dist/staff'), { recursive: true });
    await ensurePages();
    expect(existsSync(join(root, 'dist/staff/index.html'))).toBe(true);
  });

  test('are built once though three ask at the same time', async () => {
    await Promise.all([ensurePages(), ensurePages(), ensurePages()]);
    expect(builds()).toBe(1);
    expect(readdirSync(join(root, 'dist')).sort()).toEqual(['customer', 'pages.stamp', 'staff']);
  });

  test('wait for no builder that has died', async () => {
    const gone = run(process.execPath, ['-e', '']);
    mkdirSync(join(root, 'dist/pages.lock'), { recursive: true });
    writeFileSync(join(root, 'dist/pages.lock/holder'), String(gone.child.pid));
    await gone;
    await ensurePages();
    expect(builds()).toBe(1);
  });

  test('that stood before are kept when the new ones do not build', async () => {
    await ensurePages();
    appendFileSync(join(root, 'src/renderer/customer/ship.ts'), `import './nowhere.ts';`);
    await expect(ensurePages()).rejects.toThrow(/nowhere/);
    expect(built('customer/ship.js')).toMatch(/sealed/);
    expect(readdirSync(join(root, 'dist')).sort()).toEqual(['customer', 'pages.stamp', 'staff']);
  });

  test('of an installed app are left alone', async () => {
    rmSync(join(root, 'src'), { recursive: true });
    await ensurePages();
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });
});

test('the service runs as plain JavaScript, with its worker and its tables beside it', async () => {
  await buildMain(root);
  const { stdout } = await run(process.execPath, [join(root, 'dist/main/service.js')]);
  expect(stdout).toBe('sealed printed zod {"rows":1}');
});
