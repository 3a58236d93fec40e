/** The packing bench, played without a mouse. */
import { type Browser, expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { fail, ok } from '#shared/result.ts';
import { FAKE_BARCODE, fakeFirstOrder, sampleOrders, sampleProducts } from '#test/fakes/fake-orders.ts';
import { BAD, GOOD, openDesk, type OpenDesk, type OpenDeskOptions } from './desk-page.ts';
import { PackingBench } from './pages/packing.ts';

test.beforeAll(() => ensurePages());

const { purchase, shipping } = fakeFirstOrder();
const ORDERS = sampleOrders(sampleProducts());
/** One HM-0203, which is fragile; then one BK-0001, paid later; then four products. */
const [, fragile, later, four] = ORDERS as [
  (typeof ORDERS)[0],
  (typeof ORDERS)[0],
  (typeof ORDERS)[0],
  (typeof ORDERS)[0],
];

async function openBench(
  browser: Browser,
  choice: Partial<OpenDeskOptions> = {},
): Promise<OpenDesk & { readonly bench: PackingBench }> {
  const desk = await openDesk(browser, { role: 'mall', language: 'en', ...choice });
  return { ...desk, bench: new PackingBench(desk.page, choice.language ?? 'en') };
}

test('an order is packed with a scanner alone: the last scan prints, and the next scan opens the next order', async ({
  browser,
}) => {
  const { bench, page, shot, tones, desk, close } = await openBench(browser, { language: 'ja', demo: true });
  await shot('packing-idle');
  await bench.openOrder(shipping, purchase);
  await expect(page.getByText('代引', { exact: true }).first()).toBeVisible();
  await bench.scan(FAKE_BARCODE);
  await expect(bench.item('HL-0302')).toBeChecked();
  await bench.scan(FAKE_BARCODE);
  await expect(bench.alert).toContainText('HL-0302 が 1点多いです');
  await bench.scan('BK-0001');
  await expect(bench.alert).toContainText('BK-0001 はこの注文にありません');
  await shot('packing-wrong');
  expect(await tones()).toEqual([GOOD, GOOD, BAD, BAD]);
  await page.keyboard.press('Enter');
  await expect(bench.alert).toContainText('CL-0401 あと2点');
  await shot('packing-missing');
  expect(desk.received.filter(({ command }) => command === 'packing.print')).toEqual([]);

  await bench.scan('CL-0401', 'CL-0401');
  await expect(bench.preview).toBeVisible();
  await expect(bench.said).toContainText('ラベルを印刷しました');
  await shot('packing-printed');
  expect(desk.received.filter(({ command }) => command === 'packing.print')).toHaveLength(1);
  await bench.openOrder(fragile.purchase, fragile.purchase);
  await expect(page.getByRole('button', { name: /われもの/ })).toBeVisible();
  await close();
});

test('the same without a scanner: typing, arrows and the space bar; then the slip and the hand-over', async ({
  browser,
}) => {
  const { bench, page, shot, close } = await openBench(browser, { theme: 'dark' });
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await bench.type(purchase);
  await page.keyboard.press('Enter');
  await expect(bench.item('HL-0302')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(bench.item('CL-0401')).toHaveAttribute('aria-checked', 'mixed');
  await page.keyboard.press('Backspace');
  await expect(bench.item('CL-0401')).not.toBeChecked();
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  await expect(bench.said).toContainText('Label printed');
  await expect(page.getByRole('button', { name: bench.texts.packing.handOver })).toBeFocused();
  await shot('packing-printed');
  await page.keyboard.press('F7');
  await expect(page.getByRole('dialog')).toBeVisible();
  await bench.key('1');
  await expect(page.getByRole('img', { name: 'The packing slip as it prints' })).toBeVisible();
  await shot('packing-slip');
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: 'Hand over' }).focus();
  await page.keyboard.press('Enter');
  await expect(bench.said).toContainText('Handed over');
  await close();
});

