import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'));
}

const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const namesElectron = (file: string): boolean =>
  /(from|import|require)\s*\(?\s*['"]electron(\/|['"])/.test(source(file));

test('electron is named in the desktop shell and nowhere else', () => {
  const files = ['src', 'build'].flatMap(sourcesOf);
  const inShell = (file: string): boolean => file.startsWith('src/main/desktop/');
  expect(files.filter((file) => namesElectron(file) && !inShell(file))).toEqual([]);
  expect(files.filter((file) => namesElectron(file)).length).toBeGreaterThan(3);
});

test('what is tested without Electron is written without it', () => {
  for (const name of [
    'answer-print',
    'arguments',
    'device-key',
    'navigation',
    'page-files',
    'paper-page',
    'sender',
    'service-host',
    'words',
  ]) {
    expect(namesElectron(`src/main/desktop/${name}.ts`), name).toBe(false);
  }
});

test('a preload reaches for the bridge and messages alone', () => {
  for (const name of ['preload', 'unlock-preload']) {
    expect(source(`src/main/desktop/${name}.ts`)).toMatch(/import \{ contextBridge, ipcRenderer \} from 'electron'/);
    expect(source(`src/main/desktop/${name}.ts`)).not.toMatch(/from 'node:|exposeInMainWorld\([^)]*ipcRenderer/);
  }
});

test('windows are sandboxed, isolated and without Node', () => {
  const window = source('src/main/desktop/window.ts');
  for (const setting of ['sandbox: true', 'contextIsolation: true', 'nodeIntegration: false', 'webSecurity: true']) {
    expect(window).toContain(setting);
  }
});

test('a page is printed in a hidden window that runs no script, keeps nothing and has no bridge', () => {
  const printing = source('src/main/desktop/shell-printing.ts');
  for (const setting of ['show: false', 'javascript: false', 'sandbox: true', 'guardSession(', 'silent: true']) {
    expect(printing).toContain(setting);
  }
  expect(printing).not.toMatch(/preload|persist:'|writeFile/);
});

test('nothing in the shell passes a secret by argument, environment or address', () => {
  for (const file of sourcesOf('src/main/desktop')) {
    expect(source(file), file).not.toMatch(/(argv|env)\.[A-Z_]*PASSPHRASE|[?&#](passphrase|deviceKey)=/);
  }
});
