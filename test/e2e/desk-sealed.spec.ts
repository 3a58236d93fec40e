/** How a settled order was made, at the mall's desk: from the account of an order and from the packing bench. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import { ok } from '#shared/result.ts';
import { fakeMallRefunds, PACKED } from '#test/fakes/fake-refunds.ts';
import { BUNDLE, fakeSealed, WAYS } from '#test/fakes/fake-sealed.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

const OPEN = { ja: '注文の経路', en: 'How it was ordered' } as const;

async function openAccount(page: Page, type: (text: string) => Promise<void>): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#/refunds`);
  await expect(page.getByRole('radio')).toHaveCount(3);
  await page.keyboard.press('F4');
  await type(PACKED);
  await page.keyboard.press('Enter');
}

for (const [language, theme] of looks('en')) {
  test(`a sealed order shows who has which part, and hands out the bundle as it came, ${language}`, async ({
    browser,
  }) => {
    const handlers = { ...fakeMallRefunds(), ...fakeSealed('sealed') };
    const { page, desk, shot, type, close } = await openDesk(browser, { role: 'mall', language, theme, handlers });
    await openAccount(page, type);
    const button = page.getByRole('button', { name: OPEN[language] });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('row')).toHaveCount(5);
    for (const { name } of WAYS.sealed.parts) await expect(dialog.getByRole('row', { name })).toBeVisible();
    await expect(dialog.getByRole('row', { name: '青空運送' })).toContainText(
      { ja: 'お届け先', en: 'Address' }[language],
    );
    await shot('sealed-order');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: { ja: '束を保存', en: 'Save bundle' }[language] }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`bundle-${PACKED}.json`);
    expect(await readFile((await file.path())!, 'utf8')).toBe(BUNDLE);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(button).toBeFocused();
    // Looking is recorded: it is asked for by a press, and once for each.
    expect(desk.received.filter(({ command }) => command === 'sealed.open')).toHaveLength(1);
    await close();
  });
}

test('every other way says in plain words what came here and what did not', async ({ browser }) => {
  let flow: OrderFlow = 'agency';
  const handlers = { ...fakeMallRefunds(), 'sealed.open': async () => ok(WAYS[flow]) };
  const { page, shot, type, close } = await openDesk(browser, { role: 'mall', language: 'en', handlers });
  await openAccount(page, type);
  for (const [each, said] of [
    ['agency', ['card and PIN never came here', 'Waits for the customer', 'みなと認証']],
    ['closed', ['carried it over the closed network and can’t open it', 'No bundle is here', 'Awaited']],
    ['window', ['Nothing sealed went through this mall.']],
  ] as const) {
    flow = each;
    await page.getByRole('button', { name: OPEN.en }).click();
    for (const text of said) await expect(page.getByRole('dialog').getByText(text)).toBeVisible();
    await shot(`way-${flow}`);
    await page.keyboard.press('Escape');
  }
  await close();
});

test('the packing bench shows it too, of settled orders alone, and Escape leaves the order open', async ({
  browser,
}) => {
  const handlers = fakeSealed('sealed');
  const { page, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja', handlers });
  await page.goto(`${page.url().split('#')[0]}#/purchases`);
  const open = page.getByRole('button', { name: OPEN.ja });
  for (const [pay, count] of [
    ['後払い', 0],
    ['支払済', 1],
  ] as const) {
    await page.goto(`${page.url().split('#')[0]}#/purchases`);
    await page.getByRole('row', { name: pay }).first().click();
    await page.keyboard.press('F2');
    await expect(page.locator('#packing-number')).toBeVisible();
    await expect(open).toHaveCount(count);
  }
  await open.click();
  await expect(page.getByRole('dialog').getByRole('row')).toHaveCount(5);
  await shot('packing-sealed');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('#packing-number')).toBeVisible();
  await close();
});
