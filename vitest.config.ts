import { defineConfig } from 'vitest/config';
import './test/compile-cache.ts';

/** Longer runs, for `npm run soak`: what they prove is proved in small by others as well. */
export const SOAK = [
  'test/agency-beside.test.ts',
  'test/cli/backup.test.ts',
  'test/cli/demo/group.test.ts',
  'test/cli/demo/play-flows.test.ts',
  'test/cli/demo/play-order.test.ts',
  'test/cli/leak-test/caught.test.ts',
  'test/cli/leak-test/whole-leak-test.test.ts',
  'test/desktop/package.test.ts',
  'test/doors/partner/goods-route.test.ts',
  'test/doors/public/closed-browser.test.ts',
  'test/doors/public/pay-browser.test.ts',
  'test/doors/public/pictures-browser.test.ts',
  'test/doors/public/wish-browser.test.ts',
  'test/network/closed-network.test.ts',
  'test/renderer/customer/agency-pages.test.ts',
  'test/renderer/customer/terminal.test.ts',
  'test/roles/agency/nothing-kept.test.ts',
  'test/roles/credit/billing-history.test.ts',
  'test/roles/credit/timing.test.ts',
  'test/roles/long-lists.test.ts',
  'test/roles/mall/batch-load.test.ts',
  'test/roles/mall/seal-goods.test.ts',
  'test/roles/overview-speed.test.ts',
  'test/station.test.ts',
];

/** Rooms whose tests leave nothing behind in their process: loading the program anew for each file takes longer than they do. */
const SHARED = ['audit', 'doors', 'ledger', 'post', 'roles', 'shared', 'storage', 'vault'].map(
  (room) => `test/${room}/**/*.test.ts`,
);
/** They replace parts of the program or of the platform, or measure their process. */
const APART = [
  'test/doors/public/address-limits.test.ts',
  'test/roles/credit/check-words.test.ts',
  'test/roles/credit/customer-import.test.ts',
  'test/storage/disk-full.test.ts',
  'test/storage/folder-lock.test.ts',
  'test/vault/known-answers.test.ts',
  'test/vault/reseal.test.ts',
  'test/vault/self-test.test.ts',
];
const NEVER = ['test/e2e/**', 'node_modules/**', ...SOAK];

export default defineConfig({
  test: {
    globalSetup: ['test/runtime.ts'],
    setupFiles: ['test/clear-away.ts'],
    pool: 'forks',
    // Many tests wait for another process: one worker would leave the second core idle.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'apart', include: ['test/*.test.ts', 'test/*/**/*.test.ts'], exclude: [...NEVER, ...SHARED] },
      },
      { extends: true, test: { name: 'shared', include: SHARED, exclude: [...NEVER, ...APART], isolate: false } },
      { extends: true, test: { name: 'own', include: APART } },
    ],
  },
});
