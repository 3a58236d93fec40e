/** A contested charge from the settlement to its end, and the mall's side of it; without a mouse. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('ja')) {
  const { disputes, frame, common } = DESK_TEXTS[language];

  test(`a dispute is opened, the mall asked, and decided, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    const sent = (name: string) => desk.received.findLast(({ command }) => command === name)?.input;
    await page.getByRole('link', { name: frame.screens.disputes, exact: true }).click();
    await expect(page.getByText(disputes.states.answered, { exact: true })).toBeVisible();
    await shot('disputes');

    await page.getByRole('link', { name: frame.screens.settlements, exact: true }).click();
    await page.getByRole('row').nth(3).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: disputes.contest }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: disputes.amount }).fill('99999999');
    await expect(dialog.getByRole('button', { name: disputes.contest })).toBeDisabled();
    await dialog.getByRole('textbox', { name: disputes.amount }).fill('500');
    await dialog.getByRole('combobox', { name: disputes.about }).selectOption('not-received');
    await dialog.getByRole('textbox', { name: disputes.note }).fill('called on Monday');
    await shot('contest');
    await page.keyboard.press('Enter');
    await expect(page.getByText(disputes.contestDone)).toBeVisible();
    expect(sent('disputes.open')).toMatchObject({ amount: { value: 500 }, about: 'not-received' });

    const opened = page.getByRole('table', { name: disputes.disputesOf }).getByRole('row');
    await opened.filter({ hasText: disputes.abouts['not-received'] }).press('Enter');
    await expect(page.getByText(disputes.noAnswer)).toBeVisible();
    await shot('dispute');
    await page.getByRole('button', { name: disputes.ask }).press('Enter');
    await shot('dispute-ask');
    await dialog.getByLabel(disputes.askBy).press('Enter');
    await expect(page.getByText(disputes.waiting)).toBeVisible();
    await page.getByRole('button', { name: disputes.decide }).press('Enter');
    await dialog.getByRole('combobox', { name: disputes.decide }).selectOption('won');
    await dialog.getByRole('textbox', { name: common.reason }).fill('never delivered');
    await shot('dispute-decide');
    await page.keyboard.press('Enter');
    await expect(page.getByText(disputes.decided)).toBeVisible();
    await expect(page.getByRole('button', { name: disputes.decide })).toHaveCount(0);
    expect(sent('disputes.decide')).toMatchObject({ end: 'won', reason: 'never delivered' });
    await shot('dispute-decided');
    await page.keyboard.press('Escape');
    await expect(page.getByText(disputes.states.won, { exact: true })).toHaveCount(2);
    await close();
  });

  test(`a mall answers what it is asked, by classes alone, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language, theme });
    await page.getByRole('link', { name: frame.screens.disputes, exact: true }).click();
    await expect(page.getByText(disputes.states.asked, { exact: true })).toHaveCount(2);
    await shot('asked-disputes');
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: disputes.evidences.delivered }).press('Space');
    await shot('answer');
    await dialog.getByRole('button', { name: disputes.answerSend }).press('Enter');
    await expect(page.getByText(disputes.answered)).toBeVisible();
    await expect(page.getByText(disputes.states.answered, { exact: true })).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'asked-disputes.answer')?.input).toMatchObject({
      answer: 'contested',
      evidence: ['delivered'],
    });
    await close();
  });
}
