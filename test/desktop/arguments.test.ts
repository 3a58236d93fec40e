import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { chosenFolder, shellFolder } from '#main/desktop/arguments.ts';

test('the folder is taken in both spellings, from where the shell was started', () => {
  expect(chosenFolder(['.', '--dir', 'mall'], '/data')).toBe(resolve('/data/mall'));
  expect(chosenFolder(['--dir=/srv/mall'], '/data')).toBe(resolve('/srv/mall'));
});

test.each([[[]], [['--dir']], [['--dir=']], [['--dir', '--no-sandbox']]])('%j names no folder', (args) => {
  expect(chosenFolder(args, '/data')).toBeUndefined();
});

test('each party has a folder of the shell for itself, and the usual one has the usual', () => {
  const folders = [undefined, '/data/mall', '/data/carrier', '/data/mall2'].map((dir) => shellFolder('/user', dir));
  expect(new Set(folders).size).toBe(4);
  expect(folders[0]).toBe('/user');
  expect(shellFolder('/user', '/data/mall')).toBe(folders[1]);
});

test('a folder name of any length or script makes a short name', () => {
  const path = shellFolder('/user', `/data/${'見本'.repeat(100)}`);
  expect(path).toMatch(/^[\x20-\x7e]+$/);
  expect(path.length).toBe(join('/user', 'parties', '0123456789abcdef').length);
});
