/** The exceptions workbench, by keys alone. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { fakeShippingNumbers } from '#test/fakes/fake-carrier.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

const [, expected] = fakeShippingNumbers() as [string, string];

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('ja')) {
  test(`an exception is looked at, entered by hand and decided, ${language}`, async ({ browser }) => {
    const { page, shot, type, desk, close } = await openDesk(browser, { role: 'carrier', language, theme });
    await page.getByRole('link', { name: { ja: '例外', en: 'Exceptions' }[language], exact: true }).press('Enter');
    await expect(page.getByRole('row')).toHaveCount(3);
    await shot('exceptions');
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('2');
    await expect(page.getByRole('row')).toHaveCount(2);
    expect(desk.received.findLast(({ command }) => command === 'exceptions.decide')!.input).toMatchObject({
      decision: 'sent-back',
    });

    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('img', { name: { ja: '読み取った画像', en: 'Picture of the scan' }[language] }),
    ).toBeVisible();
    await shot('exception');
    await page.locator('[data-number]').focus();
    await type(expected);
    await page.keyboard.press('Enter');
    await expect(page.locator('.scan-panel')).toContainText(expected.slice(1, 5));
    await page.getByRole('link', { name: { ja: '例外', en: 'Exceptions' }[language], exact: true }).press('Enter');
    await page.getByRole('radio', { name: { ja: '処理済み', en: 'Decided' }[language] }).press('Enter');
    await expect(page.getByRole('row')).toHaveCount(3);
    await shot('exceptions-decided');
    await close();
  });
}