test('a quantity is typed before its scan, or with its item, or by a key', { tag: '@soak' }, async ({ browser }) => {
  const { bench, page, close } = await openBench(browser);
  await bench.openOrder(purchase, purchase);
  await bench.type('3*');
  await expect(page.getByLabel('Item, or quantity')).toHaveValue('3*');
  await bench.scan('CL-0401');
  await expect(bench.alert).toContainText('CL-0401: 1 too many');
  await expect(page.getByLabel('Item, or quantity')).toHaveValue('');
  await bench.type('2*');
  await bench.scan('CL-0401');
  await expect(bench.item('CL-0401')).toBeChecked();
  await bench.type('1*');
  await page.keyboard.type('hl-0302', { delay: 70 });
  await page.keyboard.press('Enter');
  await expect(bench.said).toContainText('Label printed');

  await bench.openOrder(four.purchase, four.purchase);
  await bench.item('ST-0102').focus();
  await bench.key('Shift+Digit8');
  await expect(bench.item('ST-0102')).toBeChecked();
  await close();
});

test('a label that can’t be made leaves the order open and says so', async ({ browser }) => {
  const { bench, page, shot, tones, close } = await openBench(browser, {
    handlers: { 'packing.print': async () => fail('label-unreadable') },
  });
  await bench.openOrder(later.purchase, later.purchase);
  await bench.scan('BK-0001');
  await expect(bench.alert).toContainText('label-unreadable');
  await expect(page.getByRole('button', { name: 'Print label' })).toBeEnabled();
  expect((await tones()).at(-1)).toEqual(BAD);
  await shot('packing-failed');
  await close();
});

test('an order in three pieces: labels print at the end, first to last, and each is printed again by itself', async ({
  browser,
}) => {
  const { bench, page, shot, desk, close } = await openBench(browser, { language: 'ja', theme: 'dark' });
  await bench.openOrder(purchase, purchase);
  await bench.scan('HL-0302');
  await bench.key('+');
  await bench.scan('CL-0401');
  await bench.key('+');
  await bench.key('+');
  await bench.key('-');
  await expect(page.getByRole('list', { name: '個口' }).getByRole('listitem')).toHaveCount(3);
  await shot('packing-pieces');
  await bench.scan('CL-0401');
  await expect(bench.said).toContainText('ラベルを3枚印刷しました');
  await expect(page.getByText('ラベル 1/3 は 1個目に貼る')).toBeVisible();
  await shot('packing-pieces-printed');
  expect(desk.received.find(({ command }) => command === 'packing.print')?.input).toEqual({
    purchase,
    pieces: 3,
    checked: [
      { sku: 'HL-0302', quantity: 1, piece: 1 },
      { sku: 'CL-0401', quantity: 1, piece: 2 },
      { sku: 'CL-0401', quantity: 1, piece: 3 },
    ],
  });
  await page.keyboard.press('F8');
  await expect(bench.dialog('どの個口のラベルですか')).toBeVisible();
  await bench.key('2');
  await bench.key('1');
  await expect(page.getByText('ラベル 2/3 は 2個目に貼る')).toBeVisible();
  await expect(page.getByRole('img', { name: '印刷されるラベル、2枚目' })).toBeVisible();
  await close();
});

test('a lost label needs somebody else, and the copies tell their story', async ({ browser }) => {
  const { bench, page, shot, desk, close } = await openBench(browser, { language: 'ja' });
  await bench.openOrder(later.purchase, later.purchase);
  // Nothing is printed yet; and the key is not the camera's on a desk with one of its own.
  await page.keyboard.press('F8');
  await bench.scan('BK-0001');
  await expect(page.locator('.camera')).toBeHidden();
  await expect(page.getByRole('button', { name: bench.texts.packing.reprint })).toBeEnabled();
  await page.keyboard.press('F8');
  await expect(bench.dialog('もう一枚印刷する理由')).toBeVisible();
  await bench.key('2');
  await expect(bench.dialog('別の人の承認が必要です')).toBeVisible();
  await bench.type('3');
  await expect(page.getByText('ご自分の名前です。')).toBeVisible();
  await shot('packing-approval');
  await page.keyboard.press('Backspace');
  await bench.scan('UEDA-07');
  await expect(page.getByLabel('承認者', { exact: true })).toHaveValue('UEDA-07');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('承認者の暗証番号またはパスワード')).toBeFocused();
  await page.keyboard.type('4826', { delay: 70 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: '印刷されるラベル、2枚目' })).toBeVisible();
  expect(desk.received.find(({ command }) => command === 'packing.reprint')?.input).toEqual({
    purchase: later.purchase,
    piece: 1,
    reason: 'lost',
    approver: { name: 'UEDA-07', secret: '4826' },
  });
  await bench.key('l');
  await expect(bench.dialog('ラベルの発行履歴')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'UEDA-07' })).toContainText('2枚中2枚目');
  await expect(page.getByRole('dialog').getByRole('row').nth(1)).toContainText('無効');
  await shot('packing-lineage');
  await bench.key('v');
  await bench.key('1');
  await expect(bench.said).toContainText('ラベルを無効にしました');
  await close();
});

