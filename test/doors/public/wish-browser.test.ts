/** A customer's wishes in a real browser over TLS, on a phone: the carrier's window and the page of one's own. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliveryDays } from '#shared/domain/delivery-slot.ts';
import { expectOk } from '#shared/result.ts';
import { saveDepot } from '#main/roles/carrier/depots.ts';
import { importRoutes } from '#main/roles/carrier/route-imports.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aShipWindow, type TestPublicDoor } from '../../builders/a-browser.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { ADDRESSEE, anAgreedParcel, anOffer } from '../../builders/an-order.ts';
import { chromiumPath, launchChromium } from '../../chromium.ts';
import { buildScript } from '../../renderer/customer/customer-browser.ts';

const STYLE = new URL('../../../src/renderer/customer/style.css', import.meta.url);
const SHOTS = process.env['TOKUMEI_SHOTS'];
const PHONE = { width: 390, height: 844 };

interface Look {
  readonly javaScriptEnabled: boolean;
  readonly locale: 'ja-JP' | 'en-GB';
  readonly colorScheme: 'light' | 'dark';
}

describe.skipIf(chromiumPath === undefined)('a wish in a browser', () => {
  let group: TestGroup;
  let door: TestPublicDoor;
  let url: string;
  let chrome: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    group = await aGroup();
    const { carrier } = group;
    expectOk(
      await saveDepot(carrier.carrier, 'sato', { code: 'YOK', name: '横浜営業所', address: '横浜市中区見本町3-3' }),
    );
    expectOk(await importRoutes(carrier.carrier, 'sato', 'country,prefix,depot,route\nJP,,YOK,23-A\n'));
    url = `https://carrier.localhost:${await freePort()}`;
    door = await aShipWindow({
      ...carrier,
      profile: { ...carrier.profile, public: url },
      carrier: { ...carrier.carrier, publicUrl: url },
    });
    writeFileSync(join(door.assets, 'ship.js'), await buildScript('ship'));
    copyFileSync(STYLE, join(door.assets, 'style.css'));
    await door.door.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
    chrome = await launchChromium();
  }, 60_000);
  beforeEach(() => {
    complaints.length = 0;
  });
  afterAll(() => chrome?.close());

  async function openPhone(look: Look): Promise<Page> {
    const context = await chrome.newContext({ ignoreHTTPSErrors: true, viewport: PHONE, ...look });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  }
  async function shot(page: Page, name: string, { locale, colorScheme }: Look): Promise<void> {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${locale.slice(0, 2)}-${colorScheme}-${name}.png`), fullPage: true });
  }
  const fits = (page: Page): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

  test.each<Look>([
    { javaScriptEnabled: true, locale: 'en-GB', colorScheme: 'light' },
    { javaScriptEnabled: false, locale: 'ja-JP', colorScheme: 'dark' },
  ])('is chosen in the carrier’s window and stands in the result: %j', async (look) => {
    const { instruction, purchase } = await anOffer(group);
    const page = await openPhone(look);
    await page.goto('about:blank');
    await page.setContent(
      `<form method=post action="${url}/ship"><input name=instruction value="${instruction}"><button>go</button></form>`,
    );
    await page.click('button');
    await page.waitForURL('**/ship/form?*');
    const day = deliveryDays(group.clock(), 2)[1]!;
    await page.selectOption('#day', day);
    await page.selectOption('#slot', '18-20');
    await shot(page, 'wish-ship', look);
    expect(await fits(page)).toBe(true);
    await page.fill('#name', ADDRESSEE.name);
    await page.fill('#postalCode', ADDRESSEE.postalCode);
    await page.fill('#line1', ADDRESSEE.lines[0]!);
    await page.fill('#phone', ADDRESSEE.phone);
    await page.click('#send');
    await page.waitForURL('**/ship/done?*');
    expect(await page.textContent('main')).toMatch(look.locale === 'ja-JP' ? /18時–20時/ : /18:00–20:00/);
    await shot(page, 'wish-done', look);
    const row = await group.carrier.storage.read
      .selectFrom('parcel')
      .select(['wish_day', 'wish_slot'])
      .where('jti', '=', purchase)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ wish_day: day, wish_slot: '18-20' });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each<Look>([
    { javaScriptEnabled: false, locale: 'en-GB', colorScheme: 'dark' },
    { javaScriptEnabled: false, locale: 'ja-JP', colorScheme: 'light' },
  ])('is changed on the page of one’s own, without scripts: %j', async (look) => {
    const { trackingToken, labelText } = await anAgreedParcel(group, { pay: 'later' });
    const { carrier } = group.carrier;
    for (const step of ['accept', 'arrive', 'load'] as const) {
      group.clock.advance({ minutes: 50 });
      expectOk(await scanParcel(carrier, { who: 'sato' }, { scan: labelText, step }));
    }
    const page = await openPhone(look);
    await page.goto(`${url}/track/${trackingToken}`);
    await shot(page, 'wish-underway', look);
    expect(await page.locator('form.ask').count()).toBe(0);
    group.clock.advance({ minutes: 50 });
    expectOk(await scanParcel(carrier, { who: 'sato' }, { scan: labelText, step: 'attempt', reason: 'absent' }));
    await page.reload();
    await shot(page, 'wish-attempted', look);
    await page.selectOption('#day', deliveryDays(group.clock(), 1)[0]!);
    await page.selectOption('#slot', 'morning');
    await page.click('button[value=time]');
    await page.waitForURL(`${url}/track/${trackingToken}`);
    expect(await page.textContent('.wish-now')).toMatch(look.locale === 'ja-JP' ? /午前中/ : /Morning/);
    await shot(page, 'wish-redelivery', look);
    await page.click('button[value=hold]');
    await page.waitForSelector('.wishes .facts');
    expect(await page.textContent('.wishes')).toContain('横浜営業所');
    await shot(page, 'wish-held', look);
    expect(await fits(page)).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
