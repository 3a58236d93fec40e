import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { fakeBilling, NO_BILLING, REFERENCES } from '#test/fakes/fake-billing.ts';
import { openDesk } from './desk-page.ts';
import { narrow } from './pages/records.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('ja')) {
  const { billing, common, frame, undo } = DESK_TEXTS[language];
  const { statements, received, payouts, days } = billing;

  test(`statements are found, opened, looked at and postponed by keyboard, ${language}`, async ({ browser }) => {
    const options = { role: 'credit', language, theme, handlers: fakeBilling() } as const;
    const { page, desk, shot, close } = await openDesk(browser, options);
    await page.getByRole('link', { name: frame.screens.statements, exact: true }).click();
    await expect(page.getByRole('row')).toHaveCount(6);
    await shot('statements');
    // Nobody’s name before one is opened.
    await expect(page.getByText('見本 花子')).toHaveCount(0);
    await narrow(page, 'states=collection');
    await expect(page.getByRole('row')).toHaveCount(2);
    await narrow(page, '');
    await page.getByRole('searchbox', { name: common.filter }).fill('9876 5432');
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page.getByText('見本 花子')).toBeVisible();
    await expect(page.getByText('¥44,980')).toBeVisible();
    await shot('statement');

    await page.getByRole('button', { name: statements.paper, exact: true }).click();
    await expect(page.getByRole('img', { name: statements.paperAlt })).toBeVisible();
    await shot('statement-paper');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: statements.postpone, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(statements.reason).fill('x');
    await shot('statement-postpone');
    await page.keyboard.press('Enter');
    await expect(page.getByText(statements.postponed)).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'statements.postpone')?.input).toMatchObject({
      reference: REFERENCES[1],
      reason: 'x',
    });
    await page.getByRole('button', { name: statements.preference, exact: true }).click();
    await page.getByRole('dialog').getByRole('radio', { name: statements.ways.mail }).click();
    await shot('statement-preference');
    await page.getByRole('dialog').getByRole('button', { name: days.save }).click();
    await expect(page.getByText(statements.preferenceSaved)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { level: 1, name: frame.screens.statements })).toBeVisible();

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: statements.letters(3) }).click();
    expect((await saved).suggestedFilename()).toBe('letters-17.pdf');
    await shot('statement-letters');
    await page.getByRole('button', { name: statements.lettersDone }).click();
    await expect(page.getByText(statements.lettersTaken(3))).toBeVisible();
    await expect(page.getByRole('button', { name: statements.letters(3) })).toBeHidden();
    await page.getByRole('button', { name: statements.settings, exact: true }).click();
    await shot('statement-days');
    await page.getByRole('dialog').getByLabel(days.due, { exact: true }).fill('10');
    await page.keyboard.press('Enter');
    await expect(page.locator('.undo-line')).toContainText(days.saved);
    await page.getByRole('button', { name: statements.make, exact: true }).click();
    await expect(page.getByText(statements.madeNow(0))).toBeVisible();
    await close();
  });

  test(`payments are recorded, taken in from the bank’s file, and assigned, ${language}`, async ({ browser }) => {
    const options = { role: 'credit', language, theme, handlers: fakeBilling() } as const;
    const { page, type, scan, desk, shot, close } = await openDesk(browser, options);
    await page.getByRole('link', { name: frame.screens.received, exact: true }).click();
    await expect(page.getByRole('textbox', { name: billing.reference })).toBeFocused();
    await type('1234567890129');
    await page.keyboard.press('Tab');
    await type('1,000');
    await page.keyboard.press('Enter');
    await expect(page.getByText('bad-number')).toBeVisible();
    // Scanned it is no torn label, though it is a digit shorter.
    await scan(REFERENCES[0]);
    await expect(page.getByRole('textbox', { name: billing.amount })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page.getByText(received.part('¥17,420'))).toBeVisible();
    expect(desk.received.filter(({ command }) => command === 'payments.receive')).toHaveLength(1);
    await shot('received');

    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('x') });
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('row')).toHaveCount(6);
    await shot('received-preview');
    await page.keyboard.press('Enter');
    await expect(page.getByText(received.bookedUnknown(1))).toBeVisible();
    await page.getByRole('button', { name: received.assign, exact: true }).click();
    await expect(dialog.getByRole('textbox')).toBeFocused();
    await scan(REFERENCES[0]);
    await shot('received-assign');
    await page.keyboard.press('Enter');
    await expect(page.getByText(received.assigned, { exact: true })).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'payments.assign')?.input).toEqual({
      payment: '4',
      reference: REFERENCES[0],
    });
    // It was somebody else’s after all.
    await page.locator('.undo-line').getByRole('button', { name: undo.label }).click();
    await expect(page.getByText(undo.undone)).toBeVisible();
    await page
      .getByRole('row', { name: /60,000/ })
      .getByRole('button', { name: received.takeBack })
      .click();
    await dialog.getByLabel(common.reason).fill('x');
    await shot('received-take-back');
    await page.keyboard.press('Enter');
    await expect(page.getByText(received.owedAgain('¥60,000'))).toBeVisible();
    desk.announce('billing');
    await expect(page.getByRole('button', { name: received.assign, exact: true })).toHaveCount(2);
    await shot('received-taken-back');
    // It never came: only what was typed here is struck out, not what the bank says.
    const strikes = page.getByRole('button', { name: received.strike });
    await expect(strikes).toHaveCount(1);
    await strikes.click();
    await dialog.getByLabel(common.reason).fill('x');
    await shot('received-strike');
    await page.keyboard.press('Enter');
    await expect(page.getByText(received.struck, { exact: true })).toBeVisible();
    desk.announce('billing');
    await expect(page.getByRole('row', { name: /60,000/ })).toContainText(received.states.struck);
    await expect(page.getByRole('row', { name: /60,000/ }).getByRole('button')).toHaveCount(0);
    await shot('received-struck');
    await close();
  });

  test(`malls are paid, and their accounts entered, ${language}`, async ({ browser }) => {
    const options = { role: 'credit', language, theme, handlers: fakeBilling() } as const;
    const { page, desk, shot, close } = await openDesk(browser, options);
    await page.getByRole('link', { name: frame.screens.payruns, exact: true }).click();
    await expect(page.getByRole('row')).toHaveCount(4);
    await shot('payruns');
    await page.getByRole('button', { name: payouts.enter, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel(payouts.holder)).toBeFocused();
    await dialog.getByLabel(payouts.holder).fill('川書店');
    for (const [title, text] of [
      [payouts.accountNumber, '765432'],
      [payouts.bankCode, '9999'],
      [payouts.bankName, 'なみ'],
      [payouts.branchCode, '102'],
      [payouts.branchName, 'みなと'],
      [payouts.feeRate, '2.5'],
    ] as const) {
      await dialog.getByLabel(title, { exact: true }).fill(text);
    }
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('field-invalid · holder')).toBeVisible();
    await expect(dialog.getByLabel(payouts.holder)).toBeFocused();
    await shot('payrun-account');
    await dialog.getByLabel(payouts.holder).fill('かわしょてん（ユ');
    await page.keyboard.press('Enter');
    await expect(page.getByText(payouts.saved)).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'payees.save')?.input).toMatchObject({
      partner: 'kawa.example',
      feeRate: 250,
    });
    await page.getByRole('button', { name: payouts.ownAccount, exact: true }).click();
    await shot('payrun-own-account');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: payouts.pay(1) }).click();
    await expect(dialog.getByText(payouts.leftOut('かわ書店'), { exact: false })).toBeVisible();
    await shot('payrun-ask');
    await page.keyboard.press('Enter');
    await expect(page.getByText(payouts.paid('¥296,412'))).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'payouts.make')?.input).toEqual({
      malls: ['minato.example'],
    });
    // Taken back at once, nobody is told to go on to the bank.
    await page.locator('.undo-line').getByRole('button', { name: undo.label }).click();
    desk.announce('billing');
    await expect(page.getByText(payouts.undone)).toBeVisible();
    await expect(page.getByText(payouts.paid('¥296,412'))).toHaveCount(0);
    await page.getByRole('button', { name: payouts.pay(1) }).click();
    await page.keyboard.press('Enter');
    desk.announce('billing');
    // What was made can be undone until its file is with the bank.
    const made = page.getByRole('row', { name: payouts.runStates.made });
    await shot('payruns-made');
    await made.getByRole('button', { name: payouts.forms.zengin, exact: true }).click();
    // A payment was taken back meanwhile: no Enter goes past that by itself.
    await expect(dialog.getByText(payouts.owedAgain('¥18,420'))).toBeVisible();
    await shot('payrun-take');
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: payouts.takeConfirm }).click();
    expect((await saved).suggestedFilename()).toBe('payouts-2026-11-01.txt');
    desk.announce('billing');
    await expect(made).toHaveCount(0);
    await page.getByRole('button', { name: payouts.pay(1) }).click();
    await page.keyboard.press('Enter');
    desk.announce('billing');
    await made.getByRole('button', { name: payouts.undo, exact: true }).click();
    await shot('payrun-undo');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    desk.announce('billing');
    await expect(page.getByRole('row', { name: payouts.runStates.undone })).toHaveCount(2);
    await page.getByRole('row', { name: payouts.runStates.taken }).first().click();
    await expect(dialog.getByRole('row')).toHaveCount(3);
    await shot('payrun');
    await close();
  });
}

test('where nothing has happened yet, the screens say what will stand there', async ({ browser }) => {
  const { page, shot, close } = await openDesk(browser, { role: 'credit', language: 'en', handlers: NO_BILLING });
  for (const screen of ['statements', 'received', 'payruns'] as const) {
    await page.getByRole('link', { name: DESK_TEXTS.en.frame.screens[screen], exact: true }).click();
    await expect(page.locator('.empty h2')).toBeVisible();
    await shot(`${screen}-empty`);
  }
  await expect(page.getByText(DESK_TEXTS.en.billing.payouts.ownMissing)).toBeVisible();
  await close();
});