test('out of stock: the order is set aside and comes back, or goes without and the slip says so', async ({
  browser,
}) => {
  const { bench, page, shot, desk, close } = await openBench(browser);
  await bench.openOrder(purchase, purchase);
  await bench.scan('HL-0302', 'CL-0401');
  await bench.item('CL-0401').focus();
  await bench.key('o');
  await expect(bench.dialog('CL-0401 is out of stock')).toContainText('1 piece is missing');
  await shot('packing-out-of-stock');
  await bench.key('1');
  await expect(bench.said).toContainText('Set aside');
  expect(desk.received.find(({ command }) => command === 'packing.set-aside')?.input).toEqual({
    purchase,
    missing: [{ item: 1, count: 1 }],
  });
  await page.keyboard.press('F2');
  await page.keyboard.press('F2');
  await expect(bench.queue).toHaveCount(2);
  await bench.openOrder(purchase, purchase);
  await expect(page.getByText('1 piece was missing, clerk 3.')).toBeVisible();
  await shot('packing-aside');
  await expect(page.getByRole('button', { name: 'Back into the queue' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(bench.said).toContainText('Back in the queue');
  // It lay somewhere meanwhile: what is in it is scanned again.
  await bench.scan('HL-0302', 'CL-0401');
  await bench.item('CL-0401').focus();
  await bench.key('o');
  await bench.key('2');
  await expect(bench.said).toContainText('It goes without the missing pieces');
  await shot('packing-short-order');
  await expect(page.getByText('1 piece out of stock, not sent')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(bench.said).toContainText('Label printed');
  await page.keyboard.press('F7');
  await bench.key('2');
  await expect(page.getByRole('img', { name: 'The packing slip as it prints' })).toBeVisible();
  await shot('packing-short');
  await close();
});

test('an order called off while it is packed stops the packer at once', async ({ browser }) => {
  let state: PurchaseState = 'accepted';
  const [order] = ORDERS;
  const { bench, page, shot, tones, desk, close } = await openBench(browser, {
    handlers: { 'packing.look': async () => ok({ ...order!, state }) },
    language: 'ja',
  });
  await bench.openOrder(purchase, purchase);
  await bench.scan('HL-0302');
  state = 'cancelled';
  desk.announce('packing');
  await expect(bench.alert).toContainText('取り消されました');
  await expect(bench.alert).toContainText('品を棚に戻してください');
  expect((await tones()).at(-1)).toEqual(BAD);
  await shot('packing-cancelled');
  await bench.scan('CL-0401', 'CL-0401');
  expect(desk.received.filter(({ command }) => command === 'packing.print')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByText('注文を読み取るか選んでください')).toBeVisible();
  await close();
});

test('marks and size are chosen by keys and stand on the label', async ({ browser }) => {
  const { bench, page, shot, desk, close } = await openBench(browser, { theme: 'dark' });
  await bench.openOrder(fragile.purchase, fragile.purchase);
  await bench.key('m');
  await bench.key('1');
  await bench.key('4');
  await expect(page.getByRole('checkbox', { name: /Do not stack/ })).toBeChecked();
  await bench.key('2');
  await expect(page.getByRole('checkbox', { name: /Fragile/ })).toBeChecked();
  await shot('packing-marks');
  await page.keyboard.press('Escape');
  await bench.key('s');
  await bench.key('4');
  await expect(bench.said).toContainText('Size class corrected');
  await expect(page.getByText('corrected, was 80')).toBeVisible();
  await bench.scan('HM-0203');
  await expect(bench.preview).toBeVisible();
  await shot('packing-marked');
  expect(desk.received.findLast(({ command }) => command === 'packing.mark')?.input).toEqual({
    purchase: fragile.purchase,
    marks: ['this-way-up', 'do-not-stack'],
  });
  expect(desk.received.find(({ command }) => command === 'packing.correct-size')?.input).toMatchObject({ size: 120 });
  await close();
});

test('several orders are picked by one list, by shelf and by tote', async ({ browser }) => {
  const { bench, page, shot, desk, close } = await openBench(browser, { language: 'ja' });
  await expect(bench.queue).toHaveCount(8);
  await page.keyboard.press('F6');
  await expect(bench.queue).toHaveCount(5);
  await expect(bench.queue.nth(1)).toContainText('待たせすぎ');
  await bench.queue.nth(1).focus();
  await bench.key('+');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await bench.key('+');
  await shot('packing-marked-orders');
  await page.keyboard.press('F10');
  await expect(page.getByText('一覧で選んだ 2件')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(bench.dialog('ピッキングリスト').getByRole('heading', { level: 3 }).first()).toHaveText('A-2');
  await shot('packing-pick-list');
  expect(desk.received.find(({ command }) => command === 'packing.pick')?.input).toMatchObject({
    purchases: [purchase, four.purchase],
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('F10');
  await bench.type('3');
  await page.keyboard.press('Enter');
  await expect(page.locator('.pick-totes li')).toHaveCount(3);
  await close();
});

test('a queue longer than a page goes on where it ended', async ({ browser }) => {
  const many = Array.from({ length: 130 }, (_, at) => ({
    ...ORDERS[0]!,
    purchase: `1${String(at).padStart(13, '0')}`,
    placedAt: new Date(Date.UTC(2026, 10, 1, 0, at)).toISOString(),
  }));
  const { bench, page, close } = await openBench(browser, {
    handlers: {
      'packing.queue': async (_, { after = '', limit = 200 }) =>
        ok(many.filter((row) => `${row.placedAt} ${row.purchase}` > after).slice(0, limit)),
    },
  });
  await expect(bench.queue).toHaveCount(101);
  await page.getByRole('button', { name: 'Show more' }).focus();
  await page.keyboard.press('Enter');
  await expect(bench.queue).toHaveCount(131);
  await close();
});

test('the PDF can be saved under its label', async ({ browser }) => {
  const { bench, page, close } = await openBench(browser);
  await bench.openOrder(later.purchase, later.purchase);
  await bench.scan('BK-0001');
  await expect(bench.preview).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save PDF' }).press('Enter'),
  ]);
  expect(download.suggestedFilename()).toBe(`label-${later.shipping}010101.pdf`);
  await close();
});

test('a scan reaches the station from any list and leaves what was being typed alone', async ({ browser }) => {
  const { bench, page, scan, close } = await openBench(browser);
  await page.getByRole('link', { name: 'Partners' }).press('Enter');
  await page.getByRole('button', { name: 'Add partner' }).press('Enter');
  await bench.type('half a card');
  await scan(shipping);
  await expect(bench.number).toContainText(purchase.slice(1, 5));
  await page.getByRole('link', { name: 'Payments' }).press('Enter');
  await scan(purchase);
  await expect(page.getByLabel('Purchase number')).toHaveValue(/^1 \d{4} \d{4} \d{4} \d$/);
  await page.getByRole('link', { name: 'Catalogue' }).press('Enter');
  await page.getByRole('searchbox').focus();
  await bench.type('HL');
  await scan('HL-0302');
  await expect(page.getByText('HL-0302 is not in this order')).toBeHidden();
  await close();
});
