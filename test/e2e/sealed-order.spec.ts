/**
 * Sealed orders and orders confirmed with a wallet, played by a customer on the real pages of a real group: from the
 * credit company's page and from a disk; with a wallet that was made on another device.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type DemoGroup, startDemoGroup } from '#main/cli/demo/group.ts';
import { WALLET } from '#shared/locale/agency.ts';
import { PURCHASE_TEXTS } from '#shared/locale/order-states.ts';
import { STATE_TEXTS } from '#shared/locale/terminal.ts';
import { LOCALES } from '#shared/locale/text.ts';
import { keepPicture } from './pages/look.ts';
import { HANAKO_CARD } from './pages/pay.ts';
import { fillAddress, HANAKO, openShop, ship } from './pages/shop.ts';
import { recordTraffic } from './pages/traffic.ts';

let group: DemoGroup;
let folder: string;

test.use({ ignoreHTTPSErrors: true });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokumei-e2e-'));
  group = await startDemoGroup(join(folder, 'group'), {
    ports: 'free',
    wrapper: true,
    keyCentre: true,
    agency: 'reseal',
  });
});

test.afterAll(async () => {
  await group?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const urlOf = (role: 'mall' | 'credit' | 'carrier' | 'wrapper' | 'agency'): string =>
  group.parties[role]!.config.public.url;

/** Chooses the way, up to the page of the order. @param flow the choice's value, or its beginning */
async function orderBy(page: Page, flow: string, sku: string, wrapped = false): Promise<void> {
  await page.locator(`input[name=take][value="${sku}"]`).check();
  await page.locator('form[action="/basket"] button').last().click();
  await page.waitForURL('**/carrier');
  await page.locator('input[name=pay][value=settled]').check({ force: true });
  await page.locator(`input[name=flow][value^="${flow}"]`).check({ force: true });
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
    await orderBy(shop, 'sealed', 'BK-0001', true);
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

  test('sealed from the customer’s own disk, under keys of a key centre', { tag: '@soak' }, async ({ context }) => {
    const { page: shop } = await openShop(context, urlOf('mall'));
    await orderBy(shop, 'sealed', 'BK-0001');
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

  test('confirmed with a wallet that was made on another device, after a wrong PIN; then shipped', async ({
    browser,
    context,
  }) => {
    const other = await browser.newContext({ ignoreHTTPSErrors: true, locale: LOCALES.en });
    const enrolment = await other.newPage();
    const sent = recordTraffic(other);
    await enrolment.goto(`${urlOf('agency')}/enrol`);
    const typed = {
      name: HANAKO.name,
      expiry: '03/29',
      password: HANAKO_CARD.password,
      pin: '271828',
      again: '271828',
    };
    for (const [name, text] of Object.entries({ ...typed, card: HANAKO_CARD.number })) {
      await enrolment.locator(`#${name}`).fill(text);
    }
    await enrolment.locator('#make').click();
    const [download] = await Promise.all([enrolment.waitForEvent('download'), enrolment.locator('#save').click()]);
    const wallet = join(folder, 'hanako.tokumei-wallet');
    await download.saveAs(wallet);
    const traffic = sent.to(urlOf('agency'));
    expect(traffic).toContain('/enrol');
    for (const secret of [HANAKO_CARD.number, HANAKO_CARD.password, typed.pin]) expect(traffic).not.toContain(secret);
    await other.close();

    const { page: shop, openCarrier } = await openShop(context, urlOf('mall'));
    await orderBy(shop, 'agency:', 'BK-0001');
    const opened = context.waitForEvent('page');
    await shop.locator('#wallet').click();
    const page = await opened;
    await expect(page.locator('#order')).toContainText('mall.localhost');
    expect(page.url()).not.toContain('#');
    await page.locator('#file').setInputFiles(wallet);
    await page.locator('#pin').fill('111111');
    await page.locator('#confirm-now').click();
    await expect(page.getByText('confirmation-refused')).toBeVisible();
    await page.locator('#pin').fill(typed.pin);
    await page.locator('#confirm-now').click();
    await expect(page.locator('#outcome-title')).toHaveText(WALLET.yesTitle.en);
    await keepPicture(page, 'wallet-confirmed');
    const carrier = await openCarrier();
    await fillAddress(carrier, HANAKO);
    await ship(carrier);
    await expect(shop.getByText(PURCHASE_TEXTS.accepted.said.en).first()).toBeVisible();
  });
});
