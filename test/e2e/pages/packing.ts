/** The packing bench as its packer sees it: everything by scanner and keys. */
import { expect, type Locator, type Page } from '@playwright/test';
import { DESK_TEXTS, type Language } from '#shared/locale/desk.ts';
import { scan } from './desk.ts';

/** Nobody presses a key sooner after another that stands alone (ms). */
const LONE = 180;

export class PackingBench {
  readonly page: Page;
  readonly texts: (typeof DESK_TEXTS)[Language];

  constructor(page: Page, language: Language) {
    this.page = page;
    this.texts = DESK_TEXTS[language];
  }

  /** The number of the open order. */
  get number(): Locator {
    return this.page.locator('#packing-number');
  }
  get alert(): Locator {
    return this.page.getByRole('alert');
  }
  get preview(): Locator {
    return this.page.locator('.paper-sheet img');
  }
  get said(): Locator {
    return this.page.locator('.packing-note');
  }
  get queue(): Locator {
    return this.page.locator('.packing-list').getByRole('row');
  }
  item(sku: string): Locator {
    return this.page.locator(`[data-sku="${sku}"]`);
  }
  dialog(title: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  async scan(...codes: readonly string[]): Promise<void> {
    for (const code of codes) await scan(this.page, code);
  }

  async openOrder(code: string, purchase: string): Promise<void> {
    // From the last key to the trigger.
    await this.page.waitForTimeout(LONE);
    await this.scan(code);
    await expect(this.number).toContainText(purchase.slice(1, 5));
  }

  /** A letter, digit or sign pressed alone, with the silence that tells it from a scan. */
  async key(character: string): Promise<void> {
    await this.page.waitForTimeout(LONE);
    await this.page.keyboard.press(character);
    await this.page.waitForTimeout(LONE);
  }

  /** As a person types it. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 70 });
    await this.page.waitForTimeout(LONE);
  }
}
