import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserArguments, findElectron, startDesktop, usualPartyFolder } from '#main/cli/start.ts';

const aFolder = (): string => mkdtempSync(join(tmpdir(), 'start-'));

test('an argument that is not known is refused', async () => {
  await expect(startDesktop(['--passphrase', 'x'])).rejects.toThrow();
});

test('Electron is found only where its program is', () => {
  const home = aFolder();
  const folder = join(home, 'node_modules/electron');
  mkdirSync(join(folder, 'dist'), { recursive: true });
  expect(findElectron(home, 'linux')).toBeUndefined();
  writeFileSync(join(folder, 'dist/electron'), '');
  expect(findElectron(home, 'linux')).toBe(join(folder, 'dist/electron'));
  expect(findElectron(home, 'win32')).toBeUndefined();
  writeFileSync(join(folder, 'path.txt'), 'Electron.app/Contents/MacOS/Electron');
  expect(findElectron(home, 'darwin')).toBeUndefined();
});

test('the usual folder is the one the desktop app looks into', () => {
  expect(usualPartyFolder('linux', {}, '/home/clerk')).toBe('/home/clerk/.config/Tokumei/party');
  expect(usualPartyFolder('linux', { XDG_CONFIG_HOME: '/config' }, '/home/clerk')).toBe('/config/Tokumei/party');
  expect(usualPartyFolder('darwin', {}, '/Users/clerk')).toBe('/Users/clerk/Library/Application Support/Tokumei/party');
  expect(usualPartyFolder('win32', { APPDATA: '/roaming' }, '/Users/clerk')).toBe(join('/roaming', 'Tokumei', 'party'));
});

test('the desk opens as a window of its own, with a profile of its own', () => {
  const link = 'http://127.0.0.1:4711/#token=abc';
  const args = browserArguments(link, '/tmp/profile', false);
  expect(args).toContain(`--app=${link}`);
  expect(args).toContain('--user-data-dir=/tmp/profile');
  expect(args).not.toContain('--no-sandbox');
  expect(browserArguments(link, '/tmp/profile', true)).toContain('--no-sandbox');
});
