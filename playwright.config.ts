import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, chromiumPath } from '#test/chromium.ts';
import './test/compile-cache.ts';

/** One screen each, in front of a fake service. */
const DESKS = /desk-[\w-]+\.spec\.ts$/;

export default defineConfig({
  testDir: 'test/e2e',
  workers: 2,
  // Longer ones: `npm run soak`.
  grepInvert: /@soak$/,
  projects: [
    // One group of parties at a time on two cores.
    { name: 'stories', testIgnore: DESKS, workers: 1 },
    { name: 'desks', testMatch: DESKS },
  ],
  // A machine that is busy lets a key or a page come late; what fails twice is broken.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1366, height: 768 },
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    launchOptions: {
      ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
      args: [...CHROMIUM_ARGS],
    },
  },
});
