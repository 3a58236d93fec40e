import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { openFakeStations } from '#test/fakes/fake-stations.ts';
import { openDesk } from './desk-page.ts';
import { StationsPage } from './pages/stations.ts';

test.beforeAll(() => ensurePages());

/** What an independent reader finds in the picture of a dialog. */
function readCodes(picture: string): string[] {
  const found = execFileSync('zbarimg', ['--quiet', '--nodbus', picture], { encoding: 'utf8' });
  return found.trim().split('\n').toSorted();
}

test('a gate is paired with keys alone: its code is read off the screen, and its coming is seen', async ({
  browser,
}, info) => {
  const stations = openFakeStations({ role: 'carrier' });
  const { page, shot, desk, tones, close } = await openDesk(browser, {
    role: 'carrier',
    language: 'ja',
    handlers: stations.handlers,
  });
  const list = new StationsPage(page);
  await list.open();
  await expect(page.getByRole('heading', { level: 1, name: '端末' })).toBeVisible();
  await expect(list.row('ゲート1')).toContainText('接続中');
  await expect(list.row('ゲート2')).toContainText('未接続');
  await expect(list.row('車両2')).toContainText('取消済み');
  await shot('stations');

  await list.press('端末を接続');
  await expect(list.dialog.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('ゲート1', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(list.dialog).toContainText('この名前の端末はすでに使われています。');
  await expect(list.dialog.getByRole('textbox')).toBeFocused();
  await shot('stations-taken');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ゲート3', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(list.dialog.getByRole('heading', { name: 'ゲート3の接続コード' })).toBeVisible();
  await expect(list.dialog).toContainText('192.0.2.10:8490');
  await expect(list.dialog.getByRole('timer')).toContainText('残り 9:5');
  const code = await list.code();
  expect(code).toBe(stations.codes.at(-1));
  await shot('stations-code');
  const picture = join(info.outputDir, 'code.png');
  await list.dialog.screenshot({ path: picture });
  expect(readCodes(picture)).toEqual([`CODE-128:${code}`, `QR-Code:${code}`]);

  stations.arrive();
  desk.announce('stations');
  await expect(list.dialog.getByRole('status')).toContainText('ゲート3を接続しました');
  expect((await tones()).length).toBeGreaterThan(0);
  await shot('stations-paired');
  await page.keyboard.press('Enter');
  await expect(list.dialog).toHaveCount(0);
  await expect(list.row('ゲート3')).toContainText('接続中');
  await close();
});

test('a lost van is revoked, after what that means was said', async ({ browser }) => {
  const stations = openFakeStations({ role: 'carrier' });
  const { page, shot, desk, close } = await openDesk(browser, {
    role: 'carrier',
    language: 'en',
    theme: 'dark',
    handlers: stations.handlers,
  });
  const list = new StationsPage(page);
  await list.open();
  await list.table.getByRole('row').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(list.row('車両1')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(list.dialog).toContainText('Connected');
  await shot('stations-file');
  await list.press('Revoke');
  await expect(list.dialog).toContainText('Its connection ends at once, and');
  await expect(list.dialog).toContainText('it destroys its keys, its list of parcels and its queue');
  await shot('stations-revoke');
  await page.keyboard.press('Escape');
  expect(desk.received.some(({ command }) => command === 'stations.revoke')).toBe(false);
  await expect(list.row('車両1')).toContainText('Connected');
  await list.row('車両1').focus();
  await page.keyboard.press('Enter');
  await list.press('Revoke');
  await list.press('Revoke');
  await expect(page.getByRole('main').getByRole('status')).toContainText('車両1 is revoked');
  desk.announce('stations');
  await expect(list.row('車両1')).toContainText('Revoked');
  await shot('stations-revoked');
  await close();
});

test('a code that was not used says so, and another is shown', { tag: '@soak' }, async ({ browser }) => {
  const stations = openFakeStations({ role: 'mall', empty: true, firstMs: 2500 });
  const { page, shot, desk, close } = await openDesk(browser, {
    role: 'mall',
    language: 'en',
    empty: true,
    handlers: stations.handlers,
  });
  const list = new StationsPage(page);
  await list.open();
  await expect(page.getByRole('heading', { name: 'No station is paired' })).toBeVisible();
  await shot('stations-empty');
  await list.press('Pair a station');
  await page.keyboard.type('Bench 4', { delay: 60 });
  await page.keyboard.press('Enter');
  const first = await list.code();
  await expect(list.dialog).toContainText('The code has ended');
  await shot('stations-ended');
  await expect(list.dialog.getByRole('button', { name: 'Show a new code' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(list.dialog.locator('[data-code]')).toBeVisible();
  const second = await list.code();
  expect(second).not.toBe(first);
  // Long before its time: somebody typed it wrong five times.
  desk.announce('stations');
  await expect(list.dialog.locator('[data-code="open"]')).toBeVisible();
  stations.endCode();
  desk.announce('stations');
  await expect(list.dialog).toContainText('The code has ended');
  await close();
});

test('where there is no door for stations, the screen says how to open one', async ({ browser }) => {
  const stations = openFakeStations({ role: 'credit', off: true });
  const { page, shot, close } = await openDesk(browser, {
    role: 'credit',
    language: 'ja',
    theme: 'dark',
    handlers: stations.handlers,
  });
  const list = new StationsPage(page);
  await list.open();
  await expect(page.getByRole('heading', { name: '他のコンピューターはまだ接続できません' })).toBeVisible();
  await expect(page.getByText('"listen"')).toBeVisible();
  await expect(page.getByRole('button', { name: '端末を接続' })).toHaveCount(0);
  await shot('stations-off');
  await close();
});
