/** Partners and keys at the desk: a card by its address, sixty digits compared, what may be sent, keys renewed. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { ok } from '#shared/result.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

const NUMBER = '402918837465012938475610293847561029384756102938475610293847';

test('a partner is added by its address, scanned, approved, narrowed, suspended and resumed', async ({ browser }) => {
  const { page, desk, scan, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
  const last = (command: string) => desk.received.findLast((one) => one.command === command)?.input;
  await page.getByRole('link', { name: '取引先' }).click();
  await page.getByRole('button', { name: '取引先を追加' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('取引先のアドレス').fill('nobody.invalid');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('card-unreachable')).toBeVisible();
  await shot('partner-add');
  await dialog.getByLabel('取引先のアドレス').fill('umikaze.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '海風運輸' })).toBeVisible();

  const approve = page.getByRole('button', { name: '承認', exact: true });
  await expect(approve).toBeDisabled();
  await shot('partner-compare');
  await scan(`${NUMBER.slice(0, 59)}0`);
  await expect(page.getByText('不一致')).toBeVisible();
  await expect(approve).toBeDisabled();
  await shot('partner-differs');
  await scan(NUMBER);
  await expect(page.getByText('一致', { exact: true })).toBeVisible();
  await shot('partner-equal');
  await approve.click();
  await expect(page.getByText('海風運輸 を承認しました')).toBeVisible();
  expect(last('partners.approve')).toEqual({ id: 'umikaze.example', safetyNumber: NUMBER, compared: 'scanned' });

  await page.getByRole('checkbox', { name: '送金' }).uncheck();
  await page.getByRole('button', { name: '適用' }).click();
  await expect(page.getByText('海風運輸 の許可を変更しました')).toBeVisible();
  expect((last('partners.allow') as { types: string[] }).types).not.toContain('cod.remittance');

  await page.getByRole('button', { name: '停止', exact: true }).click();
  await dialog.getByLabel('理由').fill('漏えいの疑い');
  await page.keyboard.press('Enter');
  await expect(page.getByText('停止の理由: 漏えいの疑い')).toBeVisible();
  await page.getByRole('button', { name: '再開', exact: true }).click();
  await dialog.getByLabel('理由').fill('確認済み');
  await page.keyboard.press('Enter');
  await expect(page.getByText('海風運輸 を再開しました')).toBeVisible();
  await close();
});

test('a changed card is compared again by ticking every group; the post between us says what is wrong', async ({
  browser,
}) => {
  const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language: 'en', theme: 'dark' });
  await page.getByRole('link', { name: 'Partners' }).click();
  await page.getByRole('row', { name: /かもめ急便/ }).click();
  await expect(page.getByText('A card came in that brings another signing key.')).toBeVisible();
  await page.getByRole('radio', { name: 'Tick' }).click();
  const groups = page.locator('.safety-groups.ticks').getByRole('checkbox');
  const approve = page.getByRole('button', { name: 'Approve' });
  await expect(groups).toHaveCount(12);
  for (const at of Array.from({ length: 11 }, (_, index) => index)) await groups.nth(at).check();
  await expect(approve).toBeDisabled();
  await groups.nth(11).check();
  await shot('partner-changed');
  await approve.click();
  await expect(page.getByText('かもめ急便 is approved')).toBeVisible();
  const refused = page.getByRole('table', { name: 'Its messages that were refused here' });
  await expect(refused.getByText('message-not-allowed')).toBeVisible();
  await refused.scrollIntoViewIfNeeded();
  await shot('partner-post');
  await page.getByRole('button', { name: 'Retry now' }).click();
  await expect.poll(() => desk.received.map(({ command }) => command)).toContain('post.retry');
  await close();
});

for (const [language, theme] of looks('ja')) {
  test(`keys are rotated and certificates renewed at the desk (${language}, ${theme})`, async ({ browser }) => {
    const en = language === 'en';
    const { page, desk, shot, close } = await openDesk(browser, {
      role: 'carrier',
      language,
      theme,
      handlers: {
        'keys.warnings': async () =>
          ok([
            { what: 'partner-certificate', days: 6, step: 'urgent' },
            { what: 'own-clock', seconds: -95, step: 'soon' },
          ]),
      },
    });
    const dialog = page.getByRole('dialog');
    // In the bar of every screen.
    await page
      .getByRole('button', {
        name: en ? 'Certificate of the partner door: 6 days left' : '取引先用の窓口の証明書: あと6日',
      })
      .click();
    await expect(
      page.getByText(en ? 'This computer’s clock is 95 s slow' : 'この端末の時計が95秒遅れています'),
    ).toBeVisible();
    await shot('keys');
    await page
      .getByRole('article', { name: en ? 'Partner door' : '取引先用の窓口' })
      .getByRole('button', { name: en ? 'Renew now' : 'いま更新' })
      .click();
    await expect(page.getByText(en ? /Partner door: in use until/ : /取引先用の窓口: .* まで使えます/)).toBeVisible();

    await page.getByRole('button', { name: en ? 'Rotate now' : 'いま交換' }).click();
    await expect(dialog.getByText(en ? /231 in flight open as before/ : /処理中の231件/)).toBeVisible();
    await dialog.getByLabel(en ? 'Reason' : '理由').fill('端末の紛失');
    await shot('keys-rotate');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('row', { name: /c4d19e77/ })).toBeVisible();

    await page.getByRole('button', { name: en ? 'New signing key' : '新しい署名鍵' }).click();
    await dialog.getByLabel(en ? 'Reason' : '理由').fill('交代');
    await page.keyboard.press('Enter');
    await expect(page.getByText(en ? /1 of \d partners have compared it/ : /社中1社が照合済み/)).toBeVisible();
    await page.getByText(en ? /1 of \d partners have compared it/ : /社中1社が照合済み/).scrollIntoViewIfNeeded();
    await shot('keys-signing');

    await page.getByRole('button', { name: en ? 'Lock' : '閉じる', exact: true }).click();
    await page.getByRole('button', { name: en ? 'Unlock' : '開ける', exact: true }).click();
    await dialog.getByLabel(en ? 'Passphrase of the authority' : '認証局のパスフレーズ').fill('wrong');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('wrong-passphrase')).toBeVisible();
    await dialog.getByLabel(en ? 'Passphrase of the authority' : '認証局のパスフレーズ').fill('right');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    expect(desk.received.find(({ command }) => command === 'keys.rotate')?.input).toEqual({ reason: '端末の紛失' });
    await close();
  });
}
