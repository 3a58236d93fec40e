import { expect, test } from 'vitest';
import { printerSettingSchema } from '#shared/domain/printer.ts';

const id = '3f8b2a52-7a55-4c1e-9d7e-2f1b8f0f6a11';
const media = { size: '100x150', dpi: 203 } as const;
const parse = (way: object, paper: object = media) =>
  printerSettingSchema.safeParse({ id, name: 'Bench 1', way, media: paper }).success;

test('a printer is one of four ways', () => {
  expect(parse({ kind: 'folder', folder: '/srv/labels' })).toBe(true);
  expect(parse({ kind: 'cups', queue: 'Zebra_ZD421' })).toBe(true);
  expect(parse({ kind: 'shell', device: 'ZDesigner ZD421' })).toBe(true);
  expect(printerSettingSchema.parse({ id, name: 'x', way: { kind: 'zpl', host: '192.0.2.7' }, media }).way).toEqual({
    kind: 'zpl',
    host: '192.0.2.7',
    port: 9100,
  });
});

test('what could be taken for something else is refused', () => {
  for (const queue of ['-o', 'a b', 'a/b', 'a#b', '', '../x'])
    expect([queue, parse({ kind: 'cups', queue })]).toEqual([queue, false]);
  for (const host of ['a b', 'http://x', '-x', '', 'x/y'])
    expect([host, parse({ kind: 'zpl', host })]).toEqual([host, false]);
  expect(parse({ kind: 'zpl', host: '192.0.2.7', port: 0 })).toBe(false);
});

test('a roll has no sheets', () => {
  expect(parse({ kind: 'zpl', host: '192.0.2.7' }, { ...media, sheet: 'a4' })).toBe(false);
  expect(parse({ kind: 'cups', queue: 'Office' }, { ...media, sheet: 'a4' })).toBe(true);
});
