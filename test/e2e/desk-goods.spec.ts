import { expect, test } from '@playwright/test';
import { numberFromDigits } from '#shared/domain/number.ts';
import { ensurePages } from '#main/cli/built-pages.ts';
import { openFakeGoods } from '#test/fakes/fake-goods.ts';
import { BAD, GOOD, openDesk } from './desk-page.ts';

test.beforeAll(() => ensurePages());

test('an order is sealed with a scanner and Enter alone, and followed until it is there', async ({ browser }) => {
  const goods = openFakeGoods();
  const options = { role: 'mall', language: 'ja', handlers: goods.handlers } as const;
  const { page, scan, shot, tones, desk, close } = await openDesk(browser, options);
  goods.announce = desk.announce;
  await page.evaluate(() => {
    globalThis.print = () => undefined;
  });
  await page.getByRole('link', { name: '電子商品' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
  await shot('goods-idle');
  await scan(numberFromDigits('receipt', '000000000001'));
  await expect(page.getByRole('alert')).toContainText('purchase-unknown');
  await scan(`${goods.first.receipt}010101`);
  await expect(page.getByText('海図のない航海（大きな文字）.pdf')).toBeVisible();
  await expect(page.getByRole('button', { name: '封緘して送る' })).toBeFocused();
  await shot('goods-open');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/GBのうち.*を封緘/)).toBeVisible();
  await shot('goods-sealing');
  await expect(page.getByText('封緘しました')).toBeVisible();
  await expect(page.getByRole('img', { name: '印刷されるラベル' })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(3);
  goods.bring(goods.first.purchase, 402_653_184);
  await expect(page.getByText('1.3 GBのうち402.7 MBを送信')).toBeVisible();
  await shot('goods-sealed');
  goods.bring(goods.first.purchase, 1_275_068_416);
  await expect(page.locator('.goods-way')).toContainText('クレジット会社に到着');
  expect(await tones()).toEqual([BAD, GOOD, GOOD]);
  expect(desk.received.filter(({ command }) => command === 'goods.seal')).toHaveLength(1);
  await page.getByRole('radio', { name: 'すべて' }).click();
  await expect(page.getByRole('row')).toHaveCount(8);
  await shot('goods-all');
  await close();
});

test(
  'a missing file is said, attached with keys alone, and then the order can be sealed',
  { tag: '@soak' },
  async ({ browser }) => {
    const goods = openFakeGoods();
    const options = { role: 'mall', language: 'en', theme: 'dark', handlers: goods.handlers } as const;
    const { page, shot, desk, type, close } = await openDesk(browser, options);
    goods.announce = desk.announce;
    await page.getByRole('link', { name: 'Electronic goods' }).click();
    await type(goods.second.purchase);
    await page.keyboard.press('Enter');
    await expect(page.getByText('No file: attach one before sealing')).toBeVisible();
    await expect(page.getByRole('button', { name: /Seal and send/ })).toBeDisabled();
    await shot('goods-missing');
    await page.keyboard.press('F6');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('電子書籍『余白』');
    const buffer = Buffer.alloc(9_000_000, 7);
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: '余白.epub', mimeType: 'application/epub+zip', buffer });
    await expect(dialog.getByText('余白.epub is attached')).toBeVisible();
    await expect(dialog.getByRole('row')).toHaveCount(2);
    const pieces = desk.received.filter(({ command }) => command === 'goods.append-file');
    expect(pieces.map(({ input }) => (input as { offset: number }).offset)).toEqual([0, 4_194_304, 8_388_608]);
    await shot('goods-files');
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: '余白.epub', mimeType: 'application/epub+zip', buffer });
    await expect(dialog.getByRole('alert')).toContainText('field-invalid');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: /Seal and send/ }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('The package leaves by itself.')).toBeVisible();

    // Of the two that are left, nothing is held for one any more.
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('F8');
    await expect(page.getByRole('progressbar', { name: 'Sealing' })).toBeVisible();
    await expect(page.getByText('0 of 1 order')).toBeVisible();
    await shot('goods-many');
    await expect(page.getByText('Done: 1')).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Waiting' }).getByRole('row')).toHaveCount(2);
    await close();
  },
);

test('products have their files without any order; a hold that ended is said; staff may let it seal by itself', async ({
  browser,
}) => {
  const goods = openFakeGoods();
  const { page, shot, desk, close } = await openDesk(browser, {
    role: 'mall',
    language: 'en',
    handlers: goods.handlers,
  });
  goods.announce = desk.announce;
  await page.getByRole('link', { name: 'Electronic goods' }).click();
  await page.getByRole('row').nth(3).click();
  await expect(page.getByRole('alert')).toContainText('Hold ended');
  await expect(page.getByRole('button', { name: /Seal and send/ })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Products' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
  await shot('goods-products');
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove 海図のない航海.epub' }).click();
  await expect(page.getByRole('dialog').getByText('was taken from the product')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: /Seal by itself/ }).check();
  await expect(page.getByRole('checkbox', { name: /Seal by itself/ })).toBeChecked();
  expect(desk.received.at(-1)?.command).toMatch(/goods\./);
  await close();
});

test('where nothing was sold yet, the station says what will stand there', async ({ browser }) => {
  const { handlers } = openFakeGoods({ empty: true });
  const { page, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja', theme: 'dark', handlers });
  await page.getByRole('link', { name: '電子商品' }).click();
  await expect(page.getByText('封緘する注文はありません')).toBeVisible();
  await shot('goods-empty');
  await close();
});
