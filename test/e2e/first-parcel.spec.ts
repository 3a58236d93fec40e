/** The program's main job, played by customer, packer and depot clerk on the real pages of a real group. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ScannedParcel } from '#shared/desk/carrier.ts';
import { type DemoGroup, startDemoGroup } from '#main/cli/demo/group.ts';
import { chooseStep } from './pages/bench.ts';
import { openDesk, scan } from './pages/desk.ts';
import { newestLabel, readWithZbar } from './pages/label.ts';
import { fillAddress, HANAKO, openShop, purchaseOf, ship } from './pages/shop.ts';

let group: DemoGroup;
let folder: string;

test.use({ ignoreHTTPSErrors: true, locale: 'ja-JP' });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokumei-e2e-'));
  group = await startDemoGroup(join(folder, 'group'), { ports: 'free' });
});

test.afterAll(async () => {
  await group?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const shopUrl = (): string => group.parties.mall.config.public.url;

async function shows(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByText(text).first()).toBeVisible({ timeout: 15_000 });
}

test('a parcel from the customer’s browser to the opened label, cash collected and remitted', async ({ context }) => {
  // The customer: the address goes to the carrier's window alone, and leaves the browser sealed.
  const shop = await openShop(context, shopUrl());
  await shop.order(['HL-0302', 'CL-0401']);
  const purchase = await purchaseOf(shop.page);
  const carrierWindow = await shop.openCarrier();
  expect(carrierWindow.url()).not.toMatch(/\d{14}/);
  expect(await carrierWindow.evaluate(() => window.opener)).toBeNull();
  const posted: string[] = [];
  carrierWindow.on('request', (request) => request.method() === 'POST' && posted.push(request.postData() ?? ''));
  await fillAddress(carrierWindow, HANAKO);
  await ship(carrierWindow);
  expect(posted).toHaveLength(1);
  expect([...new URLSearchParams(posted[0]).keys()]).toEqual(['envelope', 'zone']);
  await shows(carrierWindow, 'みほん運輸');

  // The shop window follows by itself.
  await shows(shop.page, 'ご注文を承りました');
  await expect(shop.page.locator('body')).not.toContainText('見本 花子');

  // The packer: opens the order by scanning, ticks by scanning, prints and hands over with Enter.
  const bench = await openDesk(context, group.parties.mall.folder, '佐藤');
  await scan(bench, purchase);
  await shows(bench, '妊娠検査薬 2本入');
  await scan(bench, 'BK-0001');
  await expect(bench.getByRole('alert').or(bench.locator('.packing-note')).first()).toContainText(/BK-0001/i);
  await scan(bench, 'HL-0302');
  // The last scan prints by itself.
  await scan(bench, 'CL-0401');
  await expect(bench.locator('.packing-paper img').first()).toBeVisible({ timeout: 15_000 });
  await bench.waitForTimeout(1000);
  await bench.keyboard.press('Enter');
  await shows(shop.page, '荷物を配送会社に渡しました');

  // The label, read by a reader that shares no code with us.
  const label = newestLabel(group.parties.mall.folder);
  const codes = readWithZbar(label);
  const main = codes.find(({ text }) => text.startsWith('3') && text.length === 615)!.text;
  // zbar tells the fence and the ladder once, for they say the same.
  const linear = codes.filter(({ type }) => type === 'CODE-128').map(({ text }) => text);
  expect(new Set(linear)).toEqual(new Set([main.slice(2, 22)]));
  expect(codes.some(({ text }) => text.startsWith('1') && text.length > 300)).toBe(true);

  // The depot: every step by scanner and keyboard.
  const depot = await openDesk(context, group.parties.carrier.folder, '鈴木');
  await chooseStep(depot, '2');
  await scan(depot, main);
  // Who sorts reads the route alone.
  await shows(depot, '23-A');
  await expect(depot.locator('body')).not.toContainText(/見本 花子|231-0015/);
  await scan(depot, main);
  await expect(depot.locator('body')).toContainText('label-duplicate');
  await expect(depot.locator('body')).not.toContainText('見本 花子');
  await chooseStep(depot, '3');
  await scan(depot, main.slice(2, 22));
  await shows(depot, '23-A');
  await chooseStep(depot, '4');
  await scan(depot, main.slice(2, 16));
  await chooseStep(depot, '5');
  await scan(depot, main);
  await shows(depot, '¥2,648');
  await shows(depot, '見本 花子');
  await shows(depot, /231-0015/);
  await depot.locator('.door-name').fill('見本 花子');
  await depot.locator('.cash-input').fill('2647');
  await depot.keyboard.press('Enter');
  await expect(depot.locator('body')).toContainText('cash-differs');
  await depot.locator('.cash-input').fill('2648');
  await depot.keyboard.press('Enter');
  await shows(shop.page, 'お届けが済みました');

  // The cash goes to the mall, exactly.
  await group.parties.carrier.desk.ask('cash.remit', { mall: group.parties.mall.config.id });
  await expect
    .poll(async () => (await group.parties.mall.desk.ask('remittances.received', { limit: 100 })).rows[0]?.total.value)
    .toBe(2648);

  // Every opening is in the trail, by name of the clerk and number of the parcel.
  const { rows } = await group.parties.carrier.desk.ask('trail.list', { limit: 100 });
  const deeds = rows.filter(({ who }) => who === '鈴木').map(({ action }) => action);
  expect(deeds.filter((action) => action === 'address.opened').length).toBeGreaterThanOrEqual(2);
  expect(deeds).toEqual(expect.arrayContaining(['route.read', 'parcel.moved', 'scan.refused', 'cash.collected']));
});

test('a refusal at the carrier leads the customer back to the catalogue', { tag: '@soak' }, async ({ context }) => {
  const shop = await openShop(context, shopUrl());
  await shop.order(['BK-0001'], 'later');
  const carrierWindow = await shop.openCarrier();
  await expect(carrierWindow.locator('body')).not.toContainText('715');
  await carrierWindow.locator('#no').click();
  await expect(carrierWindow).toHaveURL(/\/ship\/done\?/);
  await expect(shop.page).toHaveURL(`${shopUrl()}/`, { timeout: 20_000 });
  await expect(shop.page.locator('input[name=take]').first()).toBeVisible();
});

test('NG at the confirmation goes back', async ({ context }) => {
  const shop = await openShop(context, shopUrl());
  await shop.page.locator('input[name=take][value="BK-0001"]').check();
  await shop.page.locator('form[action="/basket"] button').last().click();
  await shop.page.locator('form[action="/carrier"] button').last().click();
  await shop.page.locator('button[value=ng]').click();
  await expect(shop.page).toHaveURL(/\/carrier$/);
});

test('an address that can’t stand is named at its field, and nothing is sent', async ({ context }) => {
  const shop = await openShop(context, shopUrl());
  await shop.order(['BK-0001'], 'later');
  const carrierWindow = await shop.openCarrier();
  const posted: string[] = [];
  carrierWindow.on('request', (request) => request.method() === 'POST' && posted.push(request.url()));
  const button = carrierWindow.locator('#send');
  for (const bad of [{ name: '見本 🎀' }, { name: '見本\u202e花子' }, { line1: 'あ'.repeat(400) }]) {
    await fillAddress(carrierWindow, { ...HANAKO, ...bad });
    await button.click();
    await expect(carrierWindow.locator('[aria-invalid=true]')).toHaveCount(1);
  }
  expect(posted).toEqual([]);
  await fillAddress(carrierWindow, HANAKO);
  await button.dblclick();
  await expect(carrierWindow).toHaveURL(/\/ship\/done\?/);
  expect(posted).toHaveLength(1);
});

test('without scripts the carrier seals at once, and the shop page refreshes itself', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true, locale: 'en-GB' });
  const shop = await openShop(context, shopUrl());
  await shop.order(['BK-0002'], 'later');
  const carrierWindow = await shop.openCarrier();
  await fillAddress(carrierWindow, HANAKO);
  await ship(carrierWindow);
  await shows(shop.page, 'Your order is placed');
  await context.close();
});

test(
  'whoever else holds the instruction starts blank, and later sees the result class alone',
  { tag: '@soak' },
  async ({ context, browser }) => {
    const shop = await openShop(context, shopUrl());
    await shop.order(['BK-0001'], 'later');
    const instruction = await shop.page.locator('input[name=instruction]').inputValue();
    const carrierWindow = await shop.openCarrier();
    await fillAddress(carrierWindow, HANAKO);

    const foreign = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'ja-JP' });
    const repost = async (): Promise<Page> => {
      const page = await foreign.newPage();
      await page.goto('about:blank');
      await page.setContent(
        `<form method=post action="${group.parties.carrier.config.public.url}/ship"><input name=instruction value="${instruction}"><button>go</button></form>`,
      );
      await page.locator('button').click();
      await page.waitForURL(/\/ship\//);
      return page;
    };
    const before = await repost();
    await expect(before.locator('[name=name]')).toHaveValue('');
    await ship(carrierWindow);
    const number = await carrierWindow.locator('body').textContent();
    const after = await repost();
    await expect(after).toHaveURL(/\/ship\/done\?/);
    await expect(after.locator('body')).not.toContainText('見本 花子');
    const told = /3 \d{4} \d{4} \d{4} \d/.exec(number!)![0];
    await expect(after.locator('body')).not.toContainText(told);
    await foreign.close();
  },
);

test(
  'while the mall is down the answer waits, and the carrier’s page says so',
  { tag: '@soak' },
  async ({ context }) => {
    const shop = await openShop(context, shopUrl());
    await shop.order(['BK-0003'], 'later');
    const carrierWindow = await shop.openCarrier();
    process.kill(group.parties.mall.process.pid, 'SIGSTOP');
    try {
      await fillAddress(carrierWindow, HANAKO);
      await ship(carrierWindow);
      await shows(carrierWindow, 'お店にまだつながりません');
    } finally {
      process.kill(group.parties.mall.process.pid, 'SIGCONT');
    }
    await shows(shop.page, 'ご注文を承りました');
  },
);

test(
  'the carrier’s window opened twice is one window, and its address opens at the depot',
  { tag: '@soak' },
  async ({ context }) => {
    const shop = await openShop(context, shopUrl());
    await shop.order(['BK-0001'], 'later');
    const one = await shop.openCarrier();
    const two = await shop.openCarrier();
    expect(two.url()).toBe(one.url());
    await fillAddress(one, HANAKO);
    await ship(one);
    const opened = await packAndOpen(shop.page);
    expect(opened.addressee?.name).toBe(HANAKO.name);
  },
);

test(
  'two orders in one browser keep apart: each address goes with its own order',
  { tag: '@soak' },
  async ({ context }) => {
    const shop = await openShop(context, shopUrl());
    await shop.order(['BK-0001'], 'later');
    const first = { window: await shop.openCarrier(), number: await purchaseOf(shop.page) };
    await shop.page.goto(shopUrl());
    await shop.order(['BK-0003'], 'later');
    const second = { window: await shop.openCarrier(), number: await purchaseOf(shop.page) };
    expect(second.window.url()).not.toBe(first.window.url());
    await fillAddress(first.window, { ...HANAKO, name: '一番 花子' });
    await ship(first.window);
    await second.window.locator('#no').click();
    await expect(second.window).toHaveURL(/\/ship\/done\?/);
    const { desk } = group.parties.mall;
    const states = async (): Promise<unknown> =>
      (await desk.ask('purchases.list', { limit: 10 })).rows
        .filter(({ purchase }) => [first.number, second.number].includes(purchase))
        .map(({ purchase, state }) => `${purchase === first.number ? 'first' : 'second'} ${state}`)
        .sort();
    await expect.poll(states).toEqual(['first accepted', 'second refused']);
  },
);

/** What the depot sees of the order that this shop window shows. */
async function packAndOpen(page: Page): Promise<ScannedParcel> {
  await shows(page, 'ご注文を承りました');
  const { mall, carrier } = group.parties;
  const purchase = await purchaseOf(page);
  const { items } = await mall.desk.ask('packing.open', { number: purchase });
  const checked = items.map(({ sku, quantity }) => ({ sku, quantity }));
  const [printed] = await mall.desk.ask('packing.print', { purchase, checked });
  return carrier.desk.ask('station.scan-file', { file: printed!.pdf, step: 'look' });
}
