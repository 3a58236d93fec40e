import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDesktop } from '../../build/build.ts';
import { ROOT } from '../../build/root.ts';
import { findElectron } from '#main/cli/start.ts';

const executablePath = findElectron();
if (executablePath === undefined) process.stdout.write('skipped: no Electron binary\n');
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
if (executablePath !== undefined && !hasScreen) process.stdout.write('skipped: no screen for Electron\n');

const SERVICE = `
process.parentPort.on('message', ({ data, ports }) => {
  if (data.start) process.parentPort.postMessage(
    data.start.passphrase === 'right horse' && !process.argv.join().includes('horse') ? { ready: {} } : { failed: 'wrong-passphrase' });
  if (data.desk) {
    ports[0].on('message', ({ data: request }) => ports[0].postMessage({ id: request.id, ok: true, value: request.command }));
    ports[0].start();
  }
  if (data.stop) process.exit(0);
});`;

const DESK = `
window.replies = [];
const line = window.tokumei.connect((message) => window.replies.push(message));
line.send({ id: 1, command: 'office.card', input: {} });`;

describe.skipIf(executablePath === undefined || !hasScreen)('the shell in Electron', () => {
  const work = mkdtempSync(join(tmpdir(), 'electron-'));
  const home = join(work, 'app');
  const party = join(work, 'party');
  let app: ElectronApplication;
  let desk: Page;

  beforeAll(async () => {
    for (const folder of ['dist/main', 'dist/staff']) mkdirSync(join(home, folder), { recursive: true });
    mkdirSync(party);
    writeFileSync(join(party, 'party.json'), '{}');
    writeFileSync(
      join(home, 'package.json'),
      JSON.stringify({
        name: 'tokumei',
        productName: 'Tokumei',
        version: '0.0.0',
        type: 'module',
        main: 'dist/desktop/main.cjs',
      }),
    );
    writeFileSync(join(home, 'dist/main/service.js'), SERVICE);
    writeFileSync(
      join(home, 'dist/staff/index.html'),
      '<!doctype html><title>desk</title><script src="/desk.js"></script>',
    );
    writeFileSync(join(home, 'dist/staff/desk.js'), DESK);
    await buildDesktop(ROOT, join(home, 'dist/desktop'));
    app = await _electron.launch({
      executablePath: executablePath!,
      args: [
        home,
        '--password-store=basic',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(work, 'user')}`,
        `--dir=${party}`,
      ],
    });
    const unlock = await app.firstWindow();
    await unlock.getByLabel(/Passphrase|パスフレーズ/).fill('wrong');
    await unlock.keyboard.press('Enter');
    await unlock
      .getByRole('alert')
      .filter({ hasText: /passphrase|パスフレーズ/ })
      .waitFor();
    await unlock.getByLabel(/Passphrase|パスフレーズ/).fill('right horse');
    const opened = app.waitForEvent('window');
    await unlock.keyboard.press('Enter');
    desk = await opened;
    await desk.waitForLoadState();
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    rmSync(work, { recursive: true, force: true });
  });

  test('a screen reaches the service through its port', async () => {
    await desk.waitForFunction(() => (window as unknown as { replies: unknown[] }).replies.length > 0);
    const replies = await desk.evaluate(() => (window as unknown as { replies: unknown[] }).replies);
    expect(replies).toEqual([{ id: 1, ok: true, value: 'office.card' }]);
  });

  test('a screen sees one call and nothing of Node', async () => {
    expect(await desk.evaluate(() => Object.keys((window as unknown as { tokumei: object }).tokumei))).toEqual([
      'connect',
    ]);
    expect(
      await desk.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in window)),
    ).toEqual([]);
  });

  test('a screen goes nowhere else', async () => {
    expect(await desk.evaluate(() => window.open('https://mall.example/') === null)).toBe(true);
    await desk.evaluate(() => location.assign('https://mall.example/'));
    await expect(desk.evaluate(() => fetch('http://127.0.0.1:1/'))).rejects.toThrow();
    expect(desk.url()).toBe('app://desk/index.html');
    expect(app.windows()).toHaveLength(1);
  });

  test('a PDF of its own opens beside it, and there nothing can be asked', async () => {
    const opened = app.waitForEvent('window');
    await desk.evaluate(() =>
      window.open(URL.createObjectURL(new Blob(['%PDF-1.4'], { type: 'text/plain' })), '_blank'),
    );
    const viewer = await opened;
    expect(viewer.url()).toMatch(/^blob:app:\/\/desk\//);
    expect(await viewer.evaluate(() => 'tokumei' in window)).toBe(false);
    await viewer.close();
  });
});
