/** Staff at their stations, by scanner and keyboard. */
import { expect, type Page } from '@playwright/test';
import { DESK_TEXTS, type Language } from '#shared/locale/desk.ts';
import { scan } from './desk.ts';

/** A second press of Enter meant for the label must not hand the parcel over (ms). */
const SETTLE = 600;

/** The mall's packing bench: opens the order and scans each piece; the last scan prints. Then it is handed over. */
export async function packByScanner(
  bench: Page,
  language: Language,
  order: { readonly purchase: string; readonly pieces: readonly string[] },
): Promise<void> {
  const { packing } = DESK_TEXTS[language];
  await scan(bench, order.purchase);
  await expect(bench.locator('#packing-number')).toBeVisible();
  for (const sku of order.pieces) await scan(bench, sku);
  await expect(bench.locator('.packing-paper img').first()).toBeVisible();
  await expect(bench.getByRole('button', { name: packing.handOver })).toBeFocused();
  await bench.waitForTimeout(SETTLE);
  await bench.keyboard.press('Enter');
}

/** The depot's step, by its key. */
export async function chooseStep(depot: Page, key: string): Promise<void> {
  await depot.keyboard.press('F2');
  await expect(depot.getByRole('dialog')).toBeVisible();
  await depot.keyboard.press(key);
  await expect(depot.getByRole('dialog')).toBeHidden();
}

/** A screen of the rail. */
export async function goTo(desk: Page, name: string): Promise<void> {
  await desk.getByRole('navigation').getByRole('link', { name, exact: true }).click();
}

/** As a person types it: too slow for a scanner. */
export async function typeSlowly(desk: Page, text: string): Promise<void> {
  await desk.keyboard.type(text, { delay: 70 });
  await desk.waitForTimeout(150);
}
