/** The depot and the van: routes for sorters, a signature at the door, cash at the end of the shift. No mouse. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { fakeReturnParcels } from '#test/fakes/fake-carried-returns.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

const [cashOnDelivery, expected, , , , , settled] = fakeShippingNumbers() as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('en')) {
  const words = {
    ja: { accept: '引き受け', taken: '受け取った方', done: '配達完了', drawer: '現金', counted: '数えた金額' },
    en: { accept: 'Accept', taken: 'Taken by', done: 'Delivered', drawer: 'Cash drawer', counted: 'Counted' },
  }[language];

  test(`a day at the depot and on the van, ${language}`, async ({ browser }) => {
    const { page, scan, type, shot, desk, close } = await openDesk(browser, { role: 'carrier', language, theme });
    const chooseStep = async (key: string): Promise<void> => {
      await page.keyboard.press('F2');
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeHidden();
    };

    await chooseStep('2');
    await scan(mainCodeOf(expected));
    await expect(page.locator('.scan-route')).toHaveText(/YOK\s*23-A/);
    await expect(page.locator('[data-address]')).toBeHidden();
    await shot('route');

    await chooseStep('6');
    await scan(mainCodeOf(settled));
    await shot('attempt');
    await page.keyboard.press('3');
    await expect.poll(() => desk.received.at(-1)?.input).toMatchObject({ step: 'attempt', reason: 'no-access' });

    await chooseStep('5');
    await scan(mainCodeOf(cashOnDelivery));
    await expect(page.getByText('見本 花子')).toBeVisible();
    await type('3415');
    await page.keyboard.press('Tab');
    await expect(page.getByLabel(words.taken)).toBeFocused();
    await type('sample');
    const pad = page.locator('.signature svg');
    const box = (await pad.boundingBox())!;
    await pad.dispatchEvent('pointerdown', { clientX: box.x + 30, clientY: box.y + 60, pointerId: 1, isPrimary: true });
    for (let step = 1; step <= 12; step++) {
      const at = { clientX: box.x + 30 + step * 12, clientY: box.y + 60 + (step % 2) * 20 - 10 };
      await pad.dispatchEvent('pointermove', { ...at, pointerId: 1, isPrimary: true });
    }
    await pad.dispatchEvent('pointerup', { pointerId: 1, isPrimary: true });
    await shot('door');
    await page.keyboard.press('Enter');
    await expect(page.locator('.scan-panel.done')).toBeVisible();
    const { input } = desk.received.findLast(({ command }) => command === 'station.scan')!;
    expect(input).toMatchObject({ step: 'deliver', collected: { value: 3415 }, proof: { name: 'sample' } });

    await page.getByRole('link', { name: words.drawer, exact: true }).press('Enter');
    await expect(page.getByText('¥3,415').first()).toBeVisible();
    await page.getByLabel(words.counted).focus();
    await type('3400');
    await page.keyboard.press('Enter');
    await shot('drawer');
    await page.keyboard.press('2');
    await expect(page.getByRole('row')).toHaveCount(3);
    await shot('drawer-closed');
    await close();
  });

  test(`the routes, ${language}`, async ({ browser }) => {
    const { page, shot, type, close } = await openDesk(browser, { role: 'carrier', language, theme });
    await page.goto(`${page.url().split('#')[0]}#/routes`);
    const depots = page.getByRole('radio', { name: { ja: '営業所', en: 'Depots' }[language] });
    const routes = page.getByRole('radio', { name: { ja: '方面', en: 'Routes' }[language] });
    await expect(page.getByRole('row')).toHaveCount(4);
    await shot('routes');

    await depots.check();
    await page.getByRole('button', { name: { ja: '営業所を加える', en: 'Add depot' }[language] }).press('Enter');
    await type('nag');
    await page.keyboard.press('Tab');
    await type('Nagoya');
    await page.getByLabel({ ja: '月 開店', en: 'Mon, opens' }[language]).fill('09:00');
    await page.getByLabel({ ja: '月 閉店', en: 'Mon, closes' }[language]).fill('17:30');
    await shot('depot');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('row', { name: 'NAG' })).toContainText('09:00–17:30');
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('row', { name: 'NAG' })).toHaveCount(0);
    await shot('depots');
    await page.getByRole('button', { name: 'CSV' }).press('Enter');
    await page.getByRole('dialog').getByRole('textbox').fill('audit');
    const saving = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const [head, first] = (await readFile(await (await saving).path(), 'utf8')).split('\r\n');
    expect(head!.split(',')).toHaveLength(5);
    expect(first).toContain('TKO');
    await page.keyboard.press('Escape');

    await routes.check();
    await page.getByRole('row', { name: '23-B' }).press('Enter');
    await page.getByRole('dialog').getByLabel({ ja: '便', en: 'Tour' }[language], { exact: true }).fill('23-C');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('row', { name: '23-C' })).toBeVisible();

    const buffer = Buffer.from('country,prefix,depot,route\nJP,4,XXX,1\nJP,4,TKO,2\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'routes.csv', mimeType: 'text/csv', buffer });
    const cell = page.getByLabel({ ja: '2行目の営業所', en: 'Depot, line 2' }[language]);
    await expect(cell).toHaveAttribute('aria-invalid', 'true');
    await shot('routes-refused');
    await cell.fill('YOK');
    await cell.press('Enter');
    const leaveOut = page.getByRole('button', { name: { ja: 'この行を除く', en: 'Leave this row out' }[language] });
    await expect(leaveOut).toHaveCount(1);
    await leaveOut.press('Enter');
    await page
      .getByRole('button', { name: { ja: '1 行で置き換える', en: 'Replace the table: 1 row' }[language] })
      .press('Enter');
    await expect(page.locator('.notice.done')).toBeVisible();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('row', { name: '23-C' })).toBeVisible();
    await close();
  });

  test(`what comes back, ${language}`, async ({ browser }) => {
    const { page, scan, shot, desk, close } = await openDesk(browser, { role: 'carrier', language, theme });
    const [, there] = fakeReturnParcels();
    await page.goto(`${desk.origin}/#/carriedReturns?states=at-depot`);
    await expect(page.getByRole('row')).toHaveCount(2);
    await scan(there!.number);
    await expect(page.locator('.side')).toContainText('YOK');
    await shot('carried-returns');
    await page.getByRole('button', { name: { ja: '荷物を見る', en: 'Show the parcel' }[language] }).press('Enter');
    await expect(page).toHaveURL(new RegExp(`parcels\\?search=${there!.parcel}`));
    await close();
  });

  test(`a parcel’s way and its proof, ${language}`, async ({ browser }) => {
    const { page, scan, shot, type, close } = await openDesk(browser, { role: 'carrier', language, theme });
    await page.keyboard.press('F2');
    await page.keyboard.press('5');
    await scan(mainCodeOf(settled));
    await expect(page.getByLabel(words.taken)).toBeFocused();
    await type('front desk');
    await page.keyboard.press('Enter');
    await expect(page.locator('.scan-panel.done')).toBeVisible();
    await page.goto(`${page.url().split('#')[0]}#/parcels`);
    await scan(settled);
    await page.getByRole('button', { name: { ja: '配達証明を見る', en: 'Show proof' }[language] }).press('Enter');
    await expect(page.getByRole('dialog').getByText('front desk')).toBeVisible();
    await shot('proof');
    await close();
  });
}
