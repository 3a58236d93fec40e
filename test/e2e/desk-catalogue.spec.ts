import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { openDesk } from './desk-page.ts';

test.beforeAll(() => ensurePages());

const CSV = readFileSync(new URL('../../data/catalogue.csv', import.meta.url), 'utf8');

/** As Japanese spreadsheets write it; a letter that it does not have becomes a question mark (dashes of two rows). */
function inShiftJis(text: string): Buffer {
  const decoder = new TextDecoder('shift_jis');
  const codes = new Map<string, readonly number[]>();
  for (let first = 0x81; first <= 0xfc; first++) {
    if (first >= 0xa0 && first < 0xe0) continue;
    for (let second = 0x40; second <= 0xfc; second++) {
      const letter = decoder.decode(Uint8Array.of(first, second));
      if (!codes.has(letter)) codes.set(letter, [first, second]);
    }
  }
  return Buffer.from(
    [...text].flatMap((letter) => (letter < '\x80' ? [letter.charCodeAt(0)] : (codes.get(letter) ?? [0x3f]))),
  );
}

test('a product is found, changed, counted and withdrawn by keys alone', async ({ browser }) => {
  const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
  await page.getByRole('link', { name: '商品', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'BK-0001' });
  await expect(row).toContainText('12');
  await expect(page.getByText('残りわずか').first()).toBeVisible();
  await shot('catalogue');

  await page.keyboard.press('/');
  await page.keyboard.type('山の手帖');
  await expect(page.getByRole('row')).toHaveCount(2);
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '文庫本『山の手帖』' })).toBeVisible();
  await shot('product');

  const price = page.getByRole('textbox', { name: '税込価格（円）' });
  await price.fill('七百');
  await page.keyboard.press('Enter');
  await expect(price).toHaveAttribute('aria-invalid', 'true');
  await expect(price).toBeFocused();
  await price.fill('７２０');
  await page.keyboard.press('Enter');
  await expect(page.getByText('保存しました。')).toBeVisible();
  await expect(price).toHaveValue('720');
  // What was not changed is not sent: pieces are sold meanwhile.
  expect(desk.received.find(({ command }) => command === 'catalogue.save')?.input).toEqual({
    cells: { sku: 'BK-0001', price: '７２０' },
    revision: 1,
  });

  await page.getByRole('button', { name: '在庫数を変更' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '分かっていること' }).selectOption('change');
  await dialog.getByRole('textbox').fill('-2');
  await dialog.getByRole('combobox', { name: '理由' }).selectOption('damaged');
  await page.keyboard.press('Tab');
  await dialog.getByRole('textbox').press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('textbox', { name: '在庫数' })).toHaveValue('10');

  await page.getByRole('button', { name: '販売を止める' }).press('Enter');
  await expect(page.getByText('受け付け済みの注文はそのまま進みます')).toBeVisible();
  await expect(page.getByText('販売停止', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('販売中', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: '商品', exact: true })).toBeVisible();
  await close();
});

test('a product gets pictures without what the camera wrote into them', async ({ browser }) => {
  const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language: 'en', theme: 'dark' });
  await page.getByRole('link', { name: 'Catalogue' }).click();
  const photograph = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = '#264b7d';
    pen.fillRect(0, 0, 1600, 1200);
    pen.fillStyle = '#fbfaf7';
    pen.fillRect(400, 300, 800, 600);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  // An EXIF segment behind the start: a place in it.
  const exif = Buffer.from('\xff\xe1\x00\x22Exif\0\0MM\0*GPS 35.4437N 139.6380E', 'latin1');
  exif.writeUInt16BE(exif.length - 2, 2);
  const picture = Buffer.concat([Buffer.from(photograph.slice(0, 2)), exif, Buffer.from(photograph.slice(2))]);
  const files = ['HM-0201.jpg', 'HM-0201-2.jpg', 'holiday.jpg'].map((name) => ({
    name,
    mimeType: 'image/jpeg',
    buffer: picture,
  }));
  await page.getByRole('button', { name: 'Add pictures' }).click();
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(files);
  await expect(page.getByRole('dialog').getByRole('row')).toHaveCount(4);
  await expect(page.getByText('No product of this name')).toBeVisible();
  await shot('many-pictures');
  await page.getByRole('button', { name: 'Add 2 pictures' }).click();
  await expect(page.getByText('2 pictures added.')).toBeVisible();
  const sent = desk.received.filter(({ command }) => command === 'catalogue.add-picture');
  expect(sent).toHaveLength(2);
  for (const { input } of sent) {
    const { small, large } = input as { small: string; large: string };
    for (const file of [small, large].map((data) => Buffer.from(data, 'base64'))) {
      expect(file.subarray(8, 12).toString()).toBe('WEBP');
      expect(file.includes('GPS')).toBe(false);
      expect(file.includes('EXIF')).toBe(false);
    }
  }
  await page.keyboard.press('Escape');

  await page.getByText('HM-0201').click();
  const shown = page.getByRole('img', { name: /Picture \d/ });
  await expect(shown).toHaveCount(2);
  await expect(shown.first()).toHaveJSProperty('naturalWidth', 320);
  await page.getByRole('textbox', { name: 'What it shows, in English' }).first().fill('Iron kettle from above');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('img', { name: 'Iron kettle from above' })).toBeVisible();
  await page.getByRole('button', { name: 'Move picture 1 back' }).press('Enter');
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Shown in the list' }).getByRole('img'),
  ).toHaveAccessibleName('Picture 1');
  await shot('product-pictures');
  await page.getByRole('button', { name: 'Remove picture 1' }).press('Enter');
  await expect(page.getByRole('img', { name: /Picture|kettle/ })).toHaveCount(1);
  await close();
});

