import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPageFile, pageHeaders } from '#main/desktop/page-files.ts';

const folders = { desk: '/app/dist/staff', unlock: '/app/dist/desktop/unlock' };
const find = (url: string): string | undefined => findPageFile(url, folders)?.path;

test('each host serves from its own folder', () => {
  expect(find('app://desk/assets/index-1.js')).toBe(join(folders.desk, 'assets/index-1.js'));
  expect(find('app://unlock/index.html')).toBe(join(folders.unlock, 'index.html'));
});

test('a place within the screens is the page itself', () => {
  expect(find('app://desk/')).toBe(join(folders.desk, 'index.html'));
  expect(find('app://desk/parcels/history?x=1')).toBe(join(folders.desk, 'index.html'));
});

test.each([
  'app://desk/../main/service.js',
  'app://desk/%2e%2e/main/service.js',
  'app://desk/..%2fmain/service.js',
  'app://desk/%2e%2e%2f%2e%2e%2fmain/service.js',
  'app://desk/..%5cmain%5cservice.js',
  'app://desk//etc/x.json',
])('%s does not lead out of the folder', (url) => {
  expect(find(url) ?? join(folders.desk, 'nothing')).toMatch(/^\/app\/dist\/staff\//);
});

test.each([
  'app://other/index.html',
  'https://desk/index.html',
  'app://desk/a%00.js',
  'app://desk/%zz.js',
  'app://desk/party.db',
])('%s is not served', (url) => {
  expect(find(url)).toBeUndefined();
});

test('every page says what it is and what it may do', () => {
  const headers = pageHeaders(findPageFile('app://unlock/index.html', folders)!);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect(headers['x-content-type-options']).toBe('nosniff');
});
