/** The printing screen and the batch dialog, as a person sees them. */
import { expect, type Locator, type Page } from '@playwright/test';

export interface PrintingPage {
  readonly jobs: Locator;
  /** The chosen job. */
  readonly job: Locator;
  open(): Promise<void>;
  /** By its place in the list, from 0, with the keyboard. */
  choose(at: number): Promise<void>;
}

export function printingPage(page: Page, name: string): PrintingPage {
  const jobs = page.getByRole('grid', { name });
  return {
    jobs,
    job: page.locator('.job'),
    open: async () => {
      await page.getByRole('link', { name, exact: true }).click();
      await expect(jobs).toBeVisible();
    },
    choose: async (at) => {
      await jobs.locator('tbody tr').first().focus();
      for (let step = 0; step < at; step++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    },
  };
}