test('a table is looked at, repaired, imported and taken back', async ({ browser }) => {
  const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja', theme: 'dark' });
  await page.getByRole('link', { name: '商品', exact: true }).click();
  await page.getByRole('button', { name: 'CSVを取り込む' }).press('Enter');
  await expect(page.getByText('コピーしたセルを貼り付けて')).toBeVisible();
  await shot('import-choose');
  const csv = CSV.replace('文庫本『山の手帖』,715', '文庫本『山の手帖』,750')
    .replace('sku,name,price', '商品コード,商品名,税込価格')
    .replace('ST-0101,万年筆 中字,13200', 'ST-0101,万年筆 中字,高い')
    .replace('TY-0501', 'NEW 1')
    .concat('NW-0001,新しい商品,1000,JPY,10,100,100,100,500,見本\r\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'catalogue.csv', mimeType: 'text/csv', buffer: inShiftJis(csv) });
  await expect(page.getByText('文字コード Shift_JIS として')).toBeVisible();
  const kind = (name: RegExp) => page.getByRole('radio', { name });
  await expect(kind(/取込不可 2/)).toBeVisible();
  await expect(kind(/変更 3/)).toBeVisible();
  await expect(kind(/新規 1/)).toBeVisible();
  await shot('import-refused');
  // Put right in its row, checked at once by the service.
  const price = page.getByRole('textbox', { name: '5行目の税込価格' });
  await expect(price).toHaveAttribute('aria-invalid', 'true');
  await price.fill('13800');
  await page.keyboard.press('Enter');
  await expect(kind(/取込不可 1/)).toBeVisible();
  await expect(kind(/変更 4/)).toBeVisible();
  await kind(/変更 4/).click();
  await expect(page.getByRole('row', { name: '2 BK-0001' })).toContainText('715');
  await expect(page.getByRole('row', { name: '2 BK-0001' })).toContainText('750');
  await shot('import-changed');
  await page.getByRole('radio', { name: '販売を止める' }).click();
  await page.getByRole('button', { name: /6点を取り込む/ }).click();
  await expect(page.getByText('1点を追加し、4点を変更しました')).toBeVisible();
  await expect(page.getByText('1点の販売を止めました')).toBeVisible();
  await shot('import-done');
  await page.getByRole('button', { name: '取り消す', exact: true }).click();
  await expect(page.getByText('6点を取り込む前に戻します')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '取り消す' }).click();
  await expect(page.getByText('6点を元に戻しました')).toBeVisible();
  await expect(page.getByText('取り消し済み')).toBeVisible();
  await shot('import-undone');
  const ran = desk.received.filter(({ command }) => /catalogue.(run|undo)-import/.test(command));
  expect(ran).toHaveLength(2);

  // What was exported is what can be imported: nothing changes.
  await page.keyboard.press('Escape');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '商品データを書き出す' }).click();
  const exported = await (await download).path();
  await page.getByRole('button', { name: 'CSVを取り込む' }).click();
  await page.locator('input[type=file]').setInputFiles(exported);
  await expect(page.getByText('取り込むものはありません')).toBeVisible();
  await close();
});

test('charges are set by size, and a slip of the finger sets none', async ({ browser }) => {
  const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language: 'en', theme: 'dark' });
  await page.getByRole('link', { name: 'Catalogue' }).click();
  await page.getByRole('button', { name: 'Shipping charges' }).click();
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
  await page.keyboard.press('Control+z');
  await expect(charge(60)).toHaveValue('500');
  await close();
});

test('a mall without products says how to begin', async ({ browser }) => {
  const { page, shot, close } = await openDesk(browser, { role: 'mall', language: 'en', empty: true });
  await page.getByRole('link', { name: 'Catalogue' }).click();
  await expect(page.getByText('No products yet')).toBeVisible();
  await shot('catalogue-empty');
  await page.getByRole('button', { name: 'New product' }).click();
  await page.getByRole('textbox', { name: /^SKU/ }).fill('AB-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Name' }).fill('Ink');
  await page.getByRole('textbox', { name: 'Price with tax, yen' }).fill('500');
  await page.getByRole('textbox', { name: 'Length, mm' }).fill('100');
  await expect(page.getByText('All four are needed, or none.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Width, mm' }).fill('100');
  await page.getByRole('textbox', { name: 'Height, mm' }).fill('100');
  await page.getByRole('textbox', { name: 'Weight, g' }).fill('300');
  await expect(page.getByText('Size class 60, up to 2 kg')).toBeVisible();
  await shot('product-new');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Ink' })).toBeVisible();
  await close();
});
