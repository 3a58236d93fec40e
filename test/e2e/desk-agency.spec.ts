import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import type { Office } from '#shared/desk/office.ts';
import { ok } from '#shared/result.ts';
import { fakeAgencyHandlers } from '#test/fakes/fake-agency.ts';
import { openDesk } from './desk-page.ts';

test.beforeAll(() => ensurePages());

test('the agency sees orders and how they ended, and finds one by state and number', async ({ browser }) => {
  const { page, shot, desk, close } = await openDesk(browser, { role: 'agency', language: 'ja', demo: true });
  await expect(page.getByRole('heading', { level: 1, name: '確認依頼' })).toBeVisible();
  const table = page.getByRole('table', { name: '確認依頼' });
  await expect(table.getByRole('row')).toHaveCount(13);
  await expect(table).toContainText('みなと百貨');
  await shot('agency-requests');
  await page.getByRole('radio', { name: '再確認待ち' }).click();
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.getByRole('radio', { name: 'すべて' }).click();
  await page.getByRole('searchbox', { name: '購入番号' }).fill('9');
  await expect(page.getByText('該当するものはありません。')).toBeVisible();
  expect(desk.received.at(-1)).toMatchObject({ command: 'agency.requests', input: { purchase: '9' } });
  await close();
});

test('a wallet is withdrawn by the number that its holder reads out', async ({ browser }) => {
  const { page, shot, desk, close } = await openDesk(browser, { role: 'agency', language: 'en', theme: 'dark' });
  await page.getByRole('link', { name: 'Wallets' }).click();
  const table = page.getByRole('table', { name: 'Wallets' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table).toContainText('Its holder, on the wallet page');
  await expect(page.getByText('https://ninsho.example/enrol')).toBeVisible();
  await shot('wallets');
  await page.getByRole('button', { name: 'Withdraw a wallet' }).click();
  const dialog = page.getByRole('dialog');
  const give = dialog.getByRole('button', { name: 'Withdraw a wallet' });
  await dialog.getByLabel('Wallet number').fill('AbCd EfGh IjKl MnOp Qr');
  await dialog.getByLabel('Reason').fill('lost');
  await expect(give).toBeDisabled();
  await dialog.getByLabel('Wallet number').fill('AbCd EfGh IjKl MnOp QrSt Uv');
  await shot('wallets-dialog');
  await give.click();
  await expect(page.getByText('Wallet AbCdEfGhIjKlMnOpQrStUv is withdrawn')).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(4);
  expect(desk.received.find(({ command }) => command === 'agency.revoke')!.input).toEqual({
    serial: 'AbCdEfGhIjKlMnOpQrStUv',
    reason: 'lost',
  });
  await close();
});

test('an agency with nothing yet says what will stand there', async ({ browser }) => {
  const { page, shot, close } = await openDesk(browser, { role: 'agency', language: 'en', empty: true });
  await expect(page.getByText('Nothing has been asked yet')).toBeVisible();
  await shot('agency-empty');
  await page.getByRole('link', { name: 'Wallets' }).click();
  await expect(page.getByText('No wallet is withdrawn')).toBeVisible();
  await close();
});

test('a credit company that runs an agency has its lists, and no other has', async ({ browser }) => {
  const handlers = fakeAgencyHandlers(() => undefined);
  const office = {
    id: 'hama.example',
    role: 'credit',
    name: '浜クレジット',
    place: '本社',
    demo: true,
    publicUrl: 'https://hama.example',
    agency: true,
  } as Office;
  const beside = await openDesk(browser, {
    role: 'credit',
    language: 'ja',
    handlers: { ...handlers, 'office.enter': async () => ok(office) },
  });
  await beside.page.getByRole('link', { name: '確認依頼' }).click();
  await expect(beside.page.getByRole('table', { name: '確認依頼' }).getByRole('row')).toHaveCount(13);
  await beside.close();
  const alone = await openDesk(browser, { role: 'credit', language: 'ja' });
  await expect(alone.page.getByRole('link', { name: '顧客' })).toBeVisible();
  await expect(alone.page.getByRole('link', { name: '確認依頼' })).toBeHidden();
  await alone.close();
});
