import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { openDesk } from './desk-page.ts';

test.beforeAll(() => ensurePages());

test('pieces are counted down the list with keys alone', async ({ browser }) => {
  const { page, desk, type, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
  await page.getByRole('link', { name: '商品', exact: true }).click();
  const stockOf = (sku: string) => page.getByRole('textbox', { name: `${sku} の在庫` });
  await expect(stockOf('BK-0001')).toHaveValue('12');
  await expect(stockOf('BK-0002')).toHaveValue('');
  await expect(page.getByText('品切れ').first()).toBeVisible();
  await shot('catalogue');
  await stockOf('BK-0001').focus();
  await type('15');
  await page.keyboard.press('Enter');
  await expect(stockOf('BK-0002')).toBeFocused();
  await type('0');
  await page.keyboard.press('ArrowDown');
  await expect(stockOf('BK-0003')).toBeFocused();
  await type('many');
  await page.keyboard.press('Enter');
  await expect(stockOf('BK-0003')).toBeFocused();
  await expect(stockOf('BK-0003')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(stockOf('BK-0003')).toHaveValue('');
  await stockOf('BK-0001').fill('');
  await page.keyboard.press('Tab');
  await expect(stockOf('BK-0001')).toHaveValue('');
  const counted = desk.received.filter(({ command }) => command === 'catalogue.set-stock').map(({ input }) => input);
  expect(counted).toEqual([
    { sku: 'BK-0001', stock: 15 },
    { sku: 'BK-0002', stock: 0 },
    { sku: 'BK-0001', stock: null },
  ]);
  await close();
});

test('charges are set by size, and a slip of the finger sets none', async ({ browser }) => {
  const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language: 'en', theme: 'dark' });
  await page.getByRole('link', { name: 'Catalogue' }).click();
  const charge = (size: number) => page.getByRole('textbox', { name: `Shipping charge for size ${size}` });
  const save = page.getByRole('button', { name: 'Save charges' });
  await expect(save).toBeDisabled();
  await charge(60).fill('５００');
  await charge(80).fill('7oo');
  await expect(save).toBeDisabled();
  await expect(page.getByText('Type each charge in digits')).toBeVisible();
  await charge(80).fill('700');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved. Orders from now on')).toBeVisible();
  await shot('charges');
  expect(desk.received.find(({ command }) => command === 'charges.change')?.input).toEqual({
    charges: { 60: 500, 80: 700 },
  });
  await charge(60).fill('');
  await save.click();
  await expect(save).toBeDisabled();
  expect(desk.received.filter(({ command }) => command === 'charges.change').at(-1)?.input).toEqual({
    charges: { 80: 700 },
  });
  await close();
});
