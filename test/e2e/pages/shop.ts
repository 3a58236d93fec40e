import { type BrowserContext, expect, type Page } from '@playwright/test';
import type { PayMode } from '#shared/protocol/instruction.ts';

/** The customer at the shop and, in further windows, at the credit company and the carrier. */
export interface ShopWindow {
  readonly page: Page;
  order(skus: readonly string[], pay?: PayMode): Promise<void>;
  /** Opens the credit company's window from the order page. */
  openCredit(): Promise<Page>;
  /** Opens the carrier's window from the order page. */
  openCarrier(): Promise<Page>;
}

export async function openShop(context: BrowserContext, url: string): Promise<ShopWindow> {
  const page = await context.newPage();
  await page.goto(url);
  const openWindow = async (form: string): Promise<Page> => {
    const opened = context.waitForEvent('page');
    await page.locator('form[target=_blank] button').click();
    const window = await opened;
    await window.waitForURL(`**${form}?window=*`);
    return window;
  };
  return {
    page,
    order: async (skus, pay = 'on-delivery') => {
      for (const sku of skus) await page.locator(`input[name=take][value="${sku}"]`).check();
      await page.locator('form[action="/basket"] button[type=submit], form[action="/basket"] button').last().click();
      await page.waitForURL('**/carrier');
      await page.locator(`input[name=pay][value="${pay}"]`).check({ force: true });
      await page.locator('form[action="/carrier"] button').last().click();
      await page.waitForURL('**/confirm');
      await page.locator('button[value=ok]').click();
      await page.waitForURL('**/order');
    },
    openCredit: () => openWindow('/pay/form'),
    openCarrier: () => openWindow('/ship/form'),
  };
}

/** The number that the order page shows, its digits alone. */
export async function purchaseOf(page: Page): Promise<string> {
  return (await page.locator('#order .facts dd').first().textContent())!.replace(/\D/g, '');
}

/** What the instruction says that the order page is about to post. */
export async function instructionOn(page: Page): Promise<Readonly<Record<string, unknown>>> {
  const jws = await page.locator('input[name=instruction]').inputValue();
  return JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}

export interface Address {
  readonly name: string;
  readonly postalCode: string;
  readonly line1: string;
  readonly phone: string;
}

export const HANAKO: Address = {
  name: '見本 花子',
  postalCode: '231-0015',
  line1: '神奈川県横浜市中区尾上町1-2-3',
  phone: '045-000-0000',
};

export async function fillAddress(carrier: Page, address: Partial<Address>): Promise<void> {
  for (const [field, value] of Object.entries(address)) await carrier.locator(`[name=${field}]`).fill(value);
}

export async function ship(carrier: Page): Promise<void> {
  await carrier.locator('#send').click();
  await expect(carrier).toHaveURL(/\/ship\/done\?/);
}
