import { defineConfig } from 'vitest/config';
import base, { SOAK } from './vitest.config.ts';

/** Played in one language otherwise. */
const WHOLE = ['test/doors/public/every-page.test.ts'];
process.env['TOKUMEI_SOAK'] = '1';

const { projects: _, ...test } = base.test!;

export default defineConfig({
  ...base,
  test: { ...test, include: [...SOAK, ...WHOLE], exclude: ['node_modules/**'] },
});
