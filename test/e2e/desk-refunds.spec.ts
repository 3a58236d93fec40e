import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { formatNumber } from '#shared/domain/number.ts';
import {
  CASH_NUMBERS,
  contentsCodeOf,
  DELIVERED,
  fakeCashRefunds,
  fakeMallRefunds,
  MIXED_PARCEL,
  PACKED,
  RETURNED,
} from '#test/fakes/fake-refunds.ts';
import { openDesk } from './desk-page.ts';

test.beforeAll(() => ensurePages());

test.describe('refunds at the mall', () => {
  test('a parcel that came back is scanned, ticked and given back with the scanner and Enter', async ({ browser }) => {
    const { page, scan, shot, desk, close } = await openDesk(browser, {
      role: 'mall',
      language: 'ja',
      handlers: fakeMallRefunds(),
    });
    await page.getByRole('link', { name: '返品・返金' }).click();
    await expect(page.getByRole('row')).toHaveCount(4);
    await shot('refunds-back');
    await scan(contentsCodeOf(RETURNED[0]));
    await expect(page.getByRole('heading', { name: formatNumber(RETURNED[0]) })).toBeVisible();
    await scan('FD-0601');
    await scan('FD-0601');
    await expect(page.getByText('4点中2点が良品')).toBeVisible();
    await scan('BK-0001');
    await expect(page.getByRole('alert')).toContainText('BK-0001 はこの荷物の品ではありません');
    await expect(page.getByRole('radio', { name: '受取拒否' })).toBeChecked();
    await shot('refunds-receive');
    await page
      .getByRole('button', { name: '受け取り、￥21,360 を返金' })
      .or(page.getByRole('button', { name: /21,360 を返金/ }))
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/受け取りました。.*21,360 をお客様に返金します/)).toBeVisible();
    expect(desk.received.find(({ command }) => command === 'refunds.make')?.input).toEqual({
      number: RETURNED[0],
      amount: { value: 21_360, currency: 'JPY' },
      reason: 'refused',
      restock: [{ sku: 'FD-0601', quantity: 2 }],
    });
    await expect(page.getByRole('table', { name: '戻った荷物' }).getByRole('row')).toHaveCount(3);
    await shot('refunds-received');
    await close();
  });

  test('what was never paid is taken back without money; what is owed is waived', async ({ browser }) => {
    const { page, scan, type, shot, desk, close } = await openDesk(browser, {
      role: 'mall',
      language: 'en',
      theme: 'dark',
      handlers: fakeMallRefunds(),
    });
    await page.getByRole('link', { name: 'Refunds' }).click();
    await page.getByRole('row').nth(2).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nothing was paid for it: nothing to give back.')).toBeVisible();
    await shot('refunds-unpaid');
    await page.getByRole('button', { name: 'Take back', exact: true }).click();
    await expect(page.getByText('Taken back', { exact: true })).toBeVisible();
    await scan(RETURNED[2]);
    await expect(page.getByRole('button', { name: 'Take back and waive ¥3,575' })).toBeVisible();
    await page.getByLabel('Amount').focus();
    await type('4000');
    await expect(page.getByText('No more than ¥3,575 can go back.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Take back', exact: true })).toBeDisabled();
    await page.getByLabel('Amount').fill('3,500');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Taken back. ¥3,500 need not be paid any more.')).toBeVisible();
    expect(desk.received.filter(({ command }) => command === 'refunds.make').map(({ input }) => input)).toMatchObject([
      { amount: { value: 0 }, restock: [] },
      { amount: { value: 3500 }, restock: [] },
    ]);
    await close();
  });

  test('an order is called off by number and reason, with the keyboard alone', async ({ browser }) => {
    const { page, type, shot, desk, close } = await openDesk(browser, {
      role: 'mall',
      language: 'en',
      handlers: fakeMallRefunds(),
    });
    await page.getByRole('link', { name: 'Refunds' }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await type(PACKED);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Not dispatched: it can be called off.')).toBeVisible();
    await shot('refunds-account');
    await page.getByRole('button', { name: 'Call off' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('¥21,360 goes back to the customer. The pieces can be sold again.')).toBeVisible();
    await shot('refunds-cancel');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Called off. ¥21,360 goes back to the customer.')).toBeVisible();
    await expect(page.getByText('The carrier has not confirmed it yet.')).toBeVisible();
    expect(desk.received.find(({ command }) => command === 'orders.cancel')?.input).toEqual({
      number: PACKED,
      reason: 'out-of-stock',
    });
    await close();
  });

  test('money goes back in part without a return, and refunds on their way are recorded or taken back', async ({
    browser,
  }) => {
    const { page, type, shot, desk, close } = await openDesk(browser, {
      role: 'mall',
      language: 'ja',
      theme: 'dark',
      handlers: fakeMallRefunds(),
    });
    await page.getByRole('link', { name: '返品・返金' }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await type(MIXED_PARCEL);
    await page.keyboard.press('Enter');
    const goods = page.getByRole('region', { name: '電子商品' });
    await goods.getByRole('button', { name: '返金する' }).click();
    await expect(page.getByLabel('金額')).toBeFocused();
    await type('300');
    await shot('refunds-give');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/300 をお客様に返金します/)).toBeVisible();
    await page.getByRole('radio', { name: /返金中/ }).click();
    await shot('refunds-asked');
    await page.getByRole('button', { name: '取り下げる' }).click();
    await page.keyboard.press('Enter');
    await expect(page.getByText('依頼を取り下げました')).toBeVisible();
    await page.getByRole('button', { name: '支払いを記録' }).click();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/2,860 の支払いを記録しました/)).toBeVisible();
    await page.getByRole('radio', { name: '返金済み' }).click();
    await expect(page.getByText('お客様の異議')).toBeVisible();
    await shot('refunds-done');
    expect(desk.received.some(({ command }) => command === 'refunds.withdraw')).toBe(true);
    await close();
  });

  test('a code that is not what was sent opens nothing; a delivered parcel can come back', async ({ browser }) => {
    const { page, scan, shot, close } = await openDesk(browser, {
      role: 'mall',
      language: 'en',
      handlers: fakeMallRefunds(),
    });
    await page.getByRole('link', { name: 'Refunds' }).click();
    const code = contentsCodeOf(RETURNED[0]);
    await scan(`${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`);
    await expect(page.getByRole('alert')).toContainText('contents-differ');
    await shot('refunds-differ');
    await scan(DELIVERED);
    await page.getByRole('button', { name: 'It came back' }).click();
    await expect(page.getByText('In cash: 青空運送 gives it to the customer and bills it.')).toBeVisible();
    await close();
  });

  test('empty lists say what will stand there', async ({ browser }) => {
    const { page, shot, close } = await openDesk(browser, {
      role: 'mall',
      language: 'en',
      handlers: fakeMallRefunds({ empty: true }),
    });
    await page.getByRole('link', { name: 'Refunds' }).click();
    await expect(page.getByText('Nothing came back')).toBeVisible();
    await shot('refunds-empty');
    await close();
  });
});

