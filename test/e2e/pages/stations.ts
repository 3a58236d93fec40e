/** The office's list of stations, as a person with a keyboard has it before them. */
import { expect, type Locator, type Page } from '@playwright/test';

export class StationsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get table(): Locator {
    return this.page.getByRole('main').getByRole('table');
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ hasText: name });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** The digits of the code, as they are shown. */
  async code(): Promise<string> {
    return (await this.dialog.locator('[data-code]').innerText()).replace(/\D/g, '');
  }

  async open(): Promise<void> {
    await this.page.evaluate(() => (location.hash = '/stations'));
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  /** To a button of the screen or of the dialog, with keys alone. */
  async press(name: string): Promise<void> {
    const button = this.page.getByRole('button', { name, exact: true });
    await button.focus();
    await expect(button).toBeFocused();
    await this.page.keyboard.press('Enter');
  }
}
