import { defineConfig, mergeConfig } from 'vitest/config';
import base, { SOAK } from './vitest.config.ts';

export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: SOAK, exclude: ['node_modules/**'] } }),
);
