import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const SHOTS = process.env['TOKUMEI_SHOTS'];

/** Keeps a picture of the page as it stands, for a person to look at; only where `TOKUMEI_SHOTS` names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  const language = await page.evaluate(() => document.documentElement.lang);
  await page.screenshot({ path: join(SHOTS, `${language}-${name}.png`), fullPage: true });
}

const LOOKS = { ja: ['ja', 'light'], en: ['en', 'dark'] } as const;

/** Language and appearance that a story is played in: one of them; where pictures are kept, both. */
export function looks(always: keyof typeof LOOKS): readonly (typeof LOOKS)[keyof typeof LOOKS][] {
  return SHOTS === undefined ? [LOOKS[always]] : Object.values(LOOKS);
}
