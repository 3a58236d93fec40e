import { expect, test } from 'vitest';
import { findChromium, type Machine } from '#main/cli/chromium.ts';

function aMachine(platform: string, programs: string[], env: Machine['env'] = {}): Machine {
  return { platform, env, home: '/home/clerk', isProgram: (path) => programs.includes(path.replaceAll('\\', '/')) };
}

test('the browser that is named is taken', () => {
  const machine = aMachine('linux', ['/usr/bin/chromium'], { TOKUMEI_CHROMIUM: '/opt/browser' });
  expect(findChromium(machine)).toBe('/opt/browser');
});

test('the usual places of each system are looked through', () => {
  expect(findChromium(aMachine('linux', ['/opt/x/google-chrome'], { PATH: '/opt/x' }))).toBe('/opt/x/google-chrome');
  expect(findChromium(aMachine('linux', ['/snap/bin/chromium']))).toBe('/snap/bin/chromium');
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findChromium(aMachine('darwin', [chrome]))).toBe(chrome);
  const edge = 'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe';
  const windows = aMachine('win32', [edge], { 'PROGRAMFILES(X86)': 'C:/Program Files (x86)' });
  expect(findChromium(windows)?.replaceAll('\\', '/')).toBe(edge);
});

test('a machine without one has none', () => {
  expect(findChromium(aMachine('linux', [], { PATH: '/usr/bin:' }))).toBeUndefined();
  expect(findChromium(aMachine('linux', ['/usr/bin/firefox']))).toBeUndefined();
});
