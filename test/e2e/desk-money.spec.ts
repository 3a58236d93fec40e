import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { fakeCarrierMoney, fakeMallMoney, NO_MONEY } from '#test/fakes/fake-money.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('en')) {
  test(`payouts are held against claims, ${language}`, async ({ browser }) => {
    const options = { role: 'mall', language, theme, handlers: fakeMallMoney } as const;
    const { page, shot, close } = await openDesk(browser, options);
    const name = { ja: '決済入金', en: 'Payouts' }[language];
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('row')).toHaveCount(3);
    await shot('payouts');
    await page.getByRole('button', { name: { ja: '見る', en: 'Show' }[language] }).click();
    await expect(page.getByRole('dialog').getByRole('row')).toHaveCount(4);
    await shot('payout-breaks');
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: { ja: '未入金', en: 'Not paid yet' }[language] }).click();
    await expect(page.getByRole('row')).toHaveCount(3);
    await expect(page.getByRole('row').nth(1)).toContainText({ ja: '33日', en: '33 days' }[language]);
    await shot('open-claims');
    const claim = page.getByRole('row').nth(1);
    await claim.focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('.account-head')).toBeVisible();
    await shot('open-claim');
    await page.keyboard.press('Escape');
    await expect(claim).toBeFocused();
    await close();
  });

  test(`an invoice opens to its lines, ${language}`, async ({ browser }) => {
    const options = { role: 'mall', language, theme, handlers: fakeMallMoney } as const;
    const { page, shot, close } = await openDesk(browser, options);
    await page.getByRole('link', { name: { ja: '運賃請求', en: 'Invoices' }[language] }).click();
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText({ ja: '3個多い', en: '3 too many' }[language])).toBeVisible();
    await expect(dialog.getByText({ ja: '前回：¥1,600', en: 'before: ¥1,600' }[language])).toBeVisible();
    await shot('invoice');
    await close();
  });

  test(`a carrier sees what it will bill and what it billed, ${language}`, async ({ browser }) => {
    const options = { role: 'carrier', language, theme, handlers: fakeCarrierMoney } as const;
    const { page, shot, close } = await openDesk(browser, options);
    await page.getByRole('link', { name: { ja: '運賃請求', en: 'Invoices' }[language] }).click();
    await expect(page.getByText('¥108,615')).toBeVisible();
    await shot('billing');
    await page.getByRole('radio', { name: { ja: '送付済み', en: 'Sent' }[language] }).click();
    await page.getByRole('row', { name: /201,700/ }).click();
    await expect(page.getByRole('dialog').getByText('¥6,800')).toBeVisible();
    await shot('billing-sent');
    await close();
  });
}

test('where nothing has happened yet, the screens say what will stand there', { tag: '@soak' }, async ({ browser }) => {
  for (const [role, screens] of [
    ['mall', ['payouts', 'invoices']],
    ['carrier', ['billing']],
  ] as const) {
    const { page, close } = await openDesk(browser, { role, language: 'ja', empty: true, handlers: NO_MONEY });
    for (const screen of screens) {
      await page.goto(`${page.url().split('#')[0]}#/${screen}`);
      await expect(page.locator('.empty').first()).toBeVisible();
    }
    await close();
  }
});
