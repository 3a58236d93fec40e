/** Sealed orders, played by a customer on the real pages of a real group: from the credit company's page, and from a disk. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { type DemoGroup, startDemoGroup } from '#main/cli/demo/group.ts';
import { PURCHASE_TEXTS } from '#shared/locale/order-states.ts';
import { STATE_TEXTS } from '#shared/locale/terminal.ts';
import { LOCALES } from '#shared/locale/text.ts';
import { keepPicture } from './pages/look.ts';
import { HANAKO_CARD } from './pages/pay.ts';
import { HANAKO, openShop } from './pages/shop.ts';
import { recordTraffic } from './pages/traffic.ts';

let group: DemoGroup;
let folder: string;

test.use({ ignoreHTTPSErrors: true });

test.beforeAll(async () => {
  await ensurePages();
  folder = mkdtempSync(join(tmpdir(), 'tokumei-e2e-'));
  group = await startDemoGroup(join(folder, 'group'), { ports: 'free', wrapper: true, keyCentre: true });
});

test.afterAll(async () => {
  await group?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const urlOf = (role: 'mall' | 'credit' | 'carrier' | 'wrapper'): string => group.parties[role]!.config.public.url;

/** Chooses the sealed way, up to the page of the order. */
async function orderSealed(page: Page, sku: string, wrapped: boolean): Promise<void> {
  await page.locator(`input[name=take][value="${sku}"]`).check();
  await page.locator('form[action="/basket"] button').last().click();
  await page.waitForURL('**/carrier');
  await page.locator('input[name=pay][value=settled]').check({ force: true });
  await page.locator('input[name=flow][value=sealed]').check({ force: true });
  if (wrapped) await page.locator('input[name=wrapper]:not([value=""])').first().check({ force: true });
  await page.locator('form[action="/carrier"] button').last().click();
  await page.waitForURL('**/confirm');
  await page.locator('button[value=ok]').click();
  await page.waitForURL('**/order');
}

async function fillIn(page: Page, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const typed = { card: HANAKO_CARD.number, expiry: '03/29', password: HANAKO_CARD.password, ...HANAKO, ...more };
  for (const [name, text] of Object.entries(typed)) await page.locator(`#${name}`).fill(text);
}

/** The page as the customer may keep it; the path of the file. */
async function keepPage(terminal: Page): Promise<string> {
  await terminal.locator('.limits summary').click();
  const [download] = await Promise.all([terminal.waitForEvent('download'), terminal.locator('#save-page').click()]);
  return download.path();
}

const provenOf = (page: Page) => page.locator('.proof[data-state=proven]');

test.describe('in Japanese', () => {
  test.use({ locale: LOCALES.ja });

  test('sealed on the credit company’s page, with a gift-wrapper: each company reads its own part', async ({
    context,
  }) => {
    const traffic = recordTraffic(context);
    const { page: shop } = await openShop(context, urlOf('mall'));
    await orderSealed(shop, 'BK-0001', true);
    await keepPicture(shop, 'sealed-1-order');

    const opened = context.waitForEvent('page');
    await shop.locator('a#terminal').click();
    const terminal = await opened;
    await expect(terminal.locator('#order-form')).toBeVisible();
    expect(await terminal.evaluate(() => [window.opener, location.hash])).toEqual([null, '']);
    // What the shop's page shows is the fingerprint of what the credit company serves.
    const fingerprint = createHash('sha256')
      .update(readFileSync(await keepPage(terminal)))
      .digest('hex');
    expect((await shop.locator('#fingerprint').textContent())!.replaceAll(/[^0-9a-f]/g, '')).toBe(fingerprint);

    await expect(provenOf(terminal)).toHaveCount(4);
    await fillIn(terminal, { gift: 'お誕生日おめでとう' });
    await keepPicture(terminal, 'sealed-2-filled');
    await terminal.locator('#send').click();
    await expect(terminal.locator('#state')).toHaveText(STATE_TEXTS.accepted.title.ja);
    await keepPicture(terminal, 'sealed-3-accepted');
    await expect(shop.getByText(PURCHASE_TEXTS.accepted.said.ja).first()).toBeVisible();

    const tracking = (await terminal.locator('#tracking').getAttribute('href'))!;
    const everything = (['mall', 'credit', 'carrier', 'wrapper'] as const)
      .map((role) => traffic.to(urlOf(role)))
      .join('\n');
    const typed = [HANAKO_CARD.number, HANAKO_CARD.password, ...Object.values(HANAKO), 'お誕生日', tracking.slice(-22)];
    for (const text of typed) expect(everything.replaceAll(' ', '')).not.toContain(text.replaceAll(' ', ''));

    // The tracking page opens by the link that the terminal made.
    const tracked = await context.newPage();
    expect((await tracked.goto(tracking))!.status()).toBe(200);
  });
});

test.describe('in English', () => {
  test.use({ locale: LOCALES.en });

  test('sealed from the customer’s own disk, under keys of a key centre', async ({ context }) => {
    const { page: shop } = await openShop(context, urlOf('mall'));
    await orderSealed(shop, 'BK-0001', false);
    const code = await shop.locator('#order-code').inputValue();
    const terminal = await context.newPage();
    await terminal.goto(`${urlOf('credit')}/terminal`);
    const kept = join(folder, 'terminal.html');
    copyFileSync(await keepPage(terminal), kept);
    await terminal.goto(pathToFileURL(kept).href);
    await terminal.locator('#code').fill(code);
    await terminal.locator('#open-order').click();
    await expect(terminal.locator('#order-form')).toBeVisible();
    await terminal.locator('#key-file').setInputFiles(group.keys!.file);
    await expect(terminal.locator('.proof', { hasText: 'sealed with your key file' })).toHaveCount(3);
    await fillIn(terminal);
    await terminal.locator('#send').click();
    await expect(terminal.locator('#state')).toHaveText(STATE_TEXTS.accepted.title.en);
    await expect(shop.getByText(PURCHASE_TEXTS.accepted.said.en).first()).toBeVisible();
    await keepPicture(terminal, 'sealed-4-from-disk');
  });
});
