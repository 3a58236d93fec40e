import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDesktop, buildMain } from '../../build/build.ts';
import { ROOT } from '../../build/root.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const program = (name: string): string => join(ROOT, 'node_modules/.bin', name);

interface Configuration {
  readonly [setting: string]: unknown;
  readonly electronFuses: Readonly<Record<string, boolean>>;
}
interface Builder {
  getConfig(root: string, file: string, options: null): Promise<Configuration>;
  validateConfiguration(configuration: object, debugLogger: { isEnabled: boolean }): Promise<void>;
}
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config.js') as Builder;

describe('the packaging configuration', () => {
  let configuration: Configuration;
  beforeAll(async () => {
    configuration = await getConfig(ROOT, 'electron-builder.yml', null);
  });

  test('is one that electron-builder accepts', async () => {
    await validateConfiguration(configuration, { isEnabled: false });
  });

  test.each([
    { electronFuses: { runAsNode: 'no' } },
    { electronFuses: { runAsNods: false } },
    { asarUnpacked: ['**/*.node'] },
    { linux: { targets: ['deb'] } },
  ])('%j would be refused', async (wrong) => {
    await expect(validateConfiguration({ ...configuration, ...wrong }, { isEnabled: false })).rejects.toThrow(
      /Invalid/,
    );
  });

  test('turns off what lets code in, and publishes nowhere', () => {
    expect(configuration.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(configuration.publish).toBeNull();
  });

  test('names the shell that is built', () => {
    const { main } = require('../../package.json') as { main: string };
    expect(main).toBe('dist/desktop/main.cjs');
  });
});

/** What marks the fuses in Electron's program, and the eight of them as it is delivered, and one more. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101011001'),
]);

/** Everything of a package but Electron itself, whose folder is played: the real builder, archive and fuses. */
describe.skipIf(process.platform !== 'linux')('the package', () => {
  const work = mkdtempSync(join(tmpdir(), 'package-'));
  const release = join(work, 'release/linux-unpacked');
  let files: string[];

  beforeAll(async () => {
    await buildMain();
    await buildDesktop();
    const electron = join(work, 'electron');
    mkdirSync(join(electron, 'resources'), { recursive: true });
    mkdirSync(join(electron, 'locales'));
    writeFileSync(join(electron, 'electron'), Buffer.concat([readFileSync('/bin/true'), FUSES]), { mode: 0o755 });
    for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) writeFileSync(join(electron, name), '');
    for (const name of ['ja', 'en-US', 'de']) writeFileSync(join(electron, `locales/${name}.pak`), '');
    await run(program('asar'), ['pack', join(electron, 'locales'), join(electron, 'resources/default_app.asar')]);
    const options = [`-c.electronDist=${electron}`, `-c.directories.output=${join(work, 'release')}`];
    await run(program('electron-builder'), ['--linux', '--dir', '--x64', ...options], { cwd: ROOT });
    const { stdout } = await run(program('asar'), ['list', join(release, 'resources/app.asar')], {
      maxBuffer: 1 << 26,
    });
    files = stdout.split('\n');
  }, 120_000);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test('holds the shell and its packages, and not Node, sources or tests', () => {
    for (const file of ['dist/desktop/main.cjs', 'dist/desktop/preload.cjs', 'dist/desktop/unlock/index.html']) {
      expect(files).toContain(`/${file}`);
    }
    expect(files).toContain('/node_modules/better-sqlite3/lib/index.js');
    expect(
      files.filter((file) => /^\/node_modules\/(node-(linux|win|darwin)|electron|vite|vitest)/.test(file)),
    ).toEqual([]);
    expect(files.filter((file) => /^\/(src|test|build|data|docs)(\/|$)|\.tsx?$/.test(file))).toEqual([]);
  });

  test('brings the two weights of each typeface that papers are set in, and no other', () => {
    const fonts = files.flatMap((file) => /\/@expo-google-fonts\/.*\/([^/]+)\.ttf$/.exec(file)?.[1] ?? []);
    const families = ['NotoSans', 'NotoSansArabic', 'NotoSansJP', 'NotoSansKR', 'NotoSansSC'];
    expect(fonts.sort()).toEqual(families.flatMap((family) => [`${family}_400Regular`, `${family}_700Bold`]).sort());
    expect(files.filter((file) => /^\/node_modules\/@expo-google-fonts\/.*\.png$/.test(file))).toEqual([]);
  });

  test('brings all that its service loads', async () => {
    const unpacked = join(work, 'unpacked');
    await run(program('asar'), ['extract', join(release, 'resources/app.asar'), unpacked]);
    const env = { ...process.env, TOKUMEI_PASSPHRASE: '' };
    const service = run(process.execPath, [join(unpacked, 'dist/main/service.js')], { env });
    await expect(service).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/^usage/) });
    const { stdout, stderr } = await run(process.execPath, [join(unpacked, 'dist/main/cli/main.js'), 'help'], { env });
    expect(stdout + stderr).toMatch(/^usage/);
  });

  test('keeps outside the archive only what the operating system loads', () => {
    const outside = readdirSync(join(release, 'resources/app.asar.unpacked'), { recursive: true, withFileTypes: true });
    const names = outside.filter((entry) => entry.isFile()).map((entry) => entry.name);
    expect(names).toContain('linux-x64.node');
    expect(names.filter((name) => !/^linux(musl)?-x64\.node$/.test(name))).toEqual([]);
  });

  test('has its fuses set', async () => {
    const { stdout } = await run(program('electron-fuses'), ['read', '--app', join(release, 'tokumei')]);
    expect(stdout).toMatch(/RunAsNode is Disabled/);
    expect(stdout).toMatch(/OnlyLoadAppFromAsar is Enabled/);
    expect(stdout).toMatch(/EnableNodeCliInspectArguments is Disabled/);
  });

  test('brings two languages', () => {
    expect(readdirSync(join(release, 'locales')).sort()).toEqual(['en-US.pak', 'ja.pak']);
  });
});
