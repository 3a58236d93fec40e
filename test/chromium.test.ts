import { chromium } from '@playwright/test';
import { expect, test } from 'vitest';
import { CHROMIUM_ARGS } from './chromium.ts';

test('what Playwright switches off in Chromium is switched off here, too', async () => {
  const failed = chromium.launch({ executablePath: process.execPath, args: ['--version'] });
  const message = await failed.then(
    () => '',
    (error: Error) => error.message,
  );
  const featuresOf = (text: string): string[] => /--disable-features=(\S+)/.exec(text)![1]!.split(',');
  const ours = featuresOf(CHROMIUM_ARGS.join(' '));
  const theirs = featuresOf(message);
  expect(theirs.length).toBeGreaterThan(5);
  expect(theirs.filter((feature) => !ours.includes(feature))).toEqual([]);
});
