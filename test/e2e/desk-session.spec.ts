/** Who sits at which desk: two parties' desks in one browser, on one host, at two ports. */
import { expect, test } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { startFakeDesk } from '#test/fakes/desk-server.ts';
import { openDesk } from './desk-page.ts';

const ASSETS = fileURLToPath(new URL('../../dist/staff', import.meta.url));

test('a desk knows its screen again after a reload, and shows it to no other desk', async ({ browser }) => {
  const mall = await openDesk(browser, { role: 'mall', language: 'en' });
  const carrier = await startFakeDesk({ role: 'carrier', assets: ASSETS });
  const other = await mall.context.newPage();
  const shown: string[] = [];
  other.on('request', (request) => void request.allHeaders().then(({ cookie }) => cookie && shown.push(cookie)));
  await other.goto(carrier.link());
  await other.getByRole('textbox').fill('5');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('navigation')).toBeVisible();

  for (const page of [mall.page, other, mall.page]) {
    await page.reload();
    await page.getByRole('textbox').first().waitFor();
    await expect(page.getByText('not signed in', { exact: false })).toHaveCount(0);
  }
  const entered = mall.desk.received.filter(({ command }) => command === 'office.enter').length;
  await mall.page.reload();
  await expect
    .poll(() => mall.desk.received.filter(({ command }) => command === 'office.enter').length)
    .toBeGreaterThan(entered);
  expect(await mall.context.cookies()).toEqual([]);
  expect(shown).toEqual([]);
  expect(await other.evaluate(() => Object.keys(sessionStorage))).toContain('tokumei-desk-session');
  await mall.close();
  await carrier.stop();
});

test('a screen without the link, or with one that was used, is locked', async ({ browser }) => {
  const desk = await startFakeDesk({ role: 'mall', assets: ASSETS });
  const context = await browser.newContext({ locale: 'en-GB' });
  const link = desk.link();
  for (const [at, locked] of [
    [desk.origin, true],
    [link, false],
    [link, true],
  ] as const) {
    const page = await context.newPage();
    await page.goto(at);
    await expect(locked ? page.getByText('This desk is closed') : page.getByRole('textbox')).toBeVisible();
    await page.close();
  }
  await context.close();
  await desk.stop();
});
