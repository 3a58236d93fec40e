import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { LOCKED_SERIAL, sampleInquiries } from '#test/fakes/fake-inquiries.ts';
import { openDesk } from './desk-page.ts';
import { narrow } from './pages/records.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

const [, approved, debt, , locked, , , , limit] = sampleInquiries();

for (const [language, theme] of looks('ja')) {
  const { inquiries: texts, common, frame } = DESK_TEXTS[language];

  test(`a decision is found and explained, by keyboard, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.getByRole('link', { name: frame.screens.inquiries, exact: true }).click();
    await expect(page.getByRole('row')).toHaveCount(11);
    // Nothing of a customer before one is opened.
    await expect(page.getByText('3902')).toHaveCount(0);
    await shot('inquiries');
    await narrow(page, 'states=no');
    await expect(page.getByRole('row')).toHaveCount(6);
    await page.getByRole('searchbox', { name: common.filter }).fill(formatNumber(debt!.purchase));
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: formatNumber(debt!.purchase) })).toBeFocused();
    await expect(page.getByText(texts.explained.debt)).toBeVisible();
    const checks = page.getByRole('table', { name: texts.looked });
    await expect(checks.getByRole('row', { name: texts.checks.debt })).toContainText('92.1 %');
    await expect(checks.getByRole('row', { name: texts.checks.debt })).toContainText(texts.breaks);
    await expect(checks.getByText(texts.fits, { exact: true })).toHaveCount(4);
    await expect(page.getByText('•••• 3902')).toBeVisible();
    await shot('inquiry-no');

    await page.keyboard.press('Escape');
    await expect(page.getByRole('row', { name: formatNumber(debt!.purchase) })).toBeFocused();
    await page.getByRole('searchbox', { name: common.filter }).fill('');
    await narrow(page, '');
    for (const [file, name] of [
      [approved!, 'yes'],
      [locked!, 'locked'],
      [limit!, 'rule-off'],
    ] as const) {
      await page.getByRole('row', { name: formatNumber(file.purchase) }).click();
      await expect(page.getByText(texts.explained[file.reason!])).toBeVisible();
      await shot(`inquiry-${name}`);
      await page.keyboard.press('Escape');
    }
    expect(desk.received.filter(({ command }) => command === 'inquiries.open')).toHaveLength(4);
    await close();
  });

  test(`rules are moved and switched off, a wallet is unlocked, each with its reason, ${language}`, async ({
    browser,
  }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.getByRole('link', { name: frame.screens.inquiries, exact: true }).click();
    await page.getByRole('button', { name: texts.rules, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel(texts.overdueDays)).toBeFocused();
    await dialog.getByLabel(texts.overdueDays).fill('14');
    await dialog.getByLabel(texts.reminders).fill('');
    await expect(dialog.getByRole('button', { name: texts.save })).toBeDisabled();
    await dialog.getByLabel(common.reason).fill('x');
    await shot('inquiry-rules');
    await page.keyboard.press('Enter');
    await expect(page.getByText(texts.saved)).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'inquiries.set-rules')?.input).toEqual({
      rules: { overdueDays: 14, debtPercent: 90 },
      reason: 'x',
    });

    await page.getByRole('button', { name: texts.locked(1) }).click();
    await shot('wallets-locked');
    await dialog.getByRole('row', { name: LOCKED_SERIAL }).click();
    await expect(dialog.getByLabel(common.reason)).toBeFocused();
    await dialog.getByLabel(common.reason).fill('y');
    await shot('wallet-unlock');
    await page.keyboard.press('Enter');
    await expect(page.getByText(texts.unlocked(LOCKED_SERIAL))).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'wallets.unlock')?.input).toEqual({
      serial: LOCKED_SERIAL,
      reason: 'y',
    });
    await page.getByRole('button', { name: texts.locked(0), exact: true }).click();
    await expect(dialog.getByText(texts.lockedNone)).toBeVisible();
    await page.keyboard.press('Escape');
    await close();
  });
}

test('an empty desk says what will stand there', async ({ browser }) => {
  const { page, shot, close } = await openDesk(browser, { role: 'credit', language: 'ja', empty: true });
  const { inquiries: texts, frame } = DESK_TEXTS.ja;
  await page.getByRole('link', { name: frame.screens.inquiries, exact: true }).click();
  await expect(page.getByText(texts.emptyTitle)).toBeVisible();
  await shot('inquiries-empty');
  await close();
});