test.describe('cash refunds at the carrier', () => {
  test('the address is opened for one refund, leaves after a minute, and the cash is recorded as given', async ({
    browser,
  }) => {
    const { page, scan, shot, desk, close } = await openDesk(browser, {
      role: 'carrier',
      language: 'en',
      handlers: fakeCashRefunds(),
    });
    await page.getByRole('link', { name: 'Refunds in cash' }).click();
    await expect(page.getByRole('grid', { name: 'To give back' }).getByRole('row')).toHaveCount(3);
    await scan(RETURNED[0]);
    await expect(page.getByText('No refund is open for this number')).toBeVisible();
    await scan(`${CASH_NUMBERS[0]}010101`);
    const address = page.locator('[data-address]');
    await page.clock.install();
    await page.getByRole('button', { name: 'Show the address' }).click();
    await expect(address).toContainText('見本 花子');
    await shot('cash-refunds-address');
    await page.clock.fastForward(61_000);
    await expect(address).toBeHidden();
    await page.getByRole('button', { name: '¥8,390 given back' }).click();
    await page.getByRole('button', { name: 'Yes, given back' }).click();
    await expect(page.getByText('¥8,390 given back', { exact: true })).toBeVisible();
    desk.announce('refunds');
    await expect(page.getByRole('grid', { name: 'To give back' }).getByRole('row')).toHaveCount(2);
    await page.getByRole('radio', { name: 'Given back' }).click();
    await expect(page.getByRole('grid', { name: 'Given back' }).getByRole('row')).toHaveCount(3);
    await shot('cash-refunds-done');
    expect(desk.received.filter(({ command }) => command === 'cash-refunds.done')).toHaveLength(1);
    await close();
  });

  test('in Japanese and in the dark', async ({ browser }) => {
    const { page, shot, close } = await openDesk(browser, {
      role: 'carrier',
      language: 'ja',
      theme: 'dark',
      handlers: fakeCashRefunds(),
    });
    await page.getByRole('link', { name: '代引返金' }).click();
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '住所を表示' }).click();
    await expect(page.locator('[data-address]')).toContainText('見本 花子');
    await shot('cash-refunds');
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-address]')).toBeHidden();
    await close();
  });
});
