import { defineConfig } from '@playwright/test';
import { findChromium } from '#main/cli/chromium.ts';

const executablePath = findChromium();

/** One screen each, in front of a fake service. */
const DESKS = /desk-[\w-]+\.spec\.ts$/;

export default defineConfig({
  testDir: 'test/e2e',
  workers: 2,
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
      ...(executablePath !== undefined && { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    },
  },
});
