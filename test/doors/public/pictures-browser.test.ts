/** Pictures of products in a real browser without scripts, on a phone: drawn, kept, and in their place before they are there. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page, Request } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { addPicture, describePicture } from '#main/roles/mall/pictures.ts';
import { offerProducts } from '#main/roles/mall/save-product.ts';
import { aShop } from '../../builders/a-browser.ts';
import { aMall, type TestMall } from '../../builders/a-party.ts';
import { aCatalogue } from '../../builders/an-order.ts';
import { chromiumPath, launchChromium } from '../../chromium.ts';

const STYLE = new URL('../../../src/renderer/customer/style.css', import.meta.url);
const SHOTS = process.env['TOKUMEI_SHOTS'];
const PATIENCE = { timeout: 15_000 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(chromiumPath === undefined)('pictures in the shop', () => {
  let mall: TestMall;
  let url: string;
  let chrome: Browser;

  beforeAll(async () => {
    url = `https://mall.localhost:${await freePort()}`;
    const party = await aMall({ id: 'mall.localhost' });
    mall = { ...party, profile: { ...party.profile, public: url }, mall: { ...party.mall, publicUrl: url } };
    await aCatalogue(mall);
    chrome = await launchChromium();
    const page = await chrome.newPage();
    for (const [at, colour] of ['#264b7d', '#2f7d4f'].entries()) {
      const files = { small: await draw(page, 320, 240, colour), large: await draw(page, 1280, 960, colour) };
      const { id } = expectOk(await addPicture(mall.mall, 'mori', { sku: 'BK-2', ...files }));
      const alt = { ja: `表紙${at + 1}`, en: `Cover ${at + 1}` };
      expectOk(await describePicture(mall.mall, 'mori', { id, alt }));
    }
    await page.close();
    expectOk(await offerProducts(mall.mall, 'mori', { skus: ['BK-1'], onSale: false }));
    const shop = await aShop(mall);
    copyFileSync(STYLE, join(shop.assets, 'style.css'));
    await shop.door.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
  }, 60_000);
  afterAll(() => chrome?.close());

  test.each([
    { locale: 'ja-JP', colorScheme: 'light' },
    { locale: 'en-GB', colorScheme: 'dark' },
  ] as const)(
    'are drawn without scripts, in their place, and asked for once: %j',
    { timeout: 60_000 },
    async (look) => {
      const context = await chrome.newContext({
        ignoreHTTPSErrors: true,
        javaScriptEnabled: false,
        viewport: PHONE,
        ...look,
      });
      const page = await context.newPage();
      const asked: Request[] = [];
      page.on('request', (request) => asked.push(request));
      await page.goto(url);
      const names = look.locale === 'ja-JP' ? ['表紙1', '表紙2'] : ['Cover 1', 'Cover 2'];
      const row = page.getByRole('listitem').filter({ hasText: 'BK-2' });
      const small = row.getByRole('img', { name: names[0]! }).first();
      await expect
        .poll(() => small.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth), PATIENCE)
        .toBe(320);
      // The row is as high with its picture as it was before it came.
      const height = (await row.boundingBox())!.height;
      const bare = await context.newPage();
      await bare.route('**/picture/**', (route) => route.abort());
      await bare.goto(url);
      expect((await bare.getByRole('listitem').filter({ hasText: 'BK-2' }).boundingBox())!.height).toBe(height);
      await bare.close();
      const pictures = () => asked.filter((request) => request.url().includes('/picture/'));
      const answer = (await pictures()[0]!.response())!;
      expect(answer.headers()).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      });
      expect(await page.getByText('BK-1', { exact: true }).count()).toBe(0);

      await row.locator('summary').click();
      const large = row.locator('details').getByRole('img');
      expect(await large.count()).toBe(2);
      // Browsers put nothing off without scripts: the large ones are a link away.
      await expect.poll(() => large.last().evaluate((img: HTMLImageElement) => img.naturalWidth), PATIENCE).toBe(320);
      const link = (await row.locator('details').getByRole('link').last().getAttribute('href'))!;
      expect(pictures().map((request) => new URL(request.url()).pathname)).not.toContain(link);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
      await shot(page, 'shop-pictures', look);

      await page.goto(url);
      await expect.poll(() => small.evaluate((img: HTMLImageElement) => img.naturalWidth), PATIENCE).toBe(320);
      expect(new Set(asked.map((request) => new URL(request.url()).host))).toEqual(new Set([new URL(url).host]));
      await context.close();
    },
  );

  test('are asked for when they are looked at, where scripts run', { timeout: 60_000 }, async () => {
    const context = await chrome.newContext({ ignoreHTTPSErrors: true, viewport: PHONE, locale: 'en-GB' });
    const page = await context.newPage();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    await page.goto(url);
    const row = page.getByRole('listitem').filter({ hasText: 'BK-2' });
    const small = row.getByRole('img', { name: 'Cover 1' }).first();
    await expect.poll(() => small.evaluate((img: HTMLImageElement) => img.naturalWidth), PATIENCE).toBe(320);
    expect([...asked].filter((path) => path.startsWith('/picture/'))).toHaveLength(1);
    await row.locator('summary').click();
    const large = row.locator('details').getByRole('img').last();
    await large.scrollIntoViewIfNeeded();
    await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth), PATIENCE).toBe(1280);
    await context.close();
  });
});

async function draw(page: Page, width: number, height: number, colour: string): Promise<string> {
  return page.evaluate(
    async ([wide, high, fill]) => {
      const canvas = new OffscreenCanvas(wide, high);
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = fill;
      pen.fillRect(0, 0, wide, high);
      pen.fillStyle = '#fbfaf7';
      pen.fillRect(wide / 4, high / 4, wide / 2, high / 2);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
      return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
    },
    [width, height, colour] as const,
  );
}

async function shot(
  page: Page,
  name: string,
  { locale, colorScheme }: { readonly locale: string; readonly colorScheme: string },
): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${locale.slice(0, 2)}-${colorScheme}-${name}.png`), fullPage: true });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
