import { defineConfig, mergeConfig } from 'vitest/config';
import base, { SOAK } from './vitest.config.ts';

/** Played in one language otherwise. */
const WHOLE = ['test/doors/public/every-page.test.ts'];
process.env['TOKUMEI_SOAK'] = '1';

export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: [...SOAK, ...WHOLE], exclude: ['node_modules/**'] } }),
);
