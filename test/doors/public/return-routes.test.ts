/** Something is sent back, from a phone without scripts over TLS: asked for, label fetched, code shown and read back. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LABEL_MM, SHEET_MM } from '#shared/domain/printer.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { expectOk } from '#shared/result.ts';
import { mallRoutes } from '#main/doors/public/mall-routes.ts';
import { returnRoutes } from '#main/doors/public/return-routes.ts';
import { readCodes } from '#main/labels/index.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aBrowser, aDoor, aShop, codeOn, type TestPublicDoor } from '../../builders/a-browser.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { aDeliveredParcel } from '../../builders/a-return.ts';
import { ADDRESSEE, anAgreedParcel } from '../../builders/an-order.ts';
import { chromiumPath, launchChromium } from '../../chromium.ts';

const STYLE = new URL('../../../src/renderer/customer/style.css', import.meta.url);
const SHOTS = process.env['TOKUMEI_SHOTS'];
const COOKIE = '__Host-order';

describe('the routes of a return', () => {
  let group: TestGroup;
  let shop: TestPublicDoor;
  beforeAll(async () => {
    group = await aGroup();
    shop = await aShop(group.mall);
  });
  const browserOf = (token?: string) => {
    const browser = aBrowser(shop, 'mall.localhost');
    if (token !== undefined) browser.jar.set(COOKIE, token);
    return browser;
  };

  test('give nothing to a browser without the order, and nothing before the parcel was delivered', async () => {
    const stranger = browserOf();
    expect((await stranger.get('/order/return')).headers['location']).toBe('/');
    expect(codeOn(await stranger.get('/order/return/label'))).toBe('session-missing');
    expect((await stranger.get('/order/return/phone')).headers['location']).toBe('/');
    expect((await stranger.post('/order/return', { reason: 'other' })).status).toBe(403);
    const { token } = await anAgreedParcel(group);
    const early = browserOf(token);
    expect((await early.get('/order')).body).not.toContain('/order/return');
    expect((await early.get('/order/return')).headers['location']).toBe('/order');
    expect(codeOn(await early.post('/order/return', { reason: 'other' }))).toBe('wrong-state');
    expect((await early.get('/order/return/label')).status).toBe(404);
  });

  test('ask for a reason, hand out a PDF, and follow the return on the order’s page', async () => {
    const { token, returnNumber } = await aDeliveredParcel(group);
    const browser = browserOf(token);
    expect((await browser.get('/order')).body).toContain('href="/order/return"');
    const form = await browser.get('/order/return');
    expect(form.body.match(/name="reason"/g)).toHaveLength(5);
    const missing = await browser.post('/order/return', { reason: 'spite' });
    expect([missing.status, codeOn(missing)]).toEqual([422, 'field-missing']);
    expect(await browser.post('/order/return', { reason: 'damaged' })).toMatchObject({
      status: 303,
      headers: { location: '/order/return' },
    });
    const label = await browser.get('/order/return/label?paper=a6');
    expect(label.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' });
    expect(label.headers['content-disposition']).toBe('attachment; filename="return-label.pdf"');
    const state = async (): Promise<unknown> => JSON.parse((await browser.get('/order/state')).body) as unknown;
    expect(await state()).toMatchObject({ returning: 'announced' });
    expectOk(await scanParcel(group.carrier.carrier, { who: 'mori' }, { scan: returnNumber, step: 'accept' }));
    await group.exchange();
    expect(await state()).toMatchObject({ returning: 'on-the-way' });
    const page = (await browser.get('/order')).body;
    expect(page).toContain('The carrier has your return.');
    expect(page).not.toContain('href="/order/return"');
  });
});

describe.skipIf(chromiumPath === undefined)('on a phone without scripts', () => {
  let group: TestGroup;
  let chrome: Browser;
  let context: BrowserContext;
  let url: string;
  beforeAll(async () => {
    group = await aGroup();
    url = `https://mall.localhost:${await freePort()}`;
    const { mall } = group;
    const shop = await aDoor({ ...mall, profile: { ...mall.profile, public: url } }, (door, pages) => {
      mallRoutes({ ...mall.mall, publicUrl: url })(door, pages);
      returnRoutes(mall.mall)(door, pages);
    });
    copyFileSync(STYLE, join(shop.assets, 'style.css'));
    await shop.door.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
    chrome = await launchChromium();
  }, 60_000);
  afterEach(() => context?.close());
  afterAll(() => chrome?.close());

  async function openShop(token: string, locale: 'ja-JP' | 'en-GB', colorScheme: 'light' | 'dark'): Promise<Page> {
    context = await chrome.newContext({
      ignoreHTTPSErrors: true,
      javaScriptEnabled: false,
      acceptDownloads: true,
      locale,
      colorScheme,
      viewport: { width: 360, height: 760 },
      deviceScaleFactor: 2,
    });
    await context.addCookies([{ name: COOKIE, value: token, url, secure: true, httpOnly: true, sameSite: 'Lax' }]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${url}/order`);
    return page;
  }
  /** Nothing of the page lies beside the phone's width: a whole page's picture is as wide as all of it. */
  async function shot(page: Page, name: string): Promise<void> {
    const png = await page.screenshot({ fullPage: true });
    expect(png.readUInt32BE(16)).toBe(2 * 360);
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    writeFileSync(join(SHOTS, `shop-${name}.png`), png);
  }

  test.each([
    ['ja-JP', 'light', '返品する', '壊れている・傷がある', '返品ラベルを受け取る', '画面にコードを表示'],
    ['en-GB', 'dark', 'Return something', 'It is damaged', 'Get the return label', 'Show the code'],
  ] as const)(
    'a return is asked for, printed, and shown as a code that reads (%s, %s)',
    async (locale, theme, ask, why, get, show) => {
      const { token, returnNumber, number } = await aDeliveredParcel(group);
      const page = await openShop(token, locale, theme);
      await shot(page, `${locale}-${theme}-order`);
      await page.getByRole('link', { name: ask }).click();
      await shot(page, `${locale}-${theme}-reason`);
      await page.locator('label', { hasText: why }).click();
      await page.getByRole('button', { name: get }).click();
      await expect.poll(() => page.getByText(formatNumber(returnNumber)).count()).toBe(1);
      await shot(page, `${locale}-${theme}-label`);
      for (const [at, [width, height]] of [LABEL_MM['100x150'], LABEL_MM.a6, SHEET_MM.a4].entries()) {
        const coming = page.waitForEvent('download');
        await page.locator('a[download]').nth(at).click();
        const pdf = await bytesOf(await (await coming).createReadStream());
        if (SHOTS !== undefined) writeFileSync(join(SHOTS, `return-${at}.pdf`), pdf);
        const [, , right, top] = /MediaBox \[([\d. ]+)\]/.exec(pdf.toString('latin1'))![1]!.split(' ').map(Number);
        expect(Math.abs(right! - (width * 72) / 25.4) + Math.abs(top! - (height * 72) / 25.4)).toBeLessThan(2);
        expect(pdf.toString('latin1')).not.toContain(number);
      }
      await page.getByRole('link', { name: show }).click();
      await shot(page, `${locale}-${theme}-phone`);
      expect(await page.content()).not.toContain(ADDRESSEE.name);
      const figure = page.locator('.return-code');
      // Light, also where everything else is dark.
      const paper = await page.locator('.return-code').screenshot();
      const read = expectOk(await readCodes(paper));
      expect(read.map(({ text }) => text)).toEqual([`${returnNumber}010101`, `${returnNumber}010101`]);
      expect(await figure.getByRole('img').count()).toBe(2);
      await page.getByRole('link', { name: /Back to the label|返品ラベルへ戻る/ }).click();
      await page.getByRole('link', { name: /Back to your order|ご注文の画面へ戻る/ }).click();
      await shot(page, `${locale}-${theme}-announced`);
    },
    60_000,
  );
});

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
