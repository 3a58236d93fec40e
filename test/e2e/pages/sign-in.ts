import { expect, type Locator, type Page } from '@playwright/test';
import { DESK_TEXTS, type DeskTexts, type Language } from '#shared/locale/desk.ts';
import { scan } from './desk.ts';

/** Where staff sit down: names, then a PIN. By keys alone. */
export class SignInPage {
  readonly #page: Page;
  readonly #words: DeskTexts['staff'];

  constructor(page: Page, language: Language) {
    this.#page = page;
    this.#words = DESK_TEXTS[language].staff;
  }

  get secret(): Locator {
    return this.#page.getByLabel(this.#words.sign.secret);
  }

  get lockScreen(): Locator {
    return this.#page.getByRole('dialog', { name: this.#words.lock.locked });
  }

  tile(name: string): Locator {
    return this.#page.getByRole('region', { name: this.#words.sign.hereBefore }).getByRole('button', { name });
  }

  get tiles(): Locator {
    return this.#page.getByRole('region', { name: this.#words.sign.hereBefore }).getByRole('button');
  }

  /** As a person types: too slow for a scanner. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text, { delay: 70 });
  }

  async name(name: string): Promise<void> {
    await this.#page.keyboard.insertText(name);
    await this.#page.keyboard.press('Enter');
    await expect(this.secret).toBeFocused();
  }

  async pin(pin: string): Promise<void> {
    await expect(this.secret).toBeFocused();
    await this.type(pin);
    await this.#page.keyboard.press('Enter');
  }

  async scan(text: string): Promise<void> {
    await scan(this.#page, text);
  }

  async lock(): Promise<void> {
    await this.#page.keyboard.press('Control+l');
    await expect(this.lockScreen).toBeVisible();
  }
}
