/** A tour is put in order and its papers printed; wishes at the gate; the notice for a door that stayed shut. No mouse. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';
import { fakeTourNumbers } from '#test/fakes/fake-tours.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

const [, , wished, held, , , onVan] = fakeShippingNumbers();

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('en')) {
  test(`a tour in order, and its papers, ${language}`, async ({ browser }) => {
    const { page, scan, type, shot, desk, close } = await openDesk(browser, { role: 'carrier', language, theme });
    await page.getByRole('link', { name: { ja: '巡回', en: 'Tours' }[language], exact: true }).press('Enter');
    const stops = page.locator('.tour tbody tr');
    const [first, second, third] = fakeTourNumbers() as [string, string, string];
    await expect(stops).toHaveCount(fakeTourNumbers().length);
    await expect(page.locator('[data-address]')).toHaveCount(0);
    await shot('tour');

    await scan(mainCodeOf(third));
    await expect(stops.nth(2)).toBeFocused();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('PageUp');
    await expect(stops.first()).toContainText(formatNumber(third));
    await expect(stops.first()).toBeFocused();
    await page.keyboard.press('PageDown');
    const order = [first, third, second];
    for (const [at, number] of order.entries()) await expect(stops.nth(at)).toContainText(formatNumber(number));
    await expect
      .poll(() => desk.received.findLast(({ command }) => command === 'tours.arrange')?.input)
      .toMatchObject({ depot: 'YOK', route: '23-A', numbers: [...order, ...fakeTourNumbers().slice(3)] });

    await page.getByLabel({ ja: '配達員', en: 'Driver' }[language]).focus();
    await type('mori');
    const [sheet] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('F6')]);
    await sheet.close();
    await expect
      .poll(() => desk.received.findLast(({ command }) => command === 'tours.print')?.input)
      .toMatchObject({ paper: 'route-sheet', driver: 'mori', language });
    await expect(page.locator('.tour .notice.done')).toBeVisible();
    await expect(page.getByText('見本 花子')).toHaveCount(0);
    await shot('tour-printed');
    const [slips] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('F7')]);
    await slips.close();
    await expect
      .poll(() => desk.received.findLast(({ command }) => command === 'tours.print')?.input)
      .toMatchObject({ paper: 'delivery-slips' });
    await close();
  });

  test(`wishes at the gate, ${language}`, async ({ browser }) => {
    const { page, scan, shot, close } = await openDesk(browser, { role: 'carrier', language, theme });
    const chooseStep = async (key: string): Promise<void> => {
      await page.keyboard.press('F2');
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeHidden();
    };
    await chooseStep('3');
    await scan(mainCodeOf(wished!));
    await expect(page.locator('.scan-wish')).toContainText({ ja: '14–16時', en: '14:00–16:00' }[language]);
    await shot('gate-wish-arrive');
    await chooseStep('1');
    await scan(held!);
    await expect(page.locator('.scan-wish.hold')).toContainText('YOK');
    await shot('gate-wish-held');
    await chooseStep('4');
    await scan(held!);
    await expect(page.locator('.scan-panel.stop')).toContainText('held-at-depot');
    await shot('gate-wish-refused');
    await close();
  });

  test(`the notice for a door that stayed shut, ${language}`, async ({ browser }) => {
    const { page, scan, shot, desk, close } = await openDesk(browser, {
      role: 'carrier',
      language,
      theme,
    });
    await page.keyboard.press('F2');
    await page.keyboard.press('6');
    await expect(page.getByRole('dialog')).toBeHidden();
    await scan(mainCodeOf(onVan!));
    await page.keyboard.press('1');
    await expect(page.locator('.scan-notice')).toBeVisible();
    await shot('notice-key');
    await page.keyboard.press('F10');
    await expect
      .poll(() => desk.received.findLast(({ command }) => command === 'parcels.notice')?.input)
      .toEqual({ number: onVan });
    await expect(page.locator('iframe.print-frame')).toHaveCount(1);

    await page.goto(`${page.url().split('#')[0]}#/parcels`);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await scan(onVan!);
    await page
      .getByRole('button', { name: { ja: 'ご不在連絡票', en: 'Missed-delivery notice' }[language] })
      .press('Enter');
    await expect.poll(() => desk.received.filter(({ command }) => command === 'parcels.notice').length).toBe(2);
    await shot('notice-detail');
    // The customer rings up with the notice in hand.
    await page
      .getByRole('button', { name: { ja: 'ご希望を承る', en: 'Take the customer’s wish' }[language] })
      .press('Enter');
    const days = page.getByRole('dialog').getByRole('combobox').first();
    await expect(days).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await shot('wish-taken');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect
      .poll(() => desk.received.findLast(({ command }) => command === 'parcels.wish')?.input)
      .toMatchObject({ number: onVan, ask: 'time', slot: 'morning', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    await close();
  });
}
