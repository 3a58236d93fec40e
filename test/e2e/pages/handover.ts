/** The end of a day at the mall's bench and at the carrier's gate, by scanner and keyboard. */
import { expect, type Locator, type Page } from '@playwright/test';
import { DESK_TEXTS, type Language } from '#shared/locale/desk.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { scan } from './desk.ts';

/** The bar code of a label. */
export function barCode(number: string, piece = 1, of = 1): string {
  const pair = (digits: number): string => String(digits).padStart(2, '0');
  return `${number}${pair(piece)}${pair(of)}01`;
}

export class HandoverPage {
  readonly panel: Locator;
  private readonly page: Page;
  private readonly language: Language;

  constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
    this.panel = page.locator('.scan-panel');
  }

  private get texts() {
    return DESK_TEXTS[this.language];
  }

  async open(screen: 'handover' | 'pickup'): Promise<void> {
    const name = this.texts.frame.screens[screen];
    await this.page.getByRole('link', { name, exact: true }).press('Enter');
    await expect(this.page.getByRole('heading', { name, exact: true })).toBeVisible();
  }

  /** Scans, and waits until the panel speaks of that parcel. */
  async scan(text: string, number: string, tone: 'done' | 'stop' | 'look'): Promise<void> {
    await scan(this.page, text);
    await expect(this.page.locator(`.scan-panel.${tone}`)).toContainText(formatNumber(number));
  }

  /** What the dialog on top says. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Until the focus stands there. */
  async tabTo(target: Locator): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
  }
}
