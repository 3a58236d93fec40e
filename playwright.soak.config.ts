import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** The longer stories, and every screen in both languages and all appearances. */
process.env['TOKUMEI_SOAK'] = '1';

export default defineConfig(base, { grep: /@soak/, grepInvert: [] });
