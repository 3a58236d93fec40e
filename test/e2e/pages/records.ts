/** A list that may be long, narrowed the way a link to it does: by its address. */
import type { Page } from '@playwright/test';

/** @param query `states=captured&partner=mall.example`; empty: everything */
export async function narrow(page: Page, query: string): Promise<void> {
  await page.evaluate((wanted) => {
    const screen = location.hash.replace(/\?.*$/, '');
    location.hash = wanted === '' ? screen : `${screen}?${wanted}`;
  }, query);
}
