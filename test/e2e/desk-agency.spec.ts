import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { ok } from '#shared/result.ts';
import { fakeAgencyHandlers } from '#test/fakes/fake-agency.ts';
import { seated } from '#test/fakes/fake-office.ts';
import { openDesk } from './desk-page.ts';
import { narrow } from './pages/records.ts';

const { common } = DESK_TEXTS.ja;

test.beforeAll(() => ensurePages());

test('the agency sees orders and how they ended, and finds one by state and number', async ({ browser }) => {
  const { page, shot, desk, close } = await openDesk(browser, { role: 'agency', language: 'ja', demo: true });
  await expect(page.getByRole('heading', { level: 1, name: '確認依頼' })).toBeVisible();
  const table = page.getByRole('grid', { name: '確認依頼' });
  await expect(table.getByRole('row')).toHaveCount(13);
  await expect(table).toContainText('みなと百貨');
  await shot('agency-requests');
  await narrow(page, 'states=again');
  await expect(table.getByRole('row')).toHaveCount(2);
  await narrow(page, '');
  await expect(table.getByRole('row')).toHaveCount(13);
  await page.getByRole('searchbox', { name: common.filter }).fill('9999 9999');
  await expect(page.getByText(common.nothingFits)).toBeVisible();
  expect(desk.received.findLast(({ command }) => command === 'agency.requests')).toMatchObject({
    input: { search: '9999 9999' },
  });
  await close();
});

test('a wallet is withdrawn by the number that its holder reads out', async ({ browser }) => {
  const { page, shot, desk, close } = await openDesk(browser, { role: 'agency', language: 'en', theme: 'dark' });
  await page.getByRole('link', { name: 'Wallets' }).click();
  const table = page.getByRole('grid', { name: 'Wallets' });
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
  } as PartyOffice;
  const beside = await openDesk(browser, {
    role: 'credit',
    language: 'ja',
    handlers: { ...handlers, 'office.enter': async () => ok(seated(office)) },
  });
  await beside.page.getByRole('link', { name: '確認依頼' }).click();
  await expect(beside.page.getByRole('grid', { name: '確認依頼' }).getByRole('row')).toHaveCount(13);
  await beside.close();
  const alone = await openDesk(browser, { role: 'credit', language: 'ja' });
  await expect(alone.page.getByRole('link', { name: '顧客' })).toBeVisible();
  await expect(alone.page.getByRole('link', { name: '確認依頼' })).toBeHidden();
  await alone.close();
});
