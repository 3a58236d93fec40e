import { expect, test } from 'vitest';
import { collectLicences } from '../../build/licences.ts';
import { ROOT } from '../../build/root.ts';

const { packages, texts } = collectLicences(ROOT);
const named = (name: string) => packages.find((each) => each.name === name);

test('what runs, what the pages hold, the typefaces and the shell are all there with their licences', () => {
  for (const name of ['fastify', 'kysely', 'react-dom', 'zustand', '@fontsource-variable/noto-sans-jp', 'electron']) {
    expect(named(name)?.licence, name).toMatch(/MIT|Apache|OFL|BSD|ISC/);
  }
  expect(named('@expo-google-fonts/noto-sans-jp')).toBeDefined();
  expect(packages.filter(({ licence }) => licence === '–')).toEqual([]);
});

test('each text is kept once, and packages say which is theirs', () => {
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts[named('react')!.text!]).toContain('Permission is hereby granted');
});

test('what only builds and tests is not shipped', () => {
  for (const name of ['vitest', '@playwright/test', 'typescript', 'vite']) expect(named(name)).toBeUndefined();
});
