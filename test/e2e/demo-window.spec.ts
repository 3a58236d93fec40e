/** The demo group's one window: a person follows the story, and what happened at the companies ticks it off. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type FrameLocator, type Page, test } from '@playwright/test';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { STORY, type StoryStep } from '#shared/desk/demo.ts';
import { PLAYERS } from '#main/staff/index.ts';
import { findBarriers, findBarriersInAll } from './pages/accessible.ts';
import { scan } from './pages/desk.ts';
import { buy, HANAKO_CARD } from './pages/pay.ts';
import { fillAddress, HANAKO, openShop, ship } from './pages/shop.ts';
import { FirstRunPerson, type StartedProgram, startProgram } from './pages/setup.ts';

const { demo, setup } = DESK_TEXTS.ja;
let folder: string;
let program: StartedProgram | undefined;

test.use({
  ignoreHTTPSErrors: true,
  locale: 'ja-JP',
  permissions: ['clipboard-read', 'clipboard-write'],
  viewport: { width: 1600, height: 900 },
});
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokumei-demo-window-'));
});
test.afterAll(async () => {
  await program?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'from the first start into a demo group, and one parcel through the story',
  { tag: '@soak' },
  async ({ context, page }) => {
    test.setTimeout(120_000);
    program = await startProgram(['start', '--dir', join(folder, 'party')]);
    await page.goto(program.link);
    const person = new FirstRunPerson(page, 'demo-window');
    await person.at(setup.begin.title);
    await person.key('6');
    await expect(page.getByText(setup.begin.demoStarting)).toBeVisible();
    await expect(page.getByRole('heading', { name: demo.title, exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(page).not.toHaveURL(/token/);
    await person.shot('1-shop');
    await next(page, 'order');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await findBarriersInAll(page)).toEqual([]);
    await page.getByRole('radio', { name: 'English' }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('radio', { name: '日本語' }).click();

    // The customer, in windows of their own.
    const shopUrl = (await page.getByRole('link', { name: demo.openShop }).getAttribute('href'))!;
    const shop = await openShop(context, shopUrl);
    await shop.order(['HL-0302', 'CL-0401'], 'settled');
    await next(page, 'settle');
    await buy(await shop.openCredit(), HANAKO_CARD);
    await next(page, 'address');
    const carrierWindow = await shop.openCarrier();
    await fillAddress(carrierWindow, HANAKO);
    await ship(carrierWindow);
    await next(page, 'print');

    // The mall's bench, in its frame.
    await page.bringToFront();
    const purchase = (await page.locator('.story-step.next .number').textContent())!.replaceAll(' ', '');
    const bench = await sitDown(page, 'mall');
    for (const text of [purchase, 'HL-0302', 'CL-0401']) await scan(page, text);
    await expect(bench.locator('.packing-paper img').first()).toBeVisible();
    await person.shot('2-mall');
    await next(page, 'accept');

    // The label's code is pasted where a scanner would send it.
    const depot = await sitDown(page, 'carrier');
    for (const [key, step] of [
      ['2', 'arrive'],
      ['3', 'deliver'],
    ] as const) {
      await chooseStep(page, depot, key);
      await pasteLabel(page, depot);
      await next(page, step);
    }
    for (const key of ['4', '5']) {
      await chooseStep(page, depot, key);
      await pasteLabel(page, depot);
    }
    await expect(depot.getByText('見本 花子').first()).toBeVisible();
    await depot.locator('.door-name').fill('見本 花子');
    await page.keyboard.press('Enter');
    await next(page, 'compare');
    await person.shot('3-carrier');

    await page.getByRole('button', { name: demo.compare }).click();
    const table = page.locator('.knowledge-table');
    await expect(table.locator('[data-fact=goods] .holding').first()).toHaveAttribute('data-holding', /clear|sealed/);
    await expect(table.locator('[data-fact=destination] .holding').first()).not.toHaveAttribute(
      'data-holding',
      'clear',
    );
    await person.shot('4-compare');
    expect(await findBarriersInAll(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.locator('.story-step.done')).toHaveCount(STORY.length);
    await page.getByRole('button', { name: demo.again }).click();
    await next(page, 'order');
  },
);

async function next(page: Page, step: StoryStep): Promise<void> {
  await expect(page.locator('.story-step.next h3')).toHaveText(demo.steps[step].title, { timeout: 20_000 });
}

async function sitDown(page: Page, desk: 'mall' | 'carrier'): Promise<FrameLocator> {
  await page.locator('.story-step.next .button.slim').last().click();
  const frame = page.frameLocator(`#panel-${desk} iframe`);
  const { name, secret } = PLAYERS[0];
  await frame.getByRole('textbox').first().fill(name);
  await page.keyboard.press('Enter');
  await frame.locator('input[type=password]').fill(secret);
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('navigation')).toBeVisible();
  await frame.locator('main').focus();
  return frame;
}

async function chooseStep(page: Page, depot: FrameLocator, key: string): Promise<void> {
  await depot.locator('main').focus();
  await page.keyboard.press('F2');
  await expect(depot.getByRole('dialog')).toBeVisible();
  await page.keyboard.press(key);
  await expect(depot.getByRole('dialog')).toBeHidden();
}

async function pasteLabel(page: Page, depot: FrameLocator): Promise<void> {
  if ((await page.getByRole('button', { name: demo.copy }).count()) > 0) {
    await page.getByRole('button', { name: demo.copy }).click();
  }
  await depot.locator('main').focus();
  await page.keyboard.press('Control+V');
}
