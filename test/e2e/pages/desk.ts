import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page } from '@playwright/test';

/** Sits down at a party's desk by its current one-time link. */
export async function openDesk(context: BrowserContext, folder: string, clerk: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(readFileSync(join(folder, 'desk-link'), 'utf8').trim());
  await expect(page).not.toHaveURL(/token/);
  await page.getByRole('textbox').first().fill(clerk);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner')).toContainText(clerk);
  return page;
}

/** As a keyboard-wedge scanner types: physical keys, a few milliseconds apart, Enter at the end. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: 1 });
  await page.keyboard.press('Enter');
}
