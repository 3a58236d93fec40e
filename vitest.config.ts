import { defineConfig } from 'vitest/config';

/** Longer runs, for `npm run soak`: what they prove is proved in small by others as well. */
export const SOAK = [
  'test/cli/backup.test.ts',
  'test/cli/demo/play-flows.test.ts',
  'test/cli/demo/play-order.test.ts',
  'test/cli/leak-test/whole-leak-test.test.ts',
  'test/desktop/package.test.ts',
  'test/roles/credit/timing.test.ts',
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**', ...SOAK],
    globalSetup: ['test/runtime.ts'],
    pool: 'forks',
    // Many tests wait for another process: one worker would leave the second core idle.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
