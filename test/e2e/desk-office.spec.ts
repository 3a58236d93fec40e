import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { startFakeDesk } from '#test/fakes/desk-server.ts';
import { fakeShippingNumbers } from '#test/fakes/fake-carrier.ts';
import { fakeFirstOrder } from '#test/fakes/fake-orders.ts';
import { openDesk } from './desk-page.ts';
import { scan } from './pages/desk.ts';

const [, expected] = fakeShippingNumbers() as [string, string];

test.beforeAll(() => ensurePages());

test.describe('the line', () => {
  test('the link opens the desk once; its token leaves the address bar', async ({ browser }) => {
    const { page, desk, close } = await openDesk(browser, { role: 'mall', language: 'en' });
    expect(page.url()).toBe(`${desk.origin}/`);
    await page.reload();
    await expect(page.getByRole('navigation')).toBeVisible();
    await close();
  });

  test('without a link the page says how to get in, calmly', async ({ browser }) => {
    const { page, desk, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
    const stranger = await browser.newContext({ locale: 'ja-JP' });
    const other = await stranger.newPage();
    await other.goto(desk.origin);
    await expect(other.getByRole('heading', { name: 'この画面は閉じています' })).toBeVisible();
    await stranger.close();
    await expect(page.getByRole('navigation')).toBeVisible();
    await close();
  });

  test('a lost connection is said at once, nothing is queued, and it comes back by itself', async ({ browser }) => {
    const network = /WebSocket connection|Failed to load resource/;
    const { page, scan, shot, desk, close } = await openDesk(browser, {
      role: 'carrier',
      language: 'en',
      expected: network,
    });
    await desk.stop();
    await expect(page.getByText('No connection – trying again')).toBeVisible();
    await scan(expected);
    await expect(page.getByText('Nothing was sent and nothing was recorded').first()).toBeVisible();
    await shot('down');
    await desk.serve();
    await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 15_000 });
    expect(desk.received.filter(({ command }) => command === 'station.scan')).toEqual([]);
    await scan(expected);
    await expect(page.getByText('見本 太郎')).toBeVisible();
    await close();
  });

  test('two desks see each other’s work', async ({ browser }) => {
    const { page, desk, context, close } = await openDesk(browser, { role: 'mall', language: 'en' });
    await expect(page.getByRole('row')).toHaveCount(8);
    const second = await context.newPage();
    await second.goto(desk.link());
    await expect(second.getByRole('row')).toHaveCount(8);
    for (const code of [fakeFirstOrder().purchase, 'HL-0302', 'CL-0401', 'CL-0401']) await scan(second, code);
    // The last scan prints: the order has left what waits.
    await expect(page.getByRole('row')).toHaveCount(7);
    await close();
  });
});

test.describe('office', () => {
  test('a partner is approved by the number that is read out', async ({ browser }) => {
    const { page, shot, desk, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
    await page.getByRole('link', { name: '取引先' }).click();
    await page.getByRole('row', { name: /星信販/ }).click();
    const approve = page.getByRole('button', { name: '承認', exact: true });
    await expect(approve).toBeDisabled();
    const field = page.getByLabel('取引先が読み上げた番号を入力');
    await field.fill('77361 92049');
    await expect(page.getByText('2組目が違います')).toBeVisible();
    await shot('partner-differs');
    await field.fill('773619204857361920485736192048573619204857361920485736192048');
    await expect(page.getByText('12組中12組が一致')).toBeVisible();
    await approve.click();
    await expect(page.getByText('星信販 を承認しました')).toBeVisible();
    await page.getByRole('radio', { name: /c · 内容のみ/ }).click();
    await expect.poll(() => desk.received.map(({ command }) => command)).toContain('partners.choose-variant');
    await expect(page.getByRole('radio', { name: /c · 内容のみ/ })).toBeChecked();
    await close();
  });

  test('language and appearance change at once and are remembered; ? shows the keys', async ({ browser }) => {
    const { page, desk, close } = await openDesk(browser, { role: 'carrier', language: 'ja' });
    await expect(page.getByRole('heading', { level: 1, name: '照会' })).toBeVisible();
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Look up' })).toBeVisible();
    await page.getByRole('button', { name: /Appearance/ }).click();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Look up' })).toBeVisible();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    // Nothing was taken for a scan.
    expect(desk.received.filter(({ command }) => command.startsWith('station.'))).toEqual([]);
    await close();
  });

  test(
    'an office in which nothing has happened yet explains itself on every screen',
    { tag: '@soak' },
    async ({ browser }) => {
      for (const [role, screens] of [
        ['mall', ['packing', 'purchases', 'catalogue', 'payments', 'remittances', 'partners', 'post']],
        ['carrier', ['parcels', 'cash', 'partners', 'post', 'trail']],
      ] as const) {
        const { page, close } = await openDesk(browser, { role, language: 'ja', empty: true });
        for (const screen of screens) {
          await page.goto(`${page.url().split('#')[0]}#/${screen}`);
          await expect(page.locator('.empty').first()).toBeVisible();
        }
        await close();
      }
    },
  );
});

test('a used or foreign token opens nothing', async ({ browser }) => {
  const { desk, close } = await openDesk(browser, { role: 'mall', language: 'en' });
  const foreign = await startFakeDesk({ role: 'mall', assets: '' });
  const stranger = await browser.newContext({ locale: 'en-GB' });
  const page = await stranger.newPage();
  await page.goto(`${desk.origin}/${foreign.link().split('/').at(-1)}`);
  await expect(page.getByRole('heading', { name: 'This desk is closed' })).toBeVisible();
  await stranger.close();
  await foreign.stop();
  await close();
});
